import type { AccessState } from '../../keap/auth/access.ts';
import type { ConnectionState } from '../../oauth/connection-state.ts';
import type { Calendar } from '../../platform/table.ts';
import { momentText } from '../../sync/sheet/localized-text.ts';
import type { ConnectionView, DetailView } from '../api.ts';

/** What the sidebar says of the connection, beside its state. */
export interface ConnectionFacts {
  readonly state: AccessState;
  readonly otherAccount: string | undefined;
  /** The account that the document belongs to; empty for none. */
  readonly documentAccount: string;
  /** The account of a connection that is good, where the document belongs to another one. */
  readonly foreignAccount: string | undefined;
  /** Whether the daily sync runs with the connection of another person. */
  readonly isSomebodyElses: boolean;
  /** In milliseconds since 1970. */
  readonly disconnectedAtMs: number | undefined;
  readonly isConsenting: boolean;
  /** IANA name. */
  readonly calendar: Calendar;
}

type ConnectionText = Pick<ConnectionView, 'kind' | 'sentence' | 'nextStep'>;
type KeyState = Exclude<AccessState, { credential: 'oauth' }>;

/** The connection in words: a sentence with its time, and the one thing to do next. */
export function connectionView(facts: ConnectionFacts): ConnectionView {
  const { state, isConsenting } = facts;
  const at = (ms: number) => momentText(ms, facts.calendar);
  const words =
    state.credential === 'oauth'
      ? oauthText(state.connection, facts.disconnectedAtMs, at)
      : keyText(state, at);
  return {
    ...(decisionText(facts) ?? words),
    credential: state.credential,
    details: detailsOf(state, at),
    warning: state.credential === 'legacy-key' ? legacyWarning : '',
    isConsenting,
  };
}

/** The state alone, for the log. */
export function connectionSentence(state: AccessState, calendar: Calendar): string {
  const at = (ms: number) => momentText(ms, calendar);
  if (state.credential !== 'oauth') return keyText(state, at).sentence;
  return oauthText(state.connection, undefined, at).sentence;
}

const legacyWarning =
  'Keap has retired legacy keys, and switches off the API that takes them on 31 December 2026. Before that day connect with client id and secret, or with a personal access token.';

function oauthText(
  state: ConnectionState,
  disconnectedAtMs: number | undefined,
  at: (ms: number) => string,
): ConnectionText {
  const { kind } = state;
  switch (kind) {
    case 'not-connected':
      return {
        kind,
        sentence: notConnectedSentence(disconnectedAtMs, at),
        nextStep: 'Choose how to connect below.',
      };
    case 'connecting':
      return {
        kind,
        sentence: `Waiting since ${at(state.sinceMs)} for you to agree on Keap's page.`,
        nextStep: 'Agree on the page that the link has opened, or connect again.',
      };
    case 'damaged':
      return { kind, sentence: 'The stored connection to Keap is damaged.', nextStep: 'Connect again.' };
    case 'connected':
      return {
        kind,
        sentence: `Connected to ${state.account} since ${at(state.sinceMs)}. The token renews itself every day.`,
        nextStep: '',
      };
    case 'renewal-failing':
      return {
        kind: state.why === 'client-refused' ? 'client-refused' : kind,
        sentence: `Keap has not renewed the connection to ${state.account} since ${at(state.sinceMs)}.`,
        nextStep:
          state.why === 'client-refused'
            ? 'Keap does not know the client id and secret any more. Compare them with your app at keys.developer.keap.com and save them again.'
            : 'You need not do anything: every hour tries again.',
      };
    case 'reconnect-needed':
      return {
        kind,
        sentence: state.wasCutOff
          ? `The connection to ${state.account} was lost on ${at(state.sinceMs)}: a renewal was cut off before its answer could be stored.`
          : `Keap has refused to renew the connection to ${state.account} since ${at(state.sinceMs)}.`,
        nextStep: 'Connect again.',
      };
  }
}

function notConnectedSentence(disconnectedAtMs: number | undefined, at: (ms: number) => string): string {
  return disconnectedAtMs === undefined
    ? 'You have not connected this document to Keap yet.'
    : `Disconnected since ${at(disconnectedAtMs)}.`;
}

function keyText(state: KeyState, at: (ms: number) => string): ConnectionText {
  const what = state.credential === 'key' ? 'a key' : 'a legacy key';
  if (state.refusedAtMs !== undefined) {
    return {
      kind: 'key-refused',
      sentence: `Keap has refused ${what} for ${state.account} since ${at(state.refusedAtMs)}.`,
      nextStep: 'Test the connection; if Keap still refuses, disconnect and connect with a new key.',
    };
  }
  return {
    kind: 'connected',
    sentence: `Connected to ${state.account} by ${what} since ${at(state.connectedAtMs)}.`,
    nextStep: '',
  };
}

/** What somebody has to decide before anything is sent; undefined for nothing. */
function decisionText(facts: ConnectionFacts): ConnectionText | undefined {
  const { otherAccount, foreignAccount, documentAccount, isSomebodyElses } = facts;
  const cost = isSomebodyElses
    ? 'then every row is sent again, to that account, and the daily sync runs with your connection.'
    : 'then every row is sent again, to that account.';
  if (otherAccount !== undefined) {
    return {
      kind: 'other-account',
      sentence: `You agreed with the Keap account ${otherAccount}, but this sheet was synced to ${documentAccount}.`,
      nextStep: `Keep ${documentAccount}, or go on with ${otherAccount}: ${cost}`,
    };
  }
  if (foreignAccount === undefined) return undefined;
  return {
    kind: 'foreign-account',
    sentence: `You are connected to ${foreignAccount}, but this sheet belongs to ${documentAccount} by now.`,
    nextStep: `Disconnect, and connect to ${documentAccount}; or go on with ${foreignAccount}: ${cost}`,
  };
}

function detailsOf(state: AccessState, at: (ms: number) => string): DetailView[] {
  if (state.credential !== 'oauth') {
    return [
      { label: 'Account', text: state.account },
      { label: 'Connected by', text: state.credential === 'key' ? 'Key' : 'Legacy key' },
      { label: 'Connected since', text: at(state.connectedAtMs) },
    ];
  }
  const { connection } = state;
  if (!('account' in connection)) return [];
  const account = { label: 'Account', text: connection.account };
  if (connection.kind !== 'connected') return [account];
  return [
    account,
    { label: 'Connected since', text: at(connection.sinceMs) },
    { label: 'Token renewed', text: at(connection.renewedAtMs) },
    { label: 'Next renewal', text: `by ${at(connection.expiresAtMs)}` },
  ];
}
