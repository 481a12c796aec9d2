/** The one answer to "how does this document get into Keap?": by consent or by a key, whichever the user has chosen. */
import { SettingsWrong, unlessEnded } from '../../errors.ts';
import type { Connection } from '../../oauth/connection.ts';
import type { ConnectionState } from '../../oauth/connection-state.ts';
import { accountOf, mayBeSameAccount } from '../../oauth/token.ts';
import type { Platform } from '../../platform/platform.ts';
import { underLock } from '../../stored-record.ts';
import type { Credentials } from '../http/credentials.ts';
import { keyLimits, oauthLimits, type RequestLimits } from '../http/rate-limiter.ts';
import { testConnection, testKey } from './connection-test.ts';
import { isForXmlRpcOnly, type Key, legacyKey, personalKey, withHeader, withHost } from './key.ts';
import { type KeyRecorder, keyCredentials, keyRefused } from './key-credentials.ts';
import { accepted, afterRefusal, isRefused } from './key-refusal.ts';
import { keyStore, type StoredKey } from './key-store.ts';
import type { LegacyAuth } from './legacy-auth.ts';
import { oauthCredentials } from './oauth-credentials.ts';
import type { UserInfo } from './user-info.ts';

/** One user's access to Keap from one document. Everything is stored in that user's properties. */
export interface Access {
  readonly oauth: Connection;
  state(): AccessState;
  /** Throws `ReconnectNeeded` when there is nothing that Keap would accept, and whatever a renewal throws. */
  authorize(): Authorization;
  /**
   * Tries the key with Keap and saves it. A key for another account than `expectedAccount` waits for a decision;
   * empty accepts any. Throws a `RunEnded` when Keap rejects the key or does not answer; then nothing is saved.
   */
  connectKey(typed: string, expectedAccount: string): UserInfo;
  /** The same for the legacy key of one application. */
  connectLegacyKey(typedApplication: string, typed: string, expectedAccount: string): UserInfo;
  /** One cheap call. Throws a `RunEnded` when Keap denies access. */
  test(): UserInfo;
  /** The URL of the consent page. Throws `SettingsWrong` while a key is stored, or when no client is. */
  beginConsent(expectedAccount: string): string;
  /** The other account that waits for a decision; undefined when there is none. */
  otherAccount(): string | undefined;
  /** Connects to the other account and returns its name. Throws `SettingsWrong` when there is none. */
  acceptOtherAccount(): string;
  discardOtherAccount(): void;
  /** Deletes tokens, keys and client. Throws `Busy` while a renewal is in flight. */
  disconnect(): void;
  /** When the user disconnected, in milliseconds since 1970; undefined if never. */
  disconnectedAtMs(): number | undefined;
}

export type AccessState =
  | { readonly credential: 'oauth'; readonly connection: ConnectionState }
  | {
      readonly credential: Key['kind'];
      readonly account: string;
      /** The application of a legacy key; empty for any other key. */
      readonly application: string;
      /** REST v2 is not known to accept this legacy key. */
      readonly isXmlRpcOnly: boolean;
      /** Both in milliseconds since 1970. */
      readonly connectedAtMs: number;
      readonly refusedAtMs: number | undefined;
    };

/** The account that a token or a key is stored for; empty when there is neither. */
export function accountIn(state: AccessState): string {
  if (state.credential !== 'oauth') return state.account;
  return 'account' in state.connection ? state.connection.account : '';
}

/** What a run needs to call Keap. */
export interface Authorization {
  readonly credentials: Credentials;
  readonly limits: RequestLimits;
  /** For instance `app123.infusionsoft.com`. */
  readonly account: string;
  /** REST v2 is not known to accept this legacy key. */
  readonly isXmlRpcOnly: boolean;
  /** Whether the user still wants this connection to be used, by what is stored at this moment: a run takes minutes. */
  isCurrent(): boolean;
}

type AccessOptions = Pick<Platform, 'http' | 'clock' | 'random' | 'user'> & {
  readonly oauth: Connection;
  /** Undefined once Keap no longer has XML-RPC. */
  readonly legacy?: LegacyAuth | undefined;
};

