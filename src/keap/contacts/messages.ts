import type { OptChange } from './contact.ts';
import type { Failed } from './outcome.ts';

/** What can be wrong with one contact's call, whichever API was asked. */
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
  passing: 'Keap refused the call for a passing reason of its own. The next sync sends this row again.',
  error: 'Keap met an error of its own with this contact. The next sync sends this row again.',
  'no-contact': 'Keap has no contact with this id. Check the id, or delete the row.',
  unloadable: 'Keap could not load this contact. Check the id.',
  'no-table': 'Your Keap user may not change contacts. Ask the administrator of your Keap account.',
  'no-field-access':
    'Your Keap user may not change one of these fields. Ask the administrator of your Keap account.',
  'no-field': 'Keap has no such field. Check the headers of your columns; a custom field begins with _.',
  'bad-value': 'Keap does not take one of these values. Check the row.',
  'no-access': 'Your Keap user may not do this. Ask the administrator of your Keap account.',
  other: 'Keap did not accept this row.',
};

/** What is wrong and what to do, with Keap's own words behind it. */
export function refused(refusal: Refusal, keapsWords: string): Failed {
  return { kind: 'failed', reason: `${messages[refusal]} (Keap: ${shortened(keapsWords)})` };
}

/** Keap's words may be long or hold line ends; one line of at most 200 characters is enough to recognise them. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${Array.from(line).slice(0, 199).join('')}…` : line;
}

/** Others were answered, and this contact was not. */
export function unanswered(why: string): Failed {
  return {
    kind: 'failed',
    reason: `Keap did not answer for this contact (${why}). The next sync sends this row again.`,
    isUnanswered: true,
  };
}

/** No answer came for this contact, and nothing says why. */
export const notAnswered: Failed = {
  kind: 'failed',
  reason: 'Keap did not answer for this contact.',
  isUnanswered: true,
};

export const otherContact: Failed = {
  kind: 'failed',
  reason: 'Keap answered for another contact. The next sync sends this row again.',
};

/** Neither the row nor Keap has an address whose status could be changed. */
export function noAddress({ kind }: OptChange): Failed {
  const deed = kind === 'opt-in' ? 'opt in' : 'opt out';
  return { kind: 'failed', reason: `This contact has no email address to ${deed}. Fill in its Email cell.` };
}

export const optInRefused: Failed = {
  kind: 'failed',
  reason:
    'Keap does not opt this address in: it has opted out or bounced. Only the contact can opt in again, by a form or a link.',
};

export const optOutRefused: Failed = {
  kind: 'failed',
  reason:
    'Keap did not opt this address out and still counts it as opted in. Opt it out in Keap, or clear the status to try again.',
};

/** The note of an opt-out or opt-in that found its work done. */
export function alreadySo({ kind }: OptChange): string {
  return kind === 'opt-in' ? 'Was opted in already.' : 'Was opted out already.';
}
