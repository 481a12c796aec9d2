/** Reads a row: what it asks for, or what is wrong with it. */
import type { ContactChange, ContactId, FieldName, OptChange } from '../../keap/contacts/contact.ts';
import { contactField } from '../../keap/contacts/contact-fields.ts';
import { fieldProblem, unsendableProblem } from '../../keap/contacts/field-check.ts';
import type { Cell } from '../../platform/table.ts';
import type { CellText } from './cell-text.ts';
import type { Columns } from './columns.ts';

/** What a row of the sheet asks for. `rowIndex` counts from 0. */
export type Row =
  /** No id and nothing to send: not ours to speak of. */
  | { readonly kind: 'blank'; readonly rowIndex: number }
  /** An id and nothing to send. */
  | { readonly kind: 'idle'; readonly rowIndex: number }
  /** Needs the user's decision; `reason` is a sentence. */
  | { readonly kind: 'check'; readonly rowIndex: number; readonly reason: string }
  | { readonly kind: 'ready'; readonly rowIndex: number; readonly change: ContactChange };

/** The most that a reason for opting in or out may have; Keap documents no number, and a reason is a sentence. */
const maxReasonCharacters = 500;

export function readRow(cells: readonly Cell[], rowIndex: number, columns: Columns, cellText: CellText): Row {
  const at = (columnIndex: number | undefined) =>
    columnIndex === undefined ? '' : cellText.of(cells[columnIndex] ?? '');
  const idText = at(columns.id);
  const fields = new Map<FieldName, string>();
  for (const { name, columnIndex, blankClears } of columns.fields) {
    const text = at(columnIndex);
    if (text !== '' || blankClears === true) fields.set(name, text);
  }
  const reasonAt = (columnIndex: number | undefined) =>
    isUnticked(cells, columnIndex) ? '' : at(columnIndex);
  const optOut = reasonAt(columns.optOut);
  const optIn = reasonAt(columns.optIn);
  const sends = fields.size > 0 || optOut !== '' || optIn !== '';
  if (idText === '') {
    const holdsText = [...fields.values(), optOut, optIn].some((text) => text !== '');
    return holdsText
      ? { kind: 'check', rowIndex, reason: 'This row has no contact id. Fill it in.' }
      : { kind: 'blank', rowIndex };
  }
  const id = contactIdOf(idText);
  const reason = problemOf(id, idText, fields, optOut, optIn);
  if (id === undefined || reason !== undefined) return { kind: 'check', rowIndex, reason: reason ?? '' };
  if (!sends) return { kind: 'idle', rowIndex };
  const opt = optOf(optOut, optIn);
  return { kind: 'ready', rowIndex, change: opt === undefined ? { id, fields } : { id, fields, opt } };
}

/** A box that is not ticked asks for nothing, although its text is a word. */
function isUnticked(cells: readonly Cell[], columnIndex: number | undefined): boolean {
  return columnIndex !== undefined && cells[columnIndex] === false;
}

/** Reads a whole number from 1 to 2,147,483,647, typed as a number or as text; undefined for anything else. */
export function contactIdOf(text: string): ContactId | undefined {
  if (!/^0*[1-9]\d{0,9}$/.test(text)) return undefined;
  const id = Number(text);
  return id <= 2_147_483_647 ? (id as ContactId) : undefined;
}

function optOf(optOut: string, optIn: string): OptChange | undefined {
  if (optOut !== '') return { kind: 'opt-out', reason: optOut };
  return optIn === '' ? undefined : { kind: 'opt-in', reason: optIn };
}

function problemOf(
  id: ContactId | undefined,
  idText: string,
  fields: ReadonlyMap<FieldName, string>,
  optOut: string,
  optIn: string,
): string | undefined {
  if (isErrorCell(idText)) return errorCellReason('Contact ID', idText);
  if (id === undefined) {
    return `"${idText.slice(0, 40)}" is no contact id. An id is a whole number such as 1234; you find it in the address of the contact's page in Keap.`;
  }
  if (optOut !== '' && optIn !== '') {
    return 'This row has a reason to opt out and one to opt in. Delete one of them.';
  }
  for (const [name, text] of fields) {
    if (text === '') continue;
    const field = contactField(name);
    const problem = isErrorCell(text)
      ? errorCellReason(name, text)
      : field === undefined
        ? undefined
        : fieldProblem(field, text);
    if (problem !== undefined) return problem;
  }
  return reasonProblem('The opt-out reason', optOut) ?? reasonProblem('The opt-in reason', optIn);
}

function reasonProblem(name: string, text: string): string | undefined {
  if (isErrorCell(text)) return errorCellReason(name, text);
  if (Array.from(text).length > maxReasonCharacters) {
    return `${name} has more than ${maxReasonCharacters} characters. Shorten it.`;
  }
  if (isNo(text)) {
    return `${name} says "${text}". A reason there means that it is wanted: delete the word, or write the reason.`;
  }
  return unsendableProblem(name, text);
}

/** Typed, or come with an import: whoever writes this wants the opposite of what a reason brings about. */
function isNo(text: string): boolean {
  return /^(no|n|false|0|-)$/i.test(text);
}

/** What Sheets shows for a formula that failed; sent on, it would overwrite the contact's real value. */
function isErrorCell(text: string): boolean {
  return /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|ERROR!)$/.test(text);
}

function errorCellReason(name: string, text: string): string {
  return `${name} shows ${text}: the formula in this cell has failed. Correct it.`;
}
