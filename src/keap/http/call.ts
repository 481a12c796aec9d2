/** A call to Keap as a value, so that what is asked and how it is read are pure, and only the exchange sends. */
import type { HttpReply, HttpRequest } from '../../platform/http.ts';

/** One call to Keap: the request, and how its answer is read. Contains no credentials. */
export interface Call<Answer> {
  readonly request: HttpRequest;
  /**
   * What its API answers whenever it answers anybody. Only when one of these fails too does a call without a clear answer
   * mean an outage. Undefined for a call that has to work itself.
   */
  readonly probes?: readonly Call<unknown>[];
  /** The caller asks for its parts when the answer cannot be read, so asking for all of it again would be in vain. */
  readonly isDivisible?: true;
  /**
   * Not safe to repeat: it is sent once, unless the gateway has turned it away, and whatever leaves open whether it was
   * done counts as no answer.
   */
  readonly isOnce?: true;
  /** Reads a reply with a good status. Pure; `unreadable` for anything that is not an answer of this API. */
  read(reply: HttpReply): Read<Answer>;
  /** Reads a reply with an error status other than 401 and 429; undefined where the status alone counts. Pure. */
  readError?(reply: HttpReply): Read<Answer> | undefined;
}

/** What a reply contains. */
export type Read<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** An answer with which Keap meets good calls now and then; it counts once it has come again and again. */
  | { readonly kind: 'passing'; readonly answer: Answer }
  /**
   * What may be this API's answer to this call, or an outage: it counts once the API has proved to answer others. An
   * error of the server may pass, so it is asked again like an outage.
   */
  | {
      readonly kind: 'doubtful';
      readonly answer: Answer;
      readonly mayPass: boolean;
      /** For instance `HTTP status 404`. */
      readonly reason: string;
    }
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** The API itself says what the gateway says by 401. */
  | { readonly kind: 'unauthorized' };
