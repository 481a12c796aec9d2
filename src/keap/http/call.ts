import type { HttpReply, HttpRequest } from '../../platform/http.ts';

/** One question to Keap: how it is asked, and how the answer is read. Holds no proof of who asks. */
export interface Call<Answer> {
  readonly request: HttpRequest;
  /** Whether a reply that is no success is still this API's own answer to this one call; never asked of a 401 or a 429. */
  isAnswer?(reply: HttpReply): boolean;
  /** Reads a reply that the gateway let through. Pure; gives `unreadable` for what is no answer of this API. */
  read(reply: HttpReply): Read<Answer>;
}

export type Read<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** Keap says in its own way what the gateway says by 401. */
  | { readonly kind: 'unauthorized' };
