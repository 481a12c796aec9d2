import type { Token } from '../oauth/token.ts';
import type { TokenManager } from '../oauth/token-manager.ts';
import type { HttpRequest } from '../platform/http.ts';
import { secret } from '../secret.ts';

/** What proves to Keap who is asking. */
export interface Credentials {
  /** The proof to use now; a token near its end is renewed first, so this can throw a `RunEnded`. */
  proof(): Proof;
}

export interface Proof {
  /** A copy of the request that bears the proof. */
  sign(request: HttpRequest): HttpRequest;
  /** Told of a 401: gets what the next `proof()` needs. False where these credentials cannot be renewed. */
  renew(): boolean;
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
    sign: (request) => ({ ...request, headers: { ...request.headers, Authorization: authorization } }),
    renew() {
      manager.replace(token);
      return true;
    },
  };
}
