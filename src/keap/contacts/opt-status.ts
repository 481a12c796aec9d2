/** Keap's opt statuses, as REST v2 and the table `EmailAddStatus` of XML-RPC name them, and what each allows. */
import type { Failed, OptState, Refused } from './outcome.ts';

/**
 * What a status means: the address receives marketing email; it may be opted in; its owner, or somebody on their behalf,
 * has opted it out; mail does not reach it; or Keap's name for the status is not known here.
 */
export type OptMeaning = 'opted-in' | 'open' | 'opted-out' | 'undeliverable' | 'unknown';

/** The status of one address. */
export interface OptStatus {
  readonly meaning: OptMeaning;
  /** In the words of Keap's screens, as far as its contract gives them. */
  readonly label: string;
}

/** From the contract of REST v2 (`RestEmailAddressStatus`); `EmailAddStatus` writes the same names without underscores. */
const statuses: Readonly<Record<string, OptStatus>> = {
  UNENGAGED_MARKETABLE: { meaning: 'open', label: 'Unengaged, marketable' },
  UNENGAGED_NON_MARKETABLE: { meaning: 'open', label: 'Unengaged, not marketable' },
  NON_MARKETABLE: { meaning: 'open', label: 'Not marketable' },
  SINGLE_OPT_IN: { meaning: 'opted-in', label: 'Single opt-in' },
  DOUBLE_OPT_IN: { meaning: 'opted-in', label: 'Double opt-in' },
  CONFIRMED: { meaning: 'opted-in', label: 'Confirmed' },
  MANUAL: { meaning: 'opted-out', label: 'Unsubscribed' },
  ADMIN: { meaning: 'opted-out', label: 'Opted out by an administrator' },
  SYSTEM: { meaning: 'opted-out', label: 'Opted out by Keap' },
  LIST_UNSUBSCRIBE: { meaning: 'opted-out', label: 'Unsubscribed' },
  FEEDBACK: { meaning: 'opted-out', label: 'Complained' },
  SPAM: { meaning: 'opted-out', label: 'Reported as spam' },
  BOUNCE: { meaning: 'undeliverable', label: 'Bounced' },
  HARD_BOUNCE: { meaning: 'undeliverable', label: 'Hard bounce' },
  INVALID: { meaning: 'undeliverable', label: 'Invalid address' },
  LOCKDOWN: { meaning: 'undeliverable', label: 'Locked' },
  DEACTIVATED: { meaning: 'undeliverable', label: 'Deactivated' },
};

const byLetters: ReadonlyMap<string, OptStatus> = new Map(
  Object.entries(statuses).map(([name, status]) => [lettersOf(name), status]),
);

/** Case, spaces and underscores differ between the APIs. */
function lettersOf(name: string): string {
  return name.replace(/[^a-z]/gi, '').toUpperCase();
}

/** The status with this name of either API; for any other name, one of which nothing is assumed. */
export function optStatusNamed(name: string): OptStatus {
  return byLetters.get(lettersOf(name)) ?? { meaning: 'unknown', label: name };
}

/** An address that Keap has never heard of: nobody can have opted it out. */
export const unknownAddress: OptStatus = { meaning: 'open', label: 'Not known to Keap' };

/** Why an address with this status is not opted in; undefined where it may be, or is already. */
export function optInRefusal({ meaning, label }: OptStatus): Refused | undefined {
  switch (meaning) {
    case 'opted-in':
    case 'open':
      return undefined;
    case 'opted-out':
      return {
        kind: 'refused',
        reason: 'This address has unsubscribed. Only the contact can opt in again, through a form or a link.',
      };
    case 'undeliverable':
      return {
        kind: 'refused',
        reason: `This address was not opted in, because its status in Keap is "${label}". Only the contact can opt in again, through a form or a link.`,
      };
    case 'unknown':
      return {
        kind: 'refused',
        reason:
          'This address was not opted in, because Keap does not say whether it has unsubscribed. Check its status in Keap.',
      };
  }
}

/** Why an address that Keap left with this status does not count as opted out. */
export function notOptedOut({ label }: OptStatus): Failed {
  return {
    kind: 'failed',
    reason: `Keap did not opt this address out; its status is "${label}". Opt it out in Keap, or clear the status here to try again.`,
  };
}

/** The status as both APIs report it. */
export function optStateOf(status: OptStatus): OptState {
  const state = { kind: 'known', mayBeMailed: status.meaning === 'opted-in', label: status.label } as const;
  const refusal = optInRefusal(status);
  return refusal === undefined ? state : { ...state, optInRefusal: refusal.reason };
}
