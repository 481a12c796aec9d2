/** Credentials as the exchange sees them, so that it does not depend on how a document is connected. */
import type { RunEnded } from '../../errors.ts';
import type { HttpRequest } from '../../platform/http.ts';
import type { Secret } from '../../secret.ts';
import type { Call } from './call.ts';

/** Proves to Keap who is calling. */
export interface Credentials {
  /** The proof to use now; renews a token that is about to expire, so this can throw a `RunEnded`. */
  proof(): Proof;
}

/** One proof, good for the requests of one window. */
export interface Proof {
  /** A copy of the request that carries the proof. */
  sign(request: HttpRequest): HttpRequest;
  /** The call that Keap answers whenever it accepts the proof: a 401 elsewhere counts only if this call meets one, too. */
  readonly testCall: Call<unknown>;
  /** Keap has accepted the proof. */
  accepted(): void;
  /** After a 401: prepares what the next `proof()` needs. False when there is nothing left to try. */
  renew(): boolean;
  /** After a 401 that no renewal has cured: the error that ends the run. */
  refused(): RunEnded;
}

/** A copy of the request with one more header. */
export function addHeader(request: HttpRequest, name: string, value: Secret): HttpRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}
