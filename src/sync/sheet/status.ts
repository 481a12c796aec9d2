/** The statuses of a row, and what is written into its managed cells. */
import type { Cell } from '../../platform/table.ts';
import type { Fingerprint } from './fingerprint.ts';
import { type ManagedChange, managedNames } from './managed-columns.ts';

/** What a row's status cell says. */
export type StatusName = 'Synced' | 'Unchanged' | 'Undone' | 'Failed' | 'Waiting' | 'Check';

/** A new status of a row, with what is written beside it. */
export interface StatusChange extends ManagedChange {
  readonly status: StatusName | '';
  /** A moment, or an empty string for none. */
  readonly syncedAt?: Date | '';
  readonly message: string;
  readonly fingerprint?: Fingerprint | '';
}

/** A row in order needs no call while its fingerprint stays; any other text, and an empty cell, sends it again. */
export function isInOrder(status: Cell): boolean {
  return status === 'Synced' || status === 'Unchanged' || status === 'Undone';
}

/** Empties every managed cell of a row, except for its link, which belongs to its id. */
export const clearedCells: StatusChange = {
  ...Object.fromEntries(managedNames.filter((name) => name !== 'link').map((name) => [name, '' as const])),
  ...{ status: '', message: '' },
};
