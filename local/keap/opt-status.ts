/** The opt statuses that Keap knows, with what each means to either API and who can cause it. */

/**
 * The marketing status of one email address. `opted-out-manually` is the person's own unsubscribe (Keap: MANUAL, "This
 * person has opted out of all email marketing"), `opted-out` an administrator's (ADMIN), `unsubscribed` the mail
 * client's List-Unsubscribe header; `unconfirmed` was never asked, which REST v2 calls UNENGAGED_MARKETABLE.
 */
export type OptStatus =
  | 'unconfirmed'
  | 'unengaged'
  | 'non-marketable'
  | 'single-opt-in'
  | 'double-opt-in'
  | 'confirmed'
  | 'opted-out'
  | 'opted-out-manually'
  | 'opted-out-by-keap'
  | 'unsubscribed'
  | 'complained'
  | 'spam'
  | 'soft-bounced'
  | 'bounced'
  | 'locked'
  | 'invalid'
  | 'deactivated';

interface OptMeaning {
  /** The word of REST v2 (enum of `RestEmailAddressStatus`). */
  readonly rest: string;
  /** What earlier SDKs of REST v2 have in the same enum: the labels of Keap's screens. */
  readonly label: string;
  /** `Type` in the table `EmailAddStatus` (enum `email_status` of REST v1; uses of the table by its users). */
  readonly type: string;
  /** What getOptStatus of XML-RPC says: 0 for everything that is neither single nor double opt-in. */
  readonly xmlRpc: 0 | 1 | 2;
  /** Whether Keap lets an API opt the address in (contract of REST v2, "Update an Email Address opt-in status"). */
  readonly canOptIn: boolean;
  /** Whether somebody's wish not to be mailed has led here. */
  readonly isOut: boolean;
}

const neutral = { xmlRpc: 0, canOptIn: true, isOut: false } as const;
const out = { xmlRpc: 0, canOptIn: false, isOut: true } as const;
const dead = { xmlRpc: 0, canOptIn: false, isOut: false } as const;

export const optMeanings: Readonly<Record<OptStatus, OptMeaning>> = {
  unconfirmed: {
    rest: 'UNENGAGED_MARKETABLE',
    label: 'Unengaged Marketable',
    type: 'UnengagedMarketable',
    ...neutral,
  },
  unengaged: {
    rest: 'UNENGAGED_NON_MARKETABLE',
    label: 'Unengaged NonMarketable',
    type: 'UnengagedNonMarketable',
    ...neutral,
  },
  'non-marketable': { rest: 'NON_MARKETABLE', label: 'Non-marketable', type: 'NonMarketable', ...neutral },
  'single-opt-in': { rest: 'SINGLE_OPT_IN', label: 'Unconfirmed', type: 'SingleOptIn', ...dead, xmlRpc: 1 },
  'double-opt-in': {
    rest: 'DOUBLE_OPT_IN',
    label: 'Confirmed (Legacy)',
    type: 'DoubleOptin',
    ...dead,
    xmlRpc: 2,
  },
  confirmed: { rest: 'CONFIRMED', label: 'Confirmed', type: 'Confirmed', ...dead, xmlRpc: 2 },
  'opted-out': { rest: 'ADMIN', label: 'Opt-Out: Admin', type: 'Admin', ...out },
  // The contract lets an API opt in from here, so that nothing at Keap protects a person who has unsubscribed.
  // probe: rest/opting
  'opted-out-manually': { rest: 'MANUAL', label: 'Opt-Out', type: 'Manual', ...out, canOptIn: true },
  'opted-out-by-keap': { rest: 'SYSTEM', label: 'Opt-Out: System', type: 'System', ...out },
  unsubscribed: { rest: 'LIST_UNSUBSCRIBE', label: 'List Unsubscribe', type: 'ListUnsubscribe', ...out },
  complained: { rest: 'FEEDBACK', label: 'Provided Feedback', type: 'Feedback', ...out },
  spam: { rest: 'SPAM', label: 'Reported Spam', type: 'Spam', ...out },
  'soft-bounced': { rest: 'BOUNCE', label: 'Soft Bounce', type: 'Bounce', ...dead },
  bounced: { rest: 'HARD_BOUNCE', label: 'Hard Bounce', type: 'HardBounce', ...dead },
  locked: { rest: 'LOCKDOWN', label: 'Lockdown', type: 'Lockdown', ...dead },
  invalid: { rest: 'INVALID', label: 'Invalid Email', type: 'Invalid', ...dead },
  deactivated: {
    rest: 'DEACTIVATED',
    label: 'Deactivated/Delinquent Mailbox',
    type: 'Deactivated',
    ...dead,
  },
};

export const optStatuses: readonly OptStatus[] = Object.keys(optMeanings).filter(isOptStatus);

function isOptStatus(text: string): text is OptStatus {
  return text in optMeanings;
}

export function isOptedOut(status: OptStatus): boolean {
  return optMeanings[status].isOut;
}

/** Who changed a status: the person, somebody who works in Keap, Keap itself, a program, or a test that set it. */
export type OptCause = 'person' | 'staff' | 'keap' | 'api' | 'test';

/** What happens to an address without an API, and the status that it leaves. */
export const optEvents = {
  /** The person clicks "unsubscribe" at the end of an email. */
  'unsubscribe-link': { cause: 'person', to: 'opted-out-manually' },
  /** The person's mail client unsubscribes by the List-Unsubscribe header. */
  'mail-client': { cause: 'person', to: 'unsubscribed' },
  /** The person complains to the mail provider, which tells Keap by its feedback loop. */
  complaint: { cause: 'person', to: 'complained' },
  'spam-report': { cause: 'person', to: 'spam' },
  /** The person signs up by a form. */
  'sign-up': { cause: 'person', to: 'single-opt-in' },
  /** The person clicks the confirmation link. */
  confirmation: { cause: 'person', to: 'double-opt-in' },
  'staff-opt-out': { cause: 'staff', to: 'opted-out' },
  'keap-opt-out': { cause: 'keap', to: 'opted-out-by-keap' },
  'soft-bounce': { cause: 'keap', to: 'soft-bounced' },
  'hard-bounce': { cause: 'keap', to: 'bounced' },
  /** The person has not reacted for months. */
  disengagement: { cause: 'keap', to: 'unengaged' },
} as const satisfies Readonly<Record<string, { readonly cause: OptCause; readonly to: OptStatus }>>;

export type OptEvent = keyof typeof optEvents;