export function access(options: AccessOptions, documentId: string): Access {
  const { oauth, clock, user } = options;
  const keys = keyStore(user.properties, `${documentId}/key`);
  const otherKeys = keyStore(user.properties, `${documentId}/other-key`);
  const disconnectedKey = `${documentId}/disconnected`;
  const credentialsFor = (key: Key, recorder: KeyRecorder) =>
    credentialsForKey(options.legacy, key, recorder);
  // What cannot be stored at this moment is found again by the next run.
  const recorderFor = ({ key: used, ...known }: StoredKey): KeyRecorder => ({
    recordHeader: (header) => unlessEnded(() => changeKey(used, { key: withHeader(used, header) })),
    recordHost: (host) => unlessEnded(() => changeKey(used, { key: withHost(used, host) })),
    recordAcceptance() {
      if (known.doubtedAtMs ?? known.refusedAtMs) unlessEnded(() => changeKey(used, accepted));
    },
    recordFallback: () => {},
    recordRefusal() {
      const change = afterRefusal(keys.load() ?? known, clock.nowMs());
      unlessEnded(() => changeKey(used, change));
      return change.refusedAtMs !== undefined;
    },
  });
  /** Changes nothing when the user has entered another key, or disconnected, since this one was used. */
  function changeKey(used: Key, change: Partial<StoredKey>): void {
    underLock(user.lock, () => {
      const stored = keys.load();
      if (stored?.key.key.equals(used.key) === true) keys.save({ ...stored, ...change });
    });
  }
  function connect(typed: Key, expectedAccount: string): UserInfo {
    rejectSecondConnection(oauth.state());
    const { key, user: keyUser } = testKey(options, typed, credentialsFor);
    const isOther = expectedAccount !== '' && !mayBeSameAccount(keyUser.account, expectedAccount);
    const stored = { key, account: keyUser.account, connectedAtMs: clock.nowMs() };
    underLock(user.lock, () => (isOther ? otherKeys : keys).save(stored));
    return keyUser;
  }
  return {
    oauth,
    state: () => accessState(keys.load(), oauth),
    authorize() {
      const stored = keys.load();
      if (stored === undefined) return authorizeByOauth(oauth);
      if (isRefused(stored, clock.nowMs())) throw keyRefused(stored.key);
      const { key, account } = stored;
      return {
        credentials: credentialsFor(key, recorderFor(stored)),
        limits: keyLimits,
        account,
        isXmlRpcOnly: isForXmlRpcOnly(key),
        isCurrent: () => keys.loadFresh()?.key.key.equals(key.key) === true,
      };
    },
    connectKey: (typed, expectedAccount) => connect(personalKey(typed), expectedAccount),
    connectLegacyKey: (application, typed, expectedAccount) =>
      connect(legacyKey(application, typed), expectedAccount),
    test() {
      const stored = keys.load();
      if (stored === undefined) {
        const { credentials, limits, account } = authorizeByOauth(oauth);
        return { ...testConnection(options, credentials, limits), account };
      }
      const { key, user: keyUser } = testKey(options, stored.key, credentialsFor);
      changeKey(stored.key, { key, ...accepted });
      return { ...keyUser, account: stored.account };
    },
    beginConsent(expectedAccount) {
      if (keys.load() !== undefined) throw alreadyConnected('a key');
      return oauth.beginConsent(expectedAccount);
    },
    otherAccount: () => otherKeys.load()?.account ?? oauth.otherAccount(),
    acceptOtherAccount() {
      const ofKey = underLock(user.lock, () => {
        const other = otherKeys.load();
        if (other !== undefined) keys.save(other);
        otherKeys.remove();
        return other?.account;
      });
      const account = ofKey ?? oauth.otherAccount();
      if (account === undefined) throw nothingToDecide();
      if (ofKey === undefined) oauth.acceptOtherAccount();
      return account;
    },
    discardOtherAccount() {
      otherKeys.remove();
      oauth.discardOtherAccount();
    },
    disconnect() {
      oauth.disconnect();
      underLock(user.lock, () => {
        otherKeys.remove();
        keys.remove();
      });
      user.properties.set(disconnectedKey, String(clock.nowMs()));
    },
    disconnectedAtMs() {
      const ms = Number(user.properties.get(disconnectedKey) ?? '');
      return Number.isFinite(ms) && ms > 0 ? ms : undefined;
    },
  };
}

function accessState(stored: StoredKey | undefined, oauth: Connection): AccessState {
  if (stored === undefined) return { credential: 'oauth', connection: oauth.state() };
  const { key, account, connectedAtMs, refusedAtMs } = stored;
  const application = key.kind === 'legacy-key' ? key.application : '';
  const isXmlRpcOnly = isForXmlRpcOnly(key);
  return { credential: key.kind, account, application, isXmlRpcOnly, connectedAtMs, refusedAtMs };
}

function authorizeByOauth(oauth: Connection): Authorization {
  const account = accountOf(oauth.manager.current().scope);
  return {
    credentials: oauthCredentials(oauth.manager),
    limits: oauthLimits,
    ...{ account, isXmlRpcOnly: false, isCurrent: () => oauth.accountNow() === account },
  };
}

function credentialsForKey(legacy: LegacyAuth | undefined, key: Key, recorder: KeyRecorder): Credentials {
  if (key.kind === 'key') return keyCredentials(key, recorder);
  if (legacy !== undefined) return legacy.credentials(key, recorder);
  return keyCredentials({ kind: 'key', key: key.key, header: 'Authorization' }, recorder);
}

/** One kind of credentials at a time: only Disconnect gives up a token. */
function rejectSecondConnection({ kind }: ConnectionState): void {
  if (kind !== 'not-connected' && kind !== 'connecting') throw alreadyConnected('a client id and secret');
}

function alreadyConnected(credentials: string): SettingsWrong {
  return new SettingsWrong(
    `The document is connected by ${credentials}`,
    `This spreadsheet is already connected with ${credentials}. Disconnect first, then connect the other way.`,
  );
}

function nothingToDecide(): SettingsWrong {
  return new SettingsWrong(
    'No other account is waiting for a decision',
    'There is nothing left to decide. Close the sidebar and open it again.',
  );
}
