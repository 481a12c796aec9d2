/** Finds the header row and the columns of a sheet. */
import { SettingsWrong } from '../../errors.ts';
import { trimInvisible } from '../../keap/contacts/invisible-characters.ts';
import type { Cell, Grid } from '../../platform/table.ts';
import { type ColumnChoices, choicesInOrder, type FieldColumn } from './column-choices.ts';
import { type ColumnKind, columnKindFrom, columnKindOf } from './column-kinds.ts';
import { fieldBeside } from './header-names.ts';
import { type ManagedName, managedNames } from './managed-columns.ts';

/** Where everything is in the sheet; all indexes count from 0. */
export interface Columns {
  readonly headerRowIndex: number;
  readonly id: number;
  /** In the order of the sheet. */
  readonly fields: readonly FieldColumn[];
  /** The column of reasons; without one, the first of `optOutFlags`. */
  readonly optOut: number | undefined;
  readonly optIn: number | undefined;
  /** The column of tags to apply. */
  readonly tags: number | undefined;
  readonly removeTags: number | undefined;
  /** Columns of yes and no, such as "Do Not Email"; they are read together with the opt-out reason. */
  readonly optOutFlags: readonly number[];
  /** Filled in from Keap, never sent. */
  readonly optStatus: number | undefined;
  /** A managed column is missing until the first run adds it. */
  readonly managed: Readonly<Partial<Record<ManagedName, number>>>;
  /** By column; an empty text where there is none. */
  readonly headers: readonly string[];
  /** Headers that are not recognised, as they are written. */
  readonly ignored: readonly string[];
}

/** A column with a header, and what it means. */
export interface HeaderColumn {
  readonly columnIndex: number;
  /** Trimmed. */
  readonly header: string;
  readonly meaning: ColumnKind;
  /** Whether the user has said so, or the header itself. */
  readonly isChosen: boolean;
  readonly blankClears: boolean;
}

export interface Headers {
  readonly headerRowIndex: number;
  /** In the order of the sheet; those without a header are left out. */
  readonly columns: readonly HeaderColumn[];
}

/** A header of contact ids in one of the first rows is the header row. */
const firstRows = 10;
/** Below them, a row counts only with another column that is recognised: it might be a row of data. */
const rowsSearched = 200;

/**
 * Finds the columns by their headers and by what the user has chosen for them, in any order. Throws
 * `SettingsWrong` for an empty sheet, for a sheet without contact ids or without anything to send, and for two
 * columns of one meaning.
 */
export function findColumns(grid: Grid, sheetName: string, choices: ColumnChoices = []): Columns {
  const { headerRowIndex, columns } = findHeaders(grid, sheetName, choices);
  const found = new Map<string, HeaderColumn>();
  const fields: FieldColumn[] = [];
  const optOutFlags: number[] = [];
  for (const column of columns) {
    const { meaning, columnIndex, blankClears } = column;
    if (meaning.kind === 'ignored') continue;
    if (meaning.kind === 'opt-out-flag') {
      optOutFlags.push(columnIndex);
      continue;
    }
    const key = keyOf(meaning);
    refuseDuplicates(found.get(key), column, sheetName);
    found.set(key, column);
    if (meaning.kind === 'field') {
      fields.push({ name: meaning.name, columnIndex, ...(blankClears ? { blankClears } : {}) });
    }
  }
  const result: Columns = {
    headerRowIndex,
    id: found.get('id')?.columnIndex ?? 0,
    fields,
    optOut: found.get('opt-out')?.columnIndex ?? optOutFlags[0],
    optIn: found.get('opt-in')?.columnIndex,
    tags: found.get('tags')?.columnIndex,
    removeTags: found.get('remove-tags')?.columnIndex,
    optOutFlags,
    optStatus: found.get('opt-status')?.columnIndex,
    managed: managedIn(found),
    headers: (grid.cells[headerRowIndex] ?? []).map((cell) => trimInvisible(String(cell))),
    ignored: columns.filter(({ meaning }) => meaning.kind === 'ignored').map(({ header }) => header),
  };
  refuseNothingToSend(result, sheetName);
  return result;
}

/**
 * The header row and what each of its columns means. What the user has chosen overrides what a header says: a header of the same meaning is then ignored. Throws `SettingsWrong` where no row is a header.
 */
