/** Where Keap differs from the sheet, in words and tables for the dialog. */
import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import type { Calendar } from '../../platform/table.ts';
import { keyOfDifference } from '../../sync/compare/choices.ts';
import type { Comparison } from '../../sync/compare/comparison.ts';
import { countText, numberText } from '../../sync/sheet/localized-text.ts';
import type { CompareCounts, CompareView } from '../api.ts';
import { invalidRequest, recordIn, wrongInput } from './input.ts';

/** A piece of a comparison, and what those before it have counted. */
interface ComparedPiece {
  readonly sheetName: string;
  readonly comparison: Comparison;
  readonly before: CompareCounts;
}

const noCounts: CompareCounts = { lastId: 0, compared: 0, contacts: 0, values: 0, unread: 0 };

export function compareView(
  { sheetName, comparison, before }: ComparedPiece,
  calendar: Calendar,
): CompareView {
  const { differences, unread, count, lastId, left } = comparison;
  const counted: CompareCounts = {
    lastId,
    compared: before.compared + count,
    contacts: before.contacts + new Set(differences.map(({ contact }) => contact)).size,
    values: before.values + differences.length,
    unread: before.unread + unread.length,
  };
  return {
    ...{ sheetName, moreContacts: left, counted },
    sentence: [
      countedText(counted, left, calendar),
      ...(counted.unread === 0
        ? []
        : [`Keap returned no values for ${countText(counted.unread, 'contact', calendar)}; see below.`]),
      ...leftOutTexts(comparison, calendar),
    ].join(' '),
    differences: differences.map((difference) => ({
      lines: difference.rowIndexes.map((rowIndex) => rowIndex + 1),
      contact: String(difference.contact),
      field: fieldLabel(difference.name),
      inSheet: difference.inSheet,
      inKeap: difference.inKeap,
      key: keyOfDifference(difference),
      canTake: !difference.isFormula,
    })),
    unread: unread.map(({ rowIndexes, contact, reason }) => {
      return { line: (rowIndexes[0] ?? 0) + 1, contact: String(contact), reason };
    }),
  };
}

/** What the browser has kept of the pieces before; nothing for the first piece. Throws `SettingsWrong` for anything else. */
export function compareCountsIn(input: unknown): CompareCounts {
  const { counted } = recordIn(input);
  if (counted === undefined) return noCounts;
  const record = recordIn(counted);
  const countOf = (name: keyof CompareCounts) => {
    const value = record[name];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw wrongInput(invalidRequest);
  };
  return {
    ...{ lastId: countOf('lastId'), compared: countOf('compared'), contacts: countOf('contacts') },
    ...{ values: countOf('values'), unread: countOf('unread') },
  };
}

function countedText(
  { compared, contacts, values, unread }: CompareCounts,
  left: number,
  calendar: Calendar,
): string {
  if (compared + left === 0) return 'No row of this sheet is in sync yet, so there is nothing to compare.';
  const same = compared - contacts - unread;
  const match = `${countText(same, 'contact', calendar)} ${same === 1 ? 'matches' : 'match'}`;
  if (values === 0) return `No differences: ${match}.`;
  return `${countText(values, 'value', calendar)} of ${countText(contacts, 'contact', calendar)} ${values === 1 ? 'differs' : 'differ'} in Keap; ${match}.`;
}

function leftOutTexts({ waiting, check }: Comparison, calendar: Calendar): string[] {
  const rows = (count: number, one: string, many: string) =>
    count === 1 ? `1 row ${one}` : `${numberText(count, calendar)} rows ${many}`;
  return [
    ...(waiting === 0
      ? []
      : [`Not compared: ${rows(waiting, 'has', 'have')} changes that haven't been sent yet.`]),
    ...(check === 0 ? [] : [`Not compared: ${rows(check, 'needs', 'need')} attention first.`]),
  ];
}
