/** Counts what the pieces of a comparison have found, in words for the dialog, the log and the emails. */
import type { Calendar } from '../../platform/table.ts';
import { countText, numberText } from '../sheet/localized-text.ts';
import type { Comparison } from './comparison.ts';

/** What the pieces so far have counted. */
export interface ComparisonCounts {
  /** The next piece begins above this contact. */
  readonly lastId: number;
  /** Contacts of these pieces. */
  readonly compared: number;
  /** Contacts with a difference, and differences. */
  readonly contacts: number;
  readonly values: number;
  /** Contacts that Keap did not give. */
  readonly unread: number;
}

/** Before the first piece. */
export const noCounts: ComparisonCounts = { lastId: 0, compared: 0, contacts: 0, values: 0, unread: 0 };

/** With one more piece. */
export function withPiece(
  before: ComparisonCounts,
  { differences, unread, count, lastId }: Comparison,
): ComparisonCounts {
  return {
    lastId,
    compared: before.compared + count,
    contacts: before.contacts + new Set(differences.map(({ contact }) => contact)).size,
    values: before.values + differences.length,
    unread: before.unread + unread.length,
  };
}

/** For instance `2 values of 1 contact differ in Keap; 98 contacts match.` `left` counts contacts of later pieces. */
export function countsText(counts: ComparisonCounts, left: number, calendar: Calendar): string {
  const { compared, contacts, values, unread } = counts;
  if (compared + left === 0) return 'No row of this sheet is in sync yet, so there is nothing to compare.';
  const same = compared - contacts - unread;
  const match = `${countText(same, 'contact', calendar)} ${same === 1 ? 'matches' : 'match'}`;
  if (values === 0) return `No differences: ${match}.`;
  return `${differText(counts, calendar)} in Keap; ${match}.`;
}

/** For instance `2 values of 1 contact differ`. */
export function differText(
  { contacts, values }: Pick<ComparisonCounts, 'contacts' | 'values'>,
  calendar: Calendar,
): string {
  return `${countText(values, 'value', calendar)} of ${countText(contacts, 'contact', calendar)} ${values === 1 ? 'differs' : 'differ'}`;
}

/** Says which rows were not compared. */
export function leftOutTexts(
  { waiting, check }: Pick<Comparison, 'waiting' | 'check'>,
  calendar: Calendar,
): string[] {
  const rows = (count: number, one: string, many: string) =>
    count === 1 ? `1 row ${one}` : `${numberText(count, calendar)} rows ${many}`;
  return [
    ...(waiting === 0
      ? []
      : [`Not compared: ${rows(waiting, 'has', 'have')} changes that haven't been sent yet.`]),
    ...(check === 0 ? [] : [`Not compared: ${rows(check, 'needs', 'need')} attention first.`]),
  ];
}
