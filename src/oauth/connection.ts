/** Joins client, consent and token into the connection of one document. */
import { Busy, SettingsWrong } from '../errors.ts';
import type { Lock } from '../platform/lock.ts';
import type { Platform } from '../platform/platform.ts';
import type { Secret } from '../secret.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { isClientRefused } from './client-check.ts';
import { clientStore } from './client-store.ts';
import { type ConnectionState, connectionState, consentingSinceMs } from './connection-state.ts';
import { type ConsentResult, consentUrl, finishConsent } from './consent-flow.ts';
import { accountOf } from './token.ts';
import { type TokenManager, tokenManager } from './token-manager.ts';
import { type ConsentFailure, tokenStore } from './token-store.ts';

/** One document's connection to one account: client, consent and token, stored in the properties of one user. */
export interface Connection {
  readonly manager: TokenManager;
  state(): ConnectionState;
  /** The account of the pair that is stored at this moment; undefined where there is none. */
  accountNow(): string | undefined;
  /** Whether the user was sent to Keap's consent page and may still come back. */
  isConsenting(): boolean;
  /** How the last consent failed; undefined where it did not, or another one has begun. */
  consentFailure(): ConsentFailure | undefined;
  /** Empty until a client is saved. */
  clientId(): string;
  hasClientSecret(): boolean;
  /**
   * Without a secret it keeps the stored one, if that belongs to the same id. Throws `SettingsWrong` if there is none,
   * or when the id or the secret cannot be one that Keap has issued.
   */
  saveClient(client: { readonly id: string; readonly secret: Secret | undefined }): void;
  /** Asks Keap whether it knows the saved client; a refusal is `consentFailure` until another client is saved. */
  checkClient(): void;
  /**
   * The URL of the consent page, valid for an hour. A consent for another account than `expectedAccount` waits for the
   * user's decision; empty accepts any. Throws `SettingsWrong` when no client is saved.
   */
  beginConsent(expectedAccount: string): string;
  finishConsent(parameters: Readonly<Record<string, string | undefined>>): ConsentResult;
  /** The other account that the user has consented to and not yet decided on; undefined when there is none. */
  otherAccount(): string | undefined;
  /** Replaces the pair by the other account's. False when there is none. */
  acceptOtherAccount(): boolean;
  discardOtherAccount(): void;
  /** Deletes the tokens and the client. Throws `Busy` while a renewal is in flight, which would save the token again. */
  disconnect(): void;
}

/** Longer than a renewal with all its tries usually takes. */
const lockWaitMs = 30_000;

/** The arguments that a state token carries: the document in which the consent began, and its account. */
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
  const retryContext = { http, clock, random, log };
  const consentOptions = { ...retryContext, server, consent, store, otherStore, lock };
  const otherToken = () => {
    const stored = otherStore.load();
    return stored.kind === 'token' ? stored.token : undefined;
  };
  /** What keeps the check from being made, such as a missing permission, is for the next step to say. */
  function isKnownAsRefused(client: Client): boolean {
    try {
      return isClientRefused({ http, clock, server }, client);
    } catch {
      return false;
    }
  }
  return {
    manager: tokenManager({ ...retryContext, server, client: clients.load, store, lock }),
    state: () => connectionState(store, clock.nowMs()),
    accountNow() {
      const stored = store.loadFresh();
      return stored.kind === 'token' ? accountOf(stored.token.scope) : undefined;
    },
    isConsenting: () => consentingSinceMs(store, clock.nowMs()) !== undefined,
    consentFailure: () => store.consentFailure(),
    clientId: () => clients.load()?.id ?? '',
    hasClientSecret: () => clients.load() !== undefined,
    saveClient({ id, secret }) {
      const known = clients.load();
      const kept = secret ?? (known?.id === id ? known.secret : undefined);
      if (kept === undefined) throw secretMissing();
      clients.save({ id, secret: kept });
      // What Keap answered to the old client says nothing about this one.
      store.clearFailure();
      store.clearRefusal();
      if (store.consentFailure() !== undefined) store.clearConsent();
    },
    checkClient() {
      const client = clients.load();
      if (client === undefined || !isKnownAsRefused(client)) return;
      log.info('Keap does not know the client id and secret that were saved.');
      store.noteConsentFailure({ failedMs: clock.nowMs(), why: 'client-refused', reason: '' });
    },
    beginConsent(expectedAccount) {
      const expected = expectedAccount === '' ? {} : { [accountArgument]: expectedAccount };
      const carried = { [documentArgument]: documentId, ...expected };
      return consentUrl(consentOptions, savedClient(clients.load()), callbackName, carried);
    },
    finishConsent: (parameters) =>
      finishConsent(consentOptions, clients.load(), parameters, parameters[accountArgument] ?? ''),
    otherAccount() {
      const token = otherToken();
      return token === undefined ? undefined : accountOf(token.scope);
    },
    acceptOtherAccount: () =>
      runLocked(lock, () => {
        const token = otherToken();
        if (token !== undefined) store.save(token);
        otherStore.remove();
        return token !== undefined;
      }),
    discardOtherAccount: () => otherStore.remove(),
    disconnect: () =>
      runLocked(lock, () => {
        store.remove();
        otherStore.remove();
        clients.remove();
      }),
  };
}

function runLocked<T>(lock: Lock, work: () => T): T {
  const result = lock.run(lockWaitMs, work);
  if (result.kind === 'done') return result.value;
  throw stillRenewing();
}

function savedClient(client: Client | undefined): Client {
  if (client !== undefined) return client;
  throw new SettingsWrong(
    'No client id and secret are stored',
    'First enter the client id and the client secret of your Keap app, and save them.',
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
    'The connection is being renewed right now, so nothing was changed. Wait a minute, then try again.',
  );
}
