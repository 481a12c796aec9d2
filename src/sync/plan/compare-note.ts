/** What a row says where Keap had other values than it, when they were compared last. */
import type { FieldName } from '../../keap/contacts/contact.ts';
import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import { keptNote } from './new-address.ts';

const separator = ', ';
const form = /Keap has another value in (.+?) since this row was synced\. .*?menu to see it\./;

/** The sentence about these fields; empty for none. */
export function compareNote(fields: readonly FieldName[]): string {
  return noteOf(fields.map(fieldLabel));
}

function noteOf(labels: readonly string[]): string {
  if (labels.length === 0) return '';
  return `Keap has another value in ${labels.join(separator)} since this row was synced. Choose "Compare with Keap…" from the menu to see it.`;
}

/** The sentence in a message; empty where there is none. With fields that it is not about any more, without those. */
export function compareNoteIn(message: string, without: Iterable<FieldName> = []): string {
  const gone = new Set([...without].map(fieldLabel));
  return noteOf(labelsIn(message).filter((label) => !gone.has(label)));
}

/** The sentence in a message, about these fields, too. */
export function compareNoteWith(message: string, fields: readonly FieldName[]): string {
  return noteOf([...new Set([...labelsIn(message), ...fields.map(fieldLabel)])]);
}

function labelsIn(message: string): string[] {
  return form.exec(message)?.[1]?.split(separator) ?? [];
}

/** What an unchanged row goes on saying: its notes are as true as before, and any other message is over. */
export function keptNotes(message: string): string {
  return joined([keptNote(message), compareNoteIn(message)]);
}

/** A message with this sentence in place of the one it has; an empty one takes that out. */
export function withCompareNote(message: string, note: string): string {
  return joined([message.replace(form, '').trim(), note]);
}

function joined(notes: readonly string[]): string {
  return notes.filter((note) => note !== '').join(' ');
}
