/** Reads a row: what it asks for, or what is wrong with it. */

import { addressText } from '../../keap/contacts/address-text.ts';
import type { ContactChange, ContactId, FieldName, OptChange } from '../../keap/contacts/contact.ts';
import { contactField } from '../../keap/contacts/contact-fields.ts';
import { fieldProblem, unsendableProblem } from '../../keap/contacts/field-check.ts';
import { addressKey } from '../../keap/contacts/sought-addresses.ts';
import type { Columns } from './columns.ts';
import { errorCellProblem } from './error-cell.ts';
import { flagWish, type OptWish, reasonWish } from './opt-cells.ts';
import type { ContactRow } from './sheet-view.ts';
import { readTags, type TagWish } from './tag-cells.ts';
import { isTotalsRow } from './totals-row.ts';

/** What the cells of a row hold beside the values that are taken from them. */
export interface CellForms {
  /** Fields whose cells hold numbers: Sheets drops leading zeros and a leading + from what is typed. */
  readonly numbers: ReadonlySet<FieldName>;
  /** The whole texts of cells from which only an address is taken, by field. */
  readonly typed: ReadonlyMap<FieldName, string>;
}

/** What a row asks for; `rowIndex` counts from 0. */
export type Row =
  /** No id and nothing to send: it gets no status. */
  | { readonly kind: 'blank'; readonly rowIndex: number }
  /** An id and nothing to send. */
  | { readonly kind: 'idle'; readonly rowIndex: number }
  /** Gets its contact id in a later execution of the run. */
  | { readonly kind: 'waiting'; readonly rowIndex: number }
  /** Needs the user's decision; `reason` is a sentence. */
  | { readonly kind: 'check'; readonly rowIndex: number; readonly reason: string }
  | {
      readonly kind: 'ready';
      readonly rowIndex: number;
      readonly change: ContactChange;
      readonly forms: CellForms;
      /** Why a value cannot be sent, by field; a value that Keap already has needs no sending. */
      readonly problems: ReadonlyMap<FieldName, string>;
    };

/** The maximum length of a reason for opting in or out; Keap documents none, and a reason is a sentence. */
const maxReasonCharacters = 500;

export function readRow(row: ContactRow, columns: Columns): Row {
  const { rowIndex, id } = row;
  // A valid id needs no look at how the sheet shows it, which takes another reading.
  const idText = id === undefined ? row.text(columns.id) : String(id);
  if (isTotalsRow(row, columns)) return { kind: 'blank', rowIndex };
  const { fields, forms, rounded } = readFields(row, columns);
  const optOut = readOptOut(row, columns);
  const optIn = readOptIn(row, columns);
  const tagWish = readTags(row, columns);
  const wishes = [optOut, optIn, tagWish].some(({ kind }) => kind !== 'none');
  if (idText === '') {
    const holdsText = wishes || [...fields.values()].some((text) => text !== '');
    return holdsText ? rowWithoutId(row, fields) : { kind: 'blank', rowIndex };
  }
  const reason = problemOf(id, idText, fields, optOut, optIn) ?? tagProblem(tagWish);
  if (id === undefined || reason !== undefined) return { kind: 'check', rowIndex, reason: reason ?? '' };
  if (fields.size === 0 && !wishes) return { kind: 'idle', rowIndex };
  const opt = optOf(optOut, optIn);
  const change = {
    ...{ id, fields },
    ...(opt === undefined ? {} : { opt }),
    ...(tagWish.kind === 'wish' ? { tags: tagWish.tags } : {}),
  };
  return {
    kind: 'ready',
    rowIndex,
    change,
    forms,
    problems: new Map([...rounded, ...fieldProblems(fields, row.today)]),
  };
}

function rowWithoutId({ rowIndex, withoutId }: ContactRow, fields: RowFields['fields']): Row {
  const known = withoutId?.get(addressKey(fields.get('Email') ?? ''));
  if (known?.kind === 'waiting') return { kind: 'waiting', rowIndex };
  return { kind: 'check', rowIndex, reason: known?.reason ?? 'This row has no contact id. Fill it in.' };
}

interface RowFields {
  readonly fields: ReadonlyMap<FieldName, string>;
  readonly forms: CellForms;
  /** Why a number is not what somebody has typed, by field. */
  readonly rounded: ReadonlyMap<FieldName, string>;
}

