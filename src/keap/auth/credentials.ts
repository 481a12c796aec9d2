import { ReconnectNeeded, type RunEnded, ServiceDown } from '../../errors.ts';
import type { Token } from '../../oauth/token.ts';
import type { TokenManager } from '../../oauth/token-manager.ts';
import type { HttpRequest } from '../../platform/http.ts';
import { type Secret, secret } from '../../secret.ts';
import type { Key, KeyHeader, PersonalKey } from './key.ts';

/** What proves to Keap who is asking. */
export interface Credentials {
  /** The proof to use now; a token near its end is renewed first, so this can throw a `RunEnded`. */
  proof(): Proof;
}

export interface Proof {
  /** A copy of the request that bears the proof. */
  sign(request: HttpRequest): HttpRequest;
  /** Told of a 401: gets what the next `proof()` needs. False where nothing else is left to try. */
  renew(): boolean;
  /** Told that nothing has helped against the 401: what ends the run. */
  refused(): RunEnded;
}

/** OAuth's bearer token, in the header only: in the query it would end up in logs (RFC 6750, section 5.3). */
export function oauthCredentials(manager: TokenManager): Credentials {
  return {
    proof: () => bearerProof(manager, manager.current()),
  };
}

function bearerProof(manager: TokenManager, token: Token): Proof {
  const authorization = secret(`Bearer ${token.accessToken.reveal()}`);
  return {
    sign: (request) => withHeader(request, 'Authorization', authorization),
    renew() {
      manager.replace(token);
      return true;
    },
    refused: () =>
      new ServiceDown(
        'Keap answers 401 to credentials that were just renewed',
        'Keap does not accept the access it has just given. The next run tries again; if this stays so for a day, disconnect and connect again in the sidebar.',
      ),
  };
}

/** What becomes of a key as Keap answers to it. */
export interface KeyKeeper {
  /** The header that Keap was found to want. */
  noteHeader(header: KeyHeader): void;
  noteRefusal(): void;
}

/** A personal key in the header that Keap wants: when it refuses the one, it is asked once more with the other. */
export function keyCredentials(key: PersonalKey, keeper: KeyKeeper): Credentials {
  let { header } = key;
  let hasTriedBoth = false;
  return {
    proof() {
      const name = header;
      const value = name === 'Authorization' ? secret(`Bearer ${key.key.reveal()}`) : key.key;
      return {
        sign: (request) => withHeader(request, name, value),
        renew() {
          if (hasTriedBoth) return false;
          hasTriedBoth = true;
          header = header === 'Authorization' ? 'X-Keap-API-Key' : 'Authorization';
          keeper.noteHeader(header);
          return true;
        },
        refused() {
          keeper.noteRefusal();
          return keyRefused(key);
        },
      };
    },
  };
}

function withHeader(request: HttpRequest, name: string, value: Secret): HttpRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

/** What ends a run whose key Keap does not take. */
export function keyRefused(key: Key): ReconnectNeeded {
  const advice =
    key.kind === 'key'
      ? 'Keap does not take this key. Create a new personal access token or service account key in Keap, and enter it in the sidebar of "Sync contacts".'
      : `Keap does not take this key for ${key.application}. Keap has retired legacy keys: connect with client id and secret, or with a personal access token, in the sidebar of "Sync contacts".`;
  return new ReconnectNeeded(`Keap refuses the ${key.kind}`, advice);
}
