import type { ContactChange, FieldName } from '../contacts/contact.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { ContactPatch } from './contact-patch.ts';
import { type HeldContact, textAt } from './contact-text.ts';
import type { Contact } from './contract.ts';
import { type FieldPath, fieldsOfList, type ListProperty, standardPath } from './field-paths.ts';

/** What Keap's answer to a write says beyond that it has been made. */
export interface Acknowledged {
  readonly failure?: Failed | undefined;
  readonly note?: string | undefined;
}

interface Written {
  readonly change: ContactChange;
  readonly places: ReadonlyMap<FieldName, FieldPath>;
}

/**
 * Holds the contact that Keap answers with against what was sent. A property that the answer does not have is taken
 * as acknowledged by the answer's status; one that it has and that lacks the value is not.
 */
export function acknowledged(
  { change, places }: Written,
  patch: ContactPatch,
  answer: Contact,
): Acknowledged {
  const notes: string[] = [];
  for (const [name, text] of change.fields) {
    const place = places.get(name);
    if (place === undefined || !(place.property in answer)) continue;
    const now = textAt(answer, place);
    if (now === wantedAt(place, text)) continue;
    const isTaken = now !== '' && text !== '' && !isOtherAddress(place, now, text);
    if (!isTaken) return { failure: notTaken(name, now) };
    notes.push(`Keap writes ${name} as "${shortened(now)}".`);
  }
  if (isChangedBySomebodyElse(change, patch, answer)) notes.push(meanwhile);
  return { note: notes.length === 0 ? undefined : notes.join(' ') };
}

const meanwhile =
  'Somebody else changed this contact at the same moment: look at its addresses and phone numbers in Keap.';

function notTaken(name: FieldName, now: string): Failed {
  const still = now === '' ? 'empty' : `"${shortened(now)}"`;
  return {
    kind: 'failed',
    reason: `Keap took the row, but ${name} is ${still} there. Look at the contact in Keap, or clear the status to try again.`,
  };
}

/** Keap may write a phone number in its own way; an address of email it may only write in another case. */
function isOtherAddress({ property }: FieldPath, now: string, wanted: string): boolean {
  return property === 'email_addresses' && now.toLowerCase() !== wanted.toLowerCase();
}

/** REST v2 keeps a day without its time. */
function wantedAt({ kind }: FieldPath, text: string): string {
  return kind === 'date' ? text.slice(0, 'yyyy-mm-dd'.length) : text;
}

/** The other values of the lists that were sent back: they differ only if somebody wrote them since. */
function isChangedBySomebodyElse(
  { fields }: ContactChange,
  { body }: ContactPatch,
  answer: Contact,
): boolean {
  for (const property of lists) {
    if (!(property in body) || !(property in answer)) continue;
    const others = fieldsOfList(property).filter((name) => !fields.has(name));
    if (others.some((name) => differs(standardPath(name), body, answer))) return true;
  }
  return false;
}

const lists: readonly ListProperty[] = ['email_addresses', 'phone_numbers', 'fax_numbers', 'addresses'];

function differs(place: FieldPath | undefined, sent: HeldContact, answer: Contact): boolean {
  return place !== undefined && textAt(sent, place) !== textAt(answer, place);
}

function shortened(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : characters.join('');
}
