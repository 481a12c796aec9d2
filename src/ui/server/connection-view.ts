/** The state of the connection in words: a sentence with its time, and the next step. */
import { type AccessState, accountIn } from '../../keap/auth/access.ts';
import type { ConnectionState } from '../../oauth/connection-state.ts';
import type { ConsentFailure } from '../../oauth/token-store.ts';
import type { Calendar } from '../../platform/table.ts';
import { momentText } from '../../sync/sheet/localized-text.ts';
import type { ConnectionView, DetailView } from '../api.ts';
import { consentFailureText } from './consent-page.ts';

export interface ConnectionFacts {
  readonly state: AccessState;
  readonly otherAccount: string | undefined;
  /** The account that the document belongs to; empty for none. */
  readonly documentAccount: string;
  /** The account of a working connection, if the document belongs to another one. */
  readonly foreignAccount: string | undefined;
  /** The account to which rows of the open sheet were synced elsewhere; undefined for none that nobody has decided on. */
  readonly rowsFrom?: string | undefined;
  /** Whether the scheduled sync runs with the connection of another person. */
  readonly isSomeoneElses: boolean;
  /** In milliseconds since 1970. */
  readonly disconnectedAtMs: number | undefined;
  readonly isConsenting: boolean;
  /** How the last consent failed; undefined for none. */
  readonly consentFailure?: ConsentFailure | undefined;
  readonly calendar: Calendar;
}

type ConnectionText = Pick<ConnectionView, 'kind' | 'sentence' | 'nextStep'>;
type KeyState = Exclude<AccessState, { credential: 'oauth' }>;

export function connectionView(facts: ConnectionFacts): ConnectionView {
  const { state, isConsenting } = facts;
  const at = (ms: number) => momentText(ms, facts.calendar);
  const text =
    state.credential === 'oauth'
      ? oauthText(state.connection, facts.disconnectedAtMs, at)
      : keyText(state, at);
  return {
    ...(accountChoiceText(facts) ?? text),
    credential: state.credential,
    details: detailsOf(state, at),
    warning: [failedConsent(facts, at), legacyWarning(state)].filter((text) => text !== '').join(' '),
    isConsenting,
    isClientUnknown: facts.consentFailure?.why === 'client-refused',
  };
}

/** The state alone, in a sentence for the log. */
export function connectionSentence(state: AccessState, calendar: Calendar): string {
  const at = (ms: number) => momentText(ms, calendar);
  if (state.credential !== 'oauth') return keyText(state, at).sentence;
  return oauthText(state.connection, undefined, at).sentence;
}

function failedConsent({ consentFailure }: ConnectionFacts, at: (ms: number) => string): string {
  if (consentFailure === undefined) return '';
  return `${at(consentFailure.failedMs)}: ${consentFailureText(consentFailure)}`;
}

function legacyWarning(state: AccessState): string {
  if (state.credential !== 'legacy-key') return '';
  return state.isXmlRpcOnly
    ? 'Keap has retired legacy keys and accepts this one with XML-RPC only, which ends on 31 December 2026. Before then, connect with a client id and secret or with a personal access token.'
    : 'Keap has retired legacy keys, so this one may stop working at any time. Connect with a client id and secret or with a personal access token.';
}

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
        sentence: `Waiting since ${at(state.sinceMs)} for you to allow access on Keap's page.`,
        nextStep: "Allow access on Keap's page, or start again.",
      };
    case 'damaged':
      return { kind, sentence: 'The stored connection to Keap is damaged.', nextStep: 'Connect again.' };
    case 'connected':
      return {
        kind,
        sentence: `Connected to ${state.account} since ${at(state.sinceMs)}. The connection is renewed automatically every day.`,
        nextStep: '',
      };
    case 'renewal-failing':
      return {
        kind: state.why === 'client-refused' ? 'client-refused' : kind,
        sentence: `Keap has not renewed the connection to ${state.account} since ${at(state.sinceMs)}.`,
        nextStep:
          state.why === 'client-refused'
            ? 'Keap no longer accepts the client id and secret. Compare them with your app at keys.developer.keap.com, then save them again.'
            : 'You do not need to do anything. The add-on tries again every hour.',
      };
    case 'reconnect-needed':
      return {
        kind,
        sentence: state.wasCutOff
          ? `The connection to ${state.account} was lost on ${at(state.sinceMs)} because a renewal was interrupted before it could be saved.`
          : `Keap refused to renew the connection to ${state.account} on ${at(state.sinceMs)}.`,
        nextStep: 'Connect again.',
      };
  }
}

