/** A call to Keap as a value, so that what is asked and how it is read are pure, and only the exchange sends. */
import type { HttpReply, HttpRequest } from '../../platform/http.ts';

/** One call to Keap: the request, and how its answer is read. Contains no credentials. */
export interface Call<Answer> {
  readonly request: HttpRequest;
  /** Whether an error status is still this API's own answer to this call; never called for a 401 or a 429. */
  isAnswer?(reply: HttpReply): boolean;
  /** Reads a reply that the gateway let through. Pure; `unreadable` for anything that is not an answer of this API. */
  read(reply: HttpReply): Read<Answer>;
}

/** What a reply contains. */
export type Read<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** An answer with which Keap meets good calls now and then; it counts once it has come again and again. */
  | { readonly kind: 'passing'; readonly answer: Answer }
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** The API itself says what the gateway says by 401. */
  | { readonly kind: 'unauthorized' };
