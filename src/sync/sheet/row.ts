/** Reads a row: what it asks for, or what is wrong with it. */
import type { ContactChange, ContactId, FieldName, OptChange } from '../../keap/contacts/contact.ts';
import { contactField } from '../../keap/contacts/contact-fields.ts';
import { fieldProblem, unsendableProblem } from '../../keap/contacts/field-check.ts';
import type { Cell } from '../../platform/table.ts';
import type { Columns } from './columns.ts';
import type { ContactRow } from './sheet-view.ts';

/** What a row asks for; `rowIndex` counts from 0. */
export type Row =
  /** No id and nothing to send: it gets no status. */
  | { readonly kind: 'blank'; readonly rowIndex: number }
  /** An id and nothing to send. */
  | { readonly kind: 'idle'; readonly rowIndex: number }
  /** Needs the user's decision; `reason` is a sentence. */
  | { readonly kind: 'check'; readonly rowIndex: number; readonly reason: string }
  | { readonly kind: 'ready'; readonly rowIndex: number; readonly change: ContactChange };

/** The maximum length of a reason for opting in or out; Keap documents none, and a reason is a sentence. */
const maxReasonCharacters = 500;

export function readRow(row: ContactRow, columns: Columns): Row {
  const { rowIndex, id } = row;
  const idText = row.text(columns.id);
  const fields = new Map<FieldName, string>();
  for (const { name, columnIndex, blankClears } of columns.fields) {
    const text = row.text(columnIndex);
    if (text !== '' || blankClears === true) fields.set(name, text);
  }
  const reasonAt = (columnIndex: number | undefined) =>
    isUnticked(row.cells, columnIndex) ? '' : row.text(columnIndex);
  const optOut = reasonAt(columns.optOut);
  const optIn = reasonAt(columns.optIn);
  const sends = fields.size > 0 || optOut !== '' || optIn !== '';
  if (idText === '') {
    const holdsText = [...fields.values(), optOut, optIn].some((text) => text !== '');
    return holdsText
      ? { kind: 'check', rowIndex, reason: 'This row has no contact id. Fill it in.' }
      : { kind: 'blank', rowIndex };
  }
  const reason = problemOf(id, idText, fields, optOut, optIn);
  if (id === undefined || reason !== undefined) return { kind: 'check', rowIndex, reason: reason ?? '' };
  if (!sends) return { kind: 'idle', rowIndex };
  const opt = optOf(optOut, optIn);
  return { kind: 'ready', rowIndex, change: opt === undefined ? { id, fields } : { id, fields, opt } };
}

/** A box that is not ticked asks for nothing, although its text is `No`. */
function isUnticked(cells: readonly Cell[], columnIndex: number | undefined): boolean {
  return columnIndex !== undefined && cells[columnIndex] === false;
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
    return `"${idText.slice(0, 40)}" is not a valid contact id. An id is a whole number such as 1234; you can find it in the URL of the contact's page in Keap.`;
  }
  if (optOut !== '' && optIn !== '') {
    return 'This row has both an opt-out reason and an opt-in reason. Delete one of them.';
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
    return `${name} is "${text}", but any text in this cell counts as a reason. Delete it, or enter the reason.`;
  }
  return unsendableProblem(name, text);
}

/** Typed or imported: whoever writes this wants the opposite of what a reason brings about. */
function isNo(text: string): boolean {
  return /^(no|n|false|0|-)$/i.test(text);
}

/** What Sheets shows for a formula that failed; if it were sent, it would overwrite the contact's real value. */
function isErrorCell(text: string): boolean {
  return /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|ERROR!)$/.test(text);
}

function errorCellReason(name: string, text: string): string {
  return `${name} shows ${text}: the formula in this cell failed. Fix the formula.`;
}
