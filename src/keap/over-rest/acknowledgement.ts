/** Compares Keap's answer to a write with what was sent: a 200 alone does not prove that the values were stored. */
import type { FieldName, FieldValues } from '../contacts/contact.ts';
import { contactField } from '../contacts/contact-fields.ts';
import { normalText, typedValue } from '../contacts/custom-field-types.ts';
import { type Beside, isSameValue } from '../contacts/field-values.ts';
import { excerpt, notStored } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { ContactPatch } from './contact-patch.ts';
import { type ContactProperties, textAt } from './contact-text.ts';
import type { Contact } from './contract.ts';
import { type FieldPath, fieldsOfList, type ListProperty, notes, standardPath } from './field-paths.ts';

/** What the answer to a write says beyond its success. */
interface Acknowledgement {
  readonly failure?: Failed | undefined;
  readonly note?: string | undefined;
}

/** The fields that were sent, and where Keap has them. */
interface WrittenFields {
  readonly fields: FieldValues;
  readonly paths: ReadonlyMap<FieldName, FieldPath>;
}

/**
 * Compares the contact in Keap's answer with what was sent. A property that is missing from the answer counts as
 * acknowledged by its status; one that is there without the value does not.
 */
export function checkAcknowledgement(
  { fields, paths }: WrittenFields,
  patch: ContactPatch,
  answer: Contact,
): Acknowledgement {
  const notes: string[] = [];
  const beside = besideIn(answer);
  for (const [name, text] of fields) {
    const path = paths.get(name);
    if (path === undefined || !(path.property in answer)) continue;
    const stored = textAt(answer, path);
    if (isSameValue(name, stored, expectedText(path, text), beside)) continue;
    const isTaken = stored !== '' && text !== '' && !isOther(name, path, stored, text);
    if (!isTaken) return { failure: notStored(name, stored) };
    notes.push(`Keap stores ${name} as "${excerpt(stored)}".`);
  }
  if (isChangedBySomebodyElse(fields, patch, answer)) notes.push(changedBySomebodyElse);
  return { note: notes.length === 0 ? undefined : notes.join(' ') };
}

const changedBySomebodyElse =
  'Somebody else changed this contact at the same time. Check its addresses and phone numbers in Keap.';

/** Keap may format a phone number in its own way, but may change only the case of an email address. */
function isOther(name: FieldName, path: FieldPath, stored: string, sent: string): boolean {
  if (path.kind === 'record') return true;
  if (path.kind === 'custom') {
    return path.field.options.length > 0 || typedValue(path.field, sent)?.kind !== 'text';
  }
  // Old notes in the answer are not the new ones in another form.
  if (path.property === notes) return true;
  switch (contactField(name)?.kind) {
    case 'email':
      return stored.toLowerCase() !== sent.toLowerCase();
    case 'country':
    case 'region':
    case 'date':
      return true;
    default:
      return false;
  }
}

/** REST v2 keeps a day without its time. */
function expectedText(path: FieldPath, text: string): string {
  if (path.kind === 'custom' || path.kind === 'record') return normalText(path.field, text);
  return path.kind === 'date' ? text.slice(0, 'yyyy-mm-dd'.length) : text;
}

/** Looks at the other values of the lists that were sent back: they differ only if somebody has changed them since. */
function isChangedBySomebodyElse(fields: FieldValues, { body }: ContactPatch, answer: Contact): boolean {
  for (const property of lists) {
    if (!(property in body) || !(property in answer)) continue;
    const others = fieldsOfList(property).filter((name) => !fields.has(name));
    if (others.some((name) => differs(name, body, answer))) return true;
  }
  return false;
}

const lists: readonly ListProperty[] = ['email_addresses', 'phone_numbers', 'fax_numbers', 'addresses'];

function differs(name: FieldName, sent: ContactProperties, answer: Contact): boolean {
  const path = standardPath(name);
  if (path === undefined) return false;
  return !isSameValue(name, textAt(answer, path), textAt(sent, path), besideIn(answer));
}

function besideIn(answer: Contact): Beside {
  return {
    get(name) {
      const path = standardPath(name);
      return path === undefined ? undefined : textAt(answer, path);
    },
  };
}
