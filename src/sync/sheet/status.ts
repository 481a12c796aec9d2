/** The statuses of a row, and what is written into its managed cells. */
import type { Cell } from '../../platform/table.ts';
import type { Fingerprint } from './fingerprint.ts';

/** What a row's status cell says. */
export type StatusName = 'Synced' | 'Unchanged' | 'Undone' | 'Failed' | 'Waiting' | 'Check';

/** What becomes of a row's managed cells; a part that is missing stays as it is. */
export interface StatusChange {
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
