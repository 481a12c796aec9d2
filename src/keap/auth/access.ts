import { SettingsWrong } from '../../errors.ts';
import { accountOf } from '../../oauth/account.ts';
import type { Connection } from '../../oauth/connection.ts';
import type { ConnectionState } from '../../oauth/connection-state.ts';
import type { Platform } from '../../platform/platform.ts';
import { keyLimits, oauthLimits, type RequestLimits } from '../http/rate-limiter.ts';
import { type Tested, testConnection, testKey } from './connection-test.ts';
import {
  type Credentials,
  type KeyKeeper,
  keyCredentials,
  keyRefused,
  oauthCredentials,
} from './credentials.ts';
import { type Key, legacyKey, personalKey, withHeader } from './key.ts';
import { keyStore, type StoredKey } from './key-store.ts';
import type { LegacyAuth } from './legacy-auth.ts';

/** How a document is let into Keap: by consent, or by a key. All of it lies in the properties of one user. */
export interface Access {
  readonly oauth: Connection;
  state(): AccessState;
  /** Throws `ReconnectNeeded` where there is nothing that Keap would take, and what a renewal throws. */
  open(): OpenAccess;
  /**
   * Tries the key with Keap and keeps it. Where it opens another account than `expectedAccount` it waits for a
   * decision; empty for any. Throws a `RunEnded` where Keap does not take it or does not answer; then nothing is kept.
   */
  connectKey(typed: string, expectedAccount: string): Tested;
  /** The same for the key of one application. */
  connectLegacyKey(typedApplication: string, typed: string, expectedAccount: string): Tested;
  /** One cheap call. Throws a `RunEnded` where Keap does not let us in. */
  test(): Tested;
  /** The address of the consent page. Throws `SettingsWrong` while a key is stored, or where no client is. */
  beginConsent(expectedAccount: string): string;
  /** The other account that waits for a decision; undefined where there is none. */
  otherAccount(): string | undefined;
  /** Goes on with it. Throws `SettingsWrong` where there is none. */
  acceptOther(): string;
  forgetOther(): void;
  /** Forgets tokens, keys and client. Throws `Busy` while a renewal is in flight. */
  disconnect(): void;
  /** When the user has disconnected, in milliseconds since 1970; undefined where never. */
  disconnectedAtMs(): number | undefined;
}

export type AccessState =
  | { readonly credential: 'oauth'; readonly connection: ConnectionState }
  | {
      readonly credential: Key['kind'];
      readonly account: string;
      /** Of a legacy key; else empty. */
      readonly application: string;
      /** Both in milliseconds since 1970. */
      readonly connectedAtMs: number;
      readonly refusedAtMs: number | undefined;
    };

/** The account that there is a token or a key for; empty where there is neither. */
export function accountIn(state: AccessState): string {
  if (state.credential !== 'oauth') return state.account;
  return 'account' in state.connection ? state.connection.account : '';
}

/** What a run needs to ask Keap. */
export interface OpenAccess {
  readonly credentials: Credentials;
  readonly limits: RequestLimits;
  /** For instance `app123.infusionsoft.com`. */
  readonly account: string;
  /** REST v2 takes no legacy keys. */
  readonly isXmlRpcOnly: boolean;
}

type AccessOptions = Pick<Platform, 'http' | 'clock' | 'random' | 'user'> & {
  readonly oauth: Connection;
  /** Undefined once Keap has no XML-RPC any more. */
  readonly legacy: LegacyAuth | undefined;
};

