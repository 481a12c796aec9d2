import { Busy, SettingsWrong } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import type { Secret } from '../secret.ts';
import type { AuthorizationServer, Client } from './client.ts';
import { clientStore } from './client-store.ts';
import { type ConnectionState, connectionState } from './connection-state.ts';
import { type ConsentResult, consentUrl, finishConsent } from './consent-flow.ts';
import { type TokenManager, tokenManager } from './token-manager.ts';
import { tokenStore } from './token-store.ts';

/** One document's connection to one account: client, consent, token. Lies in the properties of one user. */
export interface Connection {
  readonly manager: TokenManager;
  state(): ConnectionState;
  /** Empty until a client is saved. */
  clientId(): string;
  hasClientSecret(): boolean;
  /**
   * Without a secret the stored one stays, if it belongs to the same id. Throws `SettingsWrong` if there is none,
   * or where one of them cannot be what Keap gave out.
   */
  saveClient(client: { readonly id: string; readonly secret: Secret | undefined }): void;
  /** The address of the consent page, good for an hour. Throws `SettingsWrong` where no client is saved. */
  beginConsent(): string;
  finishConsent(parameters: Readonly<Record<string, string | undefined>>): ConsentResult;
  /** Forgets the token and the client. Throws `Busy` while a renewal is in flight, which would bring the token back. */
  disconnect(): void;
}

/** Longer than one renewal with all its tries usually takes. */
const lockWaitMs = 30_000;

/** The argument that a state token carries: which document the consent was begun in. */
export const documentArgument = 'document';

export function connection(
  platform: Pick<Platform, 'http' | 'clock' | 'chance' | 'log' | 'consent' | 'user'>,
  server: AuthorizationServer,
  documentId: string,
  callbackName: string,
): Connection {
  const { http, clock, chance, log, consent, user } = platform;
  const prefix = `${documentId}/`;
  const clients = clientStore(user.properties, prefix);
  const store = tokenStore(user.properties, prefix);
  const { lock } = user;
  const patience = { http, clock, chance, log };
  const consentParts = { ...patience, server, consent, store, lock };
  return {
    manager: tokenManager({ ...patience, server, client: clients.load, store, lock }),
    state: () => connectionState(store, clock.nowMs()),
    clientId: () => clients.load()?.id ?? '',
    hasClientSecret: () => clients.load() !== undefined,
    saveClient({ id, secret }) {
      const known = clients.load();
      const kept = secret ?? (known?.id === id ? known.secret : undefined);
      if (kept === undefined) throw secretMissing();
      clients.save({ id, secret: kept });
    },
    beginConsent: () =>
      consentUrl(consentParts, savedClient(clients.load()), callbackName, { [documentArgument]: documentId }),
    finishConsent: (parameters) => finishConsent(consentParts, clients.load(), parameters),
    disconnect() {
      const locked = lock.run(lockWaitMs, () => {
        store.remove();
        clients.remove();
      });
      if (locked.kind === 'busy') throw stillRenewing();
    },
  };
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
    'The connection is being renewed at this moment, so it was not removed. Wait a minute, then disconnect again.',
  );
}
