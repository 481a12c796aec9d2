/** Everything that can be said about one contact's call, so that both APIs say the same. */
import type { FieldName, OptChange } from './contact.ts';
import type { Failed } from './outcome.ts';

/** What can be wrong with one contact's call, whichever API was called. */
export type Refusal =
  | 'passing'
  | 'error'
  | 'no-contact'
  | 'unloadable'
  | 'no-table'
  | 'no-field-access'
  | 'no-field'
  | 'bad-value'
  | 'no-access'
  | 'other';

const messages: Readonly<Record<Refusal, string>> = {
  passing: 'Keap refused this for a temporary reason. The next sync sends this row again.',
  error: 'Keap had an internal error with this contact. The next sync sends this row again.',
  'no-contact': 'Keap has no contact with this id. Check the id, or delete the row.',
  unloadable: 'Keap could not load this contact. Check the id.',
  'no-table': 'Your Keap user does not have permission to change contacts. Ask your Keap administrator.',
  'no-field-access':
    'Your Keap user does not have permission to change one of these fields. Ask your Keap administrator.',
  'no-field':
    'Keap does not have this field. Check the headers of your columns; a custom field begins with _.',
  'bad-value': 'Keap does not accept one of these values. Check the row.',
  'no-access': 'Your Keap user does not have permission for this. Ask your Keap administrator.',
  other: 'Keap did not accept this row.',
};

/** What is wrong and what to do, followed by Keap's own message. */
export function refused(refusal: Refusal, keapMessage: string): Failed {
  const reason = `${messages[refusal]} (Keap: ${excerpt(keapMessage.trim(), 200)})`;
  return refusal === 'no-contact' ? { kind: 'failed', reason, isMissing: true } : { kind: 'failed', reason };
}

/** The text on one line, cut to this many characters: enough to recognize it. */
export function excerpt(text: string, maxCharacters = 60): string {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  if (characters.length <= maxCharacters) return characters.join('');
  return `${characters.slice(0, maxCharacters - 1).join('')}…`;
}

/** Other contacts were answered, and this one was not. */
export function unanswered(why: string): Failed {
  return {
    kind: 'failed',
    reason: `Keap did not answer for this contact (${why}). The next sync sends this row again.`,
    isUnanswered: true,
  };
}

export const noAnswer: Failed = unanswered('no answer');

/** Half an emoji, for instance, which neither XML-RPC nor a URL can carry. */
export const unsendable: Failed = {
  kind: 'failed',
  reason:
    'A value of this contact contains a character that cannot be sent to Keap. Enter the value again, in this row or in Keap.',
};

export const wrongContact: Failed = {
  kind: 'failed',
  reason: 'Keap answered for another contact. The next sync sends this row again.',
};

/** Keap has another value, or one that was to be emptied. */
export function notStored(name: FieldName, stored: string): Failed {
  const value = stored === '' ? 'empty' : `"${excerpt(stored)}"`;
  return {
    kind: 'failed',
    reason: `Keap accepted the row, but ${name} is ${value} in Keap. Check the contact there, or clear the status here to try again.`,
  };
}

/** Neither the row nor Keap has an address whose status could be changed. */
export function noAddress({ kind }: OptChange): Failed {
  const action = kind === 'opt-in' ? 'opt in' : 'opt out';
  return {
    kind: 'failed',
    reason: `This contact has no email address to ${action}. Fill in its Email cell.`,
  };
}

/** The opt-in belongs to the address that the row names, which the contact did not get. */
export const emailNotChanged: Failed = {
  kind: 'failed',
  reason: 'Nobody was opted in, because the email address was not changed.',
};

/** The new address is settled, and the one before it could not be read. */
export function oldAddressUnknown({ reason, ...failed }: Failed): Failed {
  return {
    ...failed,
    reason: `${reason} The new address was opted out, but the previous one could not be read.`,
  };
}

/** The note of an opt-out or opt-in that was not needed. */
export function alreadyDone({ kind }: Pick<OptChange, 'kind'>): string {
  return kind === 'opt-in' ? 'Already opted in.' : 'Already opted out.';
}
