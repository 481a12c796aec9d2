/**
 * Notes in a row's fingerprint cell what was decided about its wishes that cannot be taken back: it moves with the row,
 * and counts only as long as the row holds the values that it was decided for.
 */
import type { Cell } from '../../platform/table.ts';

/** What a row can wish that a slip must not bring about: opting its contact out, or emptying fields in Keap. */
export type WishKind = 'optOut' | 'emptied';

export const wishKinds: readonly WishKind[] = ['optOut', 'emptied'];

/** Held until somebody confirms it, released, or declined by somebody. */
export type Decision = 'held' | 'released' | 'declined';

export type Decisions = Readonly<Partial<Record<WishKind, Decision>>>;

/** What was decided, and the fingerprint of the values that it was decided for. */
export interface BrakeMark {
  readonly decisions: Decisions;
  readonly fingerprint: string;
}

const letters: Readonly<Record<Decision, string>> = { held: 'h', released: 'y', declined: 'n' };
const form = /(?:^| )b1-([hyn-])([hyn-])-(\S+)$/;

/** The text of a fingerprint cell: what it held without a mark, and the mark behind it. */
export function markedCell(content: string, decisions: Decisions, fingerprint: string): string {
  const [optOut, emptied] = wishKinds.map((kind) => letterOf(decisions[kind]));
  if (optOut === '-' && emptied === '-') return content;
  return `${content} b1-${optOut}${emptied}-${fingerprint}`.trim();
}

/** Undefined for a cell without a mark. */
export function markIn(cell: Cell): BrakeMark | undefined {
  const found = form.exec(String(cell));
  if (found === null) return undefined;
  const [, optOut = '', emptied = '', fingerprint = ''] = found;
  return { decisions: { ...decisionIn('optOut', optOut), ...decisionIn('emptied', emptied) }, fingerprint };
}

/** What the cell holds beside a mark. */
export function withoutMark(cell: Cell): string {
  return String(cell).replace(form, '');
}

function letterOf(decision: Decision | undefined): string {
  return decision === undefined ? '-' : letters[decision];
}

function decisionIn(kind: WishKind, letter: string): Decisions {
  switch (letter) {
    case 'h':
      return { [kind]: 'held' };
    case 'y':
      return { [kind]: 'released' };
    case 'n':
      return { [kind]: 'declined' };
    default:
      return {};
  }
}