function readFields(row: ContactRow, { fields: columns }: Columns): RowFields {
  const fields = new Map<FieldName, string>();
  const numbers = new Set<FieldName>();
  const typed = new Map<FieldName, string>();
  const rounded = new Map<FieldName, string>();
  for (const { name, columnIndex, blankClears } of columns) {
    const text = row.text(columnIndex);
    if (text === '' && blankClears !== true) continue;
    const value = contactField(name)?.kind === 'email' ? addressText(text) : text;
    fields.set(name, value);
    if (value !== text) typed.set(name, text);
    const cell = row.cells[columnIndex];
    if (typeof cell !== 'number') continue;
    numbers.add(name);
    if (Math.abs(cell) >= roundedFrom) rounded.set(name, roundedProblem(name));
  }
  return { fields, forms: { numbers, typed }, rounded };
}

/** Sheets keeps 15 digits of a number, and puts zeros in place of the others (Docs Editors Help, "Number formats"). */
const roundedFrom = 1e15;

function roundedProblem(name: FieldName): string {
  return `${name} has more than 15 digits, and Sheets keeps only the first 15 of a number. Format the cell as plain text, and enter the value again.`;
}

/** A reason in words counts more than a ticked box; what is unclear in either is asked about. */
function readOptOut(row: ContactRow, columns: Columns): OptWish {
  const wishes = optOutColumns(columns).map((columnIndex) => optOutIn(row, columns, columnIndex));
  const find = (kind: OptWish['kind']) => wishes.find((wish) => wish.kind === kind);
  return find('check') ?? find('wish') ?? { kind: 'none' };
}

/** The columns that opt out: the one of reasons first, then those that are ticked. */
export function optOutColumns({ optOut, optOutFlags }: Columns): number[] {
  const reasons = optOut === undefined || optOutFlags.includes(optOut) ? [] : [optOut];
  return [...reasons, ...optOutFlags];
}

/** What one of these columns says in a row. */
export function optOutIn(row: ContactRow, columns: Columns, columnIndex: number): OptWish {
  const cell = optCellAt(row, columns, columnIndex);
  return columns.optOutFlags.includes(columnIndex)
    ? flagWish(cell)
    : reasonWish(cell, 'The opt-out reason', 'opt-out');
}

function readOptIn(row: ContactRow, columns: Columns): OptWish {
  return columns.optIn === undefined
    ? { kind: 'none' }
    : reasonWish(optCellAt(row, columns, columns.optIn), 'The opt-in reason', 'opt-in');
}

function optCellAt(row: ContactRow, { headers }: Columns, columnIndex: number) {
  return {
    cell: row.cells[columnIndex] ?? '',
    text: row.text(columnIndex),
    header: headers[columnIndex] ?? '',
  };
}

function optOf(optOut: OptWish, optIn: OptWish): OptChange | undefined {
  if (optOut.kind === 'wish') return { kind: 'opt-out', reason: optOut.reason };
  return optIn.kind === 'wish' ? { kind: 'opt-in', reason: optIn.reason } : undefined;
}

/** What holds the whole row back, whatever Keap has. */
function problemOf(
  id: ContactId | undefined,
  idText: string,
  fields: ReadonlyMap<FieldName, string>,
  optOut: OptWish,
  optIn: OptWish,
): string | undefined {
  const idError = errorCellProblem('Contact ID', idText);
  if (idError !== undefined) return idError;
  if (id === undefined) {
    return `"${idText.slice(0, 40)}" is not a valid contact id. An id is a whole number such as 1234; you can find it in the URL of the contact's page in Keap.`;
  }
  if (optOut.kind !== 'none' && optIn.kind !== 'none') {
    return 'This row has both an opt-out reason and an opt-in reason. Delete one of them.';
  }
  for (const [name, text] of fields) {
    const error = errorCellProblem(name, text);
    if (error !== undefined) return error;
  }
  return wishProblem('The opt-out reason', optOut) ?? wishProblem('The opt-in reason', optIn);
}

function tagProblem(wish: TagWish): string | undefined {
  return wish.kind === 'check' ? wish.problem : undefined;
}

function wishProblem(name: string, wish: OptWish): string | undefined {
  if (wish.kind === 'check') return wish.problem;
  if (wish.kind === 'none') return undefined;
  if (Array.from(wish.reason).length > maxReasonCharacters) {
    return `${name} has more than ${maxReasonCharacters} characters. Shorten it.`;
  }
  return unsendableProblem(name, wish.reason);
}

function fieldProblems(
  fields: ReadonlyMap<FieldName, string>,
  today: string | undefined,
): Map<FieldName, string> {
  const problems = new Map<FieldName, string>();
  for (const [name, text] of fields) {
    const field = contactField(name);
    const problem = field === undefined || text === '' ? undefined : fieldProblem(field, text, today);
    if (problem !== undefined) problems.set(name, problem);
  }
  return problems;
}
