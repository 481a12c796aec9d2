/** What the user has chosen for each column, as it is stored. */
import type { FieldName } from '../../keap/contacts/contact.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadSplitRecord, saveSplitRecord } from '../../split-record.ts';
import { type ColumnKindText, columnKindFrom } from './column-kinds.ts';

/** What the user has chosen for a column, which is known by its header wherever it is moved. */
export interface ColumnChoice {
  readonly header: string;
  /** Undefined where the header itself says it. */
  readonly meaning?: ColumnKindText | undefined;
  /** Whether an empty cell empties the field in Keap. */
  readonly blankClears: boolean;
}

export type ColumnChoices = readonly ColumnChoice[];

/** The choices for one sheet; undefined where none are stored. What is damaged is as if it had never been chosen. */
export function loadChoices(properties: Properties, sheetId: number): ColumnChoices | undefined {
  if (properties.get(keyOf(sheetId)) === null) return undefined;
  const { columns } = loadSplitRecord(properties, keyOf(sheetId));
  if (!Array.isArray(columns)) return [];
  return columns.flatMap((one: unknown): ColumnChoice[] => {
    if (typeof one !== 'object' || one === null) return [];
    const { header, meaning, blankClears } = one as Record<string, unknown>;
    if (typeof header !== 'string') return [];
    const isKnown = typeof meaning === 'string' && columnKindFrom(meaning) !== undefined;
    return [{ header, meaning: isKnown ? meaning : undefined, blankClears: blankClears === true }];
  });
}

/** Whether the stored choices come from another sheet, of which this one is a copy. */
export function areCopied(properties: Properties, sheetId: number): boolean {
  return loadSplitRecord(properties, keyOf(sheetId)).isCopied === true;
}

/** The sheets for which choices are stored, even those that have been deleted. */
export function sheetsWithChoices(properties: Properties): number[] {
  return properties.keys().flatMap((key) => {
    const digits = /^columns\/(\d+)$/.exec(key)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
}

/**
 * `isCopied` where they come from another sheet. An execution that is killed here leaves the earlier choices; throws where
 * the headers are too long for the store.
 */
export function saveChoices(
  properties: Properties,
  sheetId: number,
  columns: ColumnChoices,
  isCopied = false,
): void {
  saveSplitRecord(properties, keyOf(sheetId), 1, isCopied ? { columns, isCopied } : { columns });
}

function keyOf(sheetId: number): string {
  return `columns/${sheetId}`;
}

/** The choice for each column, in order: of two columns with one header, the first choice is the first one's. */
export function choicesInOrder(
  headers: readonly string[],
  choices: ColumnChoices,
): (ColumnChoice | undefined)[] {
  const left = [...choices];
  return headers.map((header) => {
    const index = header === '' ? -1 : left.findIndex((choice) => choice.header === header);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  });
}

/** A column that holds a field; indexes count from 0. */
export interface FieldColumn {
  readonly name: FieldName;
  readonly columnIndex: number;
  /** Set where an empty cell empties the field. */
  readonly blankClears?: true;
}
