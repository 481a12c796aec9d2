import { Busy, SettingsWrong } from '../errors.ts';
import type { Lock } from '../platform/lock.ts';
import type { Platform } from '../platform/platform.ts';
import type { Secret } from '../secret.ts';
import { accountOf } from './account.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { clientStore } from './client-store.ts';
import { type ConnectionState, connectionState, consentingSinceMs } from './connection-state.ts';
import { type ConsentResult, consentUrl, finishConsent } from './consent-flow.ts';
import { type TokenManager, tokenManager } from './token-manager.ts';
import { tokenStore } from './token-store.ts';

/** One document's connection to one account: client, consent, token. Lies in the properties of one user. */
export interface Connection {
  readonly manager: TokenManager;
  state(): ConnectionState;
  /** Whether the user was sent to Keap's consent page and may still come back from it. */
  isConsenting(): boolean;
  /** Empty until a client is saved. */
  clientId(): string;
  hasClientSecret(): boolean;
  /**
   * Without a secret the stored one stays, if it belongs to the same id. Throws `SettingsWrong` if there is none,
   * or where one of them cannot be what Keap gave out.
   */
  saveClient(client: { readonly id: string; readonly secret: Secret | undefined }): void;
  /**
   * The address of the consent page, good for an hour. Whoever consents with another account than `expectedAccount`
   * is asked before it counts; empty for any. Throws `SettingsWrong` where no client is saved.
   */
  beginConsent(expectedAccount: string): string;
  finishConsent(parameters: Readonly<Record<string, string | undefined>>): ConsentResult;
  /** The other account that the user has consented with and has not decided on; undefined where there is none. */
  otherAccount(): string | undefined;
  /** Goes on with the other account: its pair takes the place of the old one. False where there is none. */
  acceptOther(): boolean;
  forgetOther(): void;
  /** Forgets the tokens and the client. Throws `Busy` while a renewal is in flight, which would bring the token back. */
  disconnect(): void;
}

/** Longer than one renewal with all its tries usually takes. */
const lockWaitMs = 30_000;

/** The arguments that a state token carries: which document the consent was begun in, and its account. */
export const documentArgument = 'document';
const accountArgument = 'account';

export function connection(
  platform: Pick<Platform, 'http' | 'clock' | 'random' | 'log' | 'consent' | 'user'>,
  server: AuthorizationServer,
  documentId: string,
  callbackName: string,
): Connection {
  const { http, clock, random, log, consent, user } = platform;
  const prefix = `${documentId}/`;
  const clients = clientStore(user.properties, prefix);
  const store = tokenStore(user.properties, prefix);
  const otherStore = tokenStore(user.properties, `${prefix}other-`);
  const { lock } = user;
  const patience = { http, clock, random, log };
  const consentParts = { ...patience, server, consent, store, otherStore, lock };
  const otherToken = () => {
    const stored = otherStore.load();
    return stored.kind === 'token' ? stored.token : undefined;
  };
  return {
    manager: tokenManager({ ...patience, server, client: clients.load, store, lock }),
    state: () => connectionState(store, clock.nowMs()),
    isConsenting: () => consentingSinceMs(store, clock.nowMs()) !== undefined,
    clientId: () => clients.load()?.id ?? '',
    hasClientSecret: () => clients.load() !== undefined,
    saveClient({ id, secret }) {
      const known = clients.load();
      const kept = secret ?? (known?.id === id ? known.secret : undefined);
      if (kept === undefined) throw secretMissing();
      clients.save({ id, secret: kept });
      // What Keap made of the old client says nothing of this one.
      store.clearFailure();
    },
    beginConsent(expectedAccount) {
      const expected = expectedAccount === '' ? {} : { [accountArgument]: expectedAccount };
      const carried = { [documentArgument]: documentId, ...expected };
      return consentUrl(consentParts, savedClient(clients.load()), callbackName, carried);
    },
    finishConsent: (parameters) =>
      finishConsent(consentParts, clients.load(), parameters, parameters[accountArgument] ?? ''),
    otherAccount() {
      const token = otherToken();
      return token === undefined ? undefined : accountOf(token.scope);
    },
    acceptOther: () =>
      locked(lock, () => {
        const token = otherToken();
        if (token !== undefined) store.save(token);
        otherStore.remove();
        return token !== undefined;
      }),
    forgetOther: () => otherStore.remove(),
    disconnect: () =>
      locked(lock, () => {
        store.remove();
        otherStore.remove();
        clients.remove();
      }),
  };
}

function locked<T>(lock: Lock, work: () => T): T {
  const result = lock.run(lockWaitMs, work);
  if (result.kind === 'done') return result.value;
  throw stillRenewing();
}

function savedClient(client: Client | undefined): Client {
  if (client !== undefined) return client;
  throw new SettingsWrong(
    'No client id and secret are stored',
    'Enter the client id and the client secret of your Keap app first, and save them.',
  );
}

function secretMissing(): SettingsWrong {
  return new SettingsWrong(
    'The client secret is missing',
    'The client secret is missing. Copy it from your app at keys.developer.keap.com.',
  );
}

function stillRenewing(): Busy {
  return new Busy(
    'Another execution is renewing the token',
    'The connection is being renewed at this moment, so nothing was changed. Wait a minute, then try again.',
  );
}