export function findHeaders(grid: Grid, sheetName: string, choices: ColumnChoices = []): Headers {
  refuseEmpty(grid, sheetName);
  for (const [headerRowIndex, row] of grid.cells.slice(0, rowsSearched).entries()) {
    const columns = headerColumns(row, choices);
    const known = columns.filter(({ meaning }) => meaning.kind !== 'ignored' && meaning.kind !== 'managed');
    const hasIds = known.some(({ meaning }) => meaning.kind === 'id');
    if (hasIds && (headerRowIndex < firstRows || known.length > 1)) return { headerRowIndex, columns };
  }
  throw new SettingsWrong(
    'The sheet has no column of contact ids',
    `The sheet "${sheetName}" has no column of contact ids in its first ${rowsSearched} rows. Name the column that holds them "Contact ID" in the header row.`,
  );
}

function headerColumns(row: readonly Cell[], choices: ColumnChoices): HeaderColumn[] {
  const headers = row.map((cell) => trimInvisible(String(cell)));
  const chosen = choicesInOrder(headers, choices);
  const meanings = chosen.map((choice) =>
    choice?.meaning === undefined ? undefined : columnKindFrom(choice.meaning),
  );
  const taken = new Set(meanings.flatMap((meaning) => (meaning === undefined ? [] : [keyOf(meaning)])));
  return headers.flatMap((header, columnIndex): HeaderColumn[] => {
    if (header === '') return [];
    const own = kindBeside(header, headers);
    const unlessTaken: ColumnKind = taken.has(keyOf(own)) ? { kind: 'ignored' } : own;
    const chosenKind =
      own.kind === 'opt-out-flag' && isOptOut(meanings[columnIndex]) ? own : meanings[columnIndex];
    const meaning = own.kind === 'managed' ? own : (chosenKind ?? unlessTaken);
    const isChosen = own.kind !== 'managed' && meanings[columnIndex] !== undefined;
    const blankClears = meaning.kind === 'field' && chosen[columnIndex]?.blankClears === true;
    return [{ columnIndex, header, meaning, isChosen, blankClears }];
  });
}

/** What a header means in its row: a name that is a first name or a full one, depending on what is beside it. */
function kindBeside(header: string, headers: readonly string[]): ColumnKind {
  const own = columnKindOf(header);
  const name = own.kind === 'ignored' ? fieldBeside(header, headers) : undefined;
  if (name === undefined) return own;
  const field: ColumnKind = { kind: 'field', name };
  const isTaken = headers.some((other) => keyOf(columnKindOf(other)) === keyOf(field));
  return isTaken ? own : field;
}

function isOptOut(meaning: ColumnKind | undefined): boolean {
  return meaning?.kind === 'opt-out';
}

/** Two columns must not have equal keys. */
function keyOf(meaning: ColumnKind): string {
  return 'name' in meaning ? `${meaning.kind} ${meaning.name}` : meaning.kind;
}

function managedIn(found: ReadonlyMap<string, HeaderColumn>): Partial<Record<ManagedName, number>> {
  return Object.fromEntries(
    managedNames.flatMap((name) => {
      const column = found.get(keyOf({ kind: 'managed', name }));
      return column === undefined ? [] : [[name, column.columnIndex]];
    }),
  );
}

function refuseEmpty(grid: Grid, sheetName: string): void {
  if (grid.cells.some((row) => row.some((cell) => cell !== ''))) return;
  throw new SettingsWrong(
    'The sheet is empty',
    `The sheet "${sheetName}" is empty. Add a header row with the columns "Contact ID" and, for example, "Email", and below it a row for each contact.`,
  );
}

function refuseDuplicates(earlier: HeaderColumn | undefined, column: HeaderColumn, sheetName: string): void {
  if (earlier === undefined) return;
  const named = ({ header, columnIndex }: HeaderColumn) =>
    `"${header}" in column ${columnLetter(columnIndex)}`;
  throw new SettingsWrong(
    'Two columns have one meaning',
    `In the sheet "${sheetName}", ${named(earlier)} and ${named(column)} have the same meaning. Rename or delete one of them, or choose in the sidebar what each one is.`,
  );
}

function refuseNothingToSend(columns: Columns, sheetName: string): void {
  const { fields, optOut, optIn, tags, removeTags } = columns;
  const sends = fields.length > 0 || [optOut, optIn, tags, removeTags].some((one) => one !== undefined);
  if (sends) return;
  throw new SettingsWrong(
    'The sheet has no column to send',
    `The sheet "${sheetName}" has contact ids but nothing to send. Add a column such as "Email" or "Opt-out reason".`,
  );
}

/** `A` for 0, `AA` for 26: the column's name as the user sees it. */
export function columnLetter(columnIndex: number): string {
  const rest = Math.floor(columnIndex / 26) - 1;
  const letter = String.fromCharCode(65 + (columnIndex % 26));
  return rest < 0 ? letter : columnLetter(rest) + letter;
}