export function access(parts: AccessOptions, documentId: string): Access {
  const { oauth, clock, user } = parts;
  const keys = keyStore(user.properties, `${documentId}/key`);
  const otherKeys = keyStore(user.properties, `${documentId}/other-key`);
  const disconnectedKey = `${documentId}/disconnected`;
  const credentialsOf = (key: Key, keeper: KeyKeeper) => keyCredentialsOf(parts.legacy, key, keeper);
  const keeperOf = (used: Key): KeyKeeper => ({
    noteHeader: (header) => changeKey(used, { key: withHeader(used, header) }),
    noteRefusal: () => changeKey(used, { refusedAtMs: clock.nowMs() }),
  });
  /** Somebody may have entered another key, or disconnected, since this one was used: then nothing is noted. */
  function changeKey(used: Key, change: Partial<StoredKey>): void {
    const stored = keys.load();
    if (stored?.key.key.equals(used.key) === true) keys.save({ ...stored, ...change });
  }
  function connect(typed: Key, expectedAccount: string): Tested {
    refuseSecondWay(oauth.state());
    const { key, tested } = testKey(parts, typed, credentialsOf);
    const isOther = expectedAccount !== '' && tested.account !== expectedAccount;
    const stored = { key, account: tested.account, connectedAtMs: clock.nowMs() };
    (isOther ? otherKeys : keys).save(stored);
    return tested;
  }
  return {
    oauth,
    state: () => accessState(keys.load(), oauth),
    open() {
      const stored = keys.load();
      if (stored === undefined) return openOauth(oauth);
      if (stored.refusedAtMs !== undefined) throw keyRefused(stored.key);
      const { key, account } = stored;
      return {
        credentials: credentialsOf(key, keeperOf(key)),
        limits: keyLimits,
        account,
        isXmlRpcOnly: key.kind === 'legacy-key',
      };
    },
    connectKey: (typed, expectedAccount) => connect(personalKey(typed), expectedAccount),
    connectLegacyKey: (application, typed, expectedAccount) =>
      connect(legacyKey(application, typed), expectedAccount),
    test() {
      const stored = keys.load();
      if (stored === undefined) {
        const { credentials, limits, account } = openOauth(oauth);
        return { ...testConnection(parts, credentials, limits), account };
      }
      const { key, tested } = testKey(parts, stored.key, credentialsOf);
      changeKey(stored.key, { key, refusedAtMs: undefined });
      return { ...tested, account: stored.account };
    },
    beginConsent(expectedAccount) {
      if (keys.load() !== undefined) throw secondWay('a key');
      return oauth.beginConsent(expectedAccount);
    },
    otherAccount: () => otherKeys.load()?.account ?? oauth.otherAccount(),
    acceptOther() {
      const other = otherKeys.load();
      const account = other?.account ?? oauth.otherAccount();
      if (account === undefined) throw nothingToDecide();
      if (other !== undefined) keys.save(other);
      else oauth.acceptOther();
      otherKeys.remove();
      return account;
    },
    forgetOther() {
      otherKeys.remove();
      oauth.forgetOther();
    },
    disconnect() {
      oauth.disconnect();
      otherKeys.remove();
      keys.remove();
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
  return { credential: key.kind, account, application, connectedAtMs, refusedAtMs };
}

function openOauth({ manager }: Connection): OpenAccess {
  const account = accountOf(manager.current().scope);
  return { credentials: oauthCredentials(manager), limits: oauthLimits, account, isXmlRpcOnly: false };
}

function keyCredentialsOf(legacy: LegacyAuth | undefined, key: Key, keeper: KeyKeeper): Credentials {
  if (key.kind === 'key') return keyCredentials(key, keeper);
  if (legacy !== undefined) return legacy.credentials(key, keeper);
  throw keyRefused(key);
}

/** One way at a time: a token is given up only by Disconnect. */
function refuseSecondWay({ kind }: ConnectionState): void {
  if (kind !== 'not-connected' && kind !== 'connecting') throw secondWay('client id and secret');
}

function secondWay(way: string): SettingsWrong {
  return new SettingsWrong(
    `The document is connected by ${way}`,
    `This document is connected by ${way} already. Disconnect first, then connect the other way.`,
  );
}

function nothingToDecide(): SettingsWrong {
  return new SettingsWrong(
    'No other account waits for a decision',
    'There is nothing to decide any more. Close the sidebar and open it again.',
  );
}