function notConnectedSentence(disconnectedAtMs: number | undefined, at: (ms: number) => string): string {
  return disconnectedAtMs === undefined
    ? 'You have not connected this spreadsheet to Keap yet.'
    : `Disconnected since ${at(disconnectedAtMs)}.`;
}

function keyText(state: KeyState, at: (ms: number) => string): ConnectionText {
  const what = state.credential === 'key' ? 'the key' : 'the legacy key';
  if (state.refusedAtMs !== undefined) {
    return {
      kind: 'key-refused',
      sentence: `Keap rejected ${what} for ${state.account} on ${at(state.refusedAtMs)}.`,
      nextStep: 'Test the connection. If Keap still rejects the key, disconnect and connect with a new one.',
    };
  }
  return {
    kind: 'connected',
    sentence: `Connected to ${state.account} with ${what} since ${at(state.connectedAtMs)}.`,
    nextStep: '',
  };
}

/** The choice between two accounts that the user has to make before anything is sent; undefined for none. */
function accountChoiceText(facts: ConnectionFacts): ConnectionText | undefined {
  const { otherAccount, foreignAccount, documentAccount, isSomeoneElses } = facts;
  const cost = isSomeoneElses
    ? 'If you switch, every row is sent again, to that account, and the scheduled sync runs with your connection.'
    : 'If you switch, every row is sent again, to that account.';
  if (otherAccount !== undefined) {
    return {
      kind: 'other-account',
      sentence: `You allowed access to the Keap account ${otherAccount}, but this sheet was synced to ${documentAccount}.`,
      nextStep: `Keep ${documentAccount}, or switch to ${otherAccount}. ${cost}`,
    };
  }
  if (foreignAccount === undefined) return rowsChoiceText(accountIn(facts.state), facts.rowsFrom);
  return {
    kind: 'foreign-account',
    sentence: `You are connected to ${foreignAccount}, but this sheet now belongs to ${documentAccount}.`,
    nextStep: `Disconnect and connect to ${documentAccount}, or switch this sheet to ${foreignAccount}. ${cost}`,
  };
}

/** The choice about rows that were synced elsewhere; undefined for none. */
function rowsChoiceText(account: string, rowsFrom: string | undefined): ConnectionText | undefined {
  if (rowsFrom === undefined) return undefined;
  if (rowsFrom.toLowerCase() === account.toLowerCase()) {
    return {
      kind: 'copied-rows',
      sentence: `Rows of this sheet were synced to ${rowsFrom} from another spreadsheet. This spreadsheet is a copy, or the rows were pasted here.`,
      nextStep: `If both spreadsheets are synced to ${rowsFrom}, they change the same contacts. Disconnect here, or sync from this spreadsheet too.`,
    };
  }
  return {
    kind: 'foreign-account',
    sentence: `You are connected to ${account}, but rows of this sheet were synced to ${rowsFrom}.`,
    nextStep: `In ${account}, the same contact ids belong to other people. Disconnect and connect to ${rowsFrom}, or switch this sheet to ${account}. If you switch, every row is sent again, to that account.`,
  };
}

function detailsOf(state: AccessState, at: (ms: number) => string): DetailView[] {
  if (state.credential !== 'oauth') {
    return [
      { label: 'Account', text: state.account },
      { label: 'Connected with', text: state.credential === 'key' ? 'Key' : 'Legacy key' },
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
    { label: 'Last renewed', text: at(connection.renewedAtMs) },
    { label: 'Next renewal', text: `by ${at(connection.expiresAtMs)}` },
  ];
}
