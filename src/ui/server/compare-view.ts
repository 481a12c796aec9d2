/** Where Keap differs from the sheet, in words and tables for the dialog. */
import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import type { Calendar } from '../../platform/table.ts';
import { keyOfDifference } from '../../sync/compare/choices.ts';
import type { Comparison } from '../../sync/compare/comparison.ts';
import { countsText, leftOutTexts, noCounts, withPiece } from '../../sync/compare/counts.ts';
import { countText } from '../../sync/sheet/localized-text.ts';
import type { CompareCounts, CompareView } from '../api.ts';
import { invalidRequest, recordIn, wrongInput } from './input.ts';

/** A piece of a comparison, and what those before it have counted. */
interface ComparedPiece {
  readonly sheetName: string;
  readonly comparison: Comparison;
  readonly before: CompareCounts;
}

export function compareView(
  { sheetName, comparison, before }: ComparedPiece,
  calendar: Calendar,
): CompareView {
  const { differences, unread, left } = comparison;
  const counted: CompareCounts = withPiece(before, comparison);
  return {
    ...{ sheetName, moreContacts: left, counted },
    sentence: [
      countsText(counted, left, calendar),
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
