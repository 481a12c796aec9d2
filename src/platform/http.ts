/** HTTP as the product needs it: many requests at once, and silence as a value. */
import type { Secret } from '../secret.ts';

/** A request to send. Secrets stay wrapped until the adapter hands them to the network. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string | Secret>>;
  readonly body?: string | Secret;
}

/** A reply with any status; redirects are not followed. Header names are in lower case. */
export interface HttpReply {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No reply: nobody knows whether the request was served. */
interface HttpSilence {
  readonly kind: 'silence';
  readonly reason: string;
  /** Set when Google sent nothing, because of one of its own limits. */
  readonly isUnsent?: true;
  /** Set when that is the daily quota of requests. */
  readonly isQuotaSpent?: true;
}

export type HttpResult = HttpReply | HttpSilence;

export interface Http {
  /**
   * Sends all requests at once and returns one result per request, in order. Throws `SettingsWrong`, and sends nothing,
   * where the user has not granted the permission to connect to other services.
   */
  send(requests: readonly HttpRequest[]): HttpResult[];
}
