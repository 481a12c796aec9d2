import type { Secret } from '../secret.ts';

/** A request as we want it sent. Secrets stay wrapped until the adapter hands them to the network. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string | Secret>>;
  readonly body?: string | Secret;
}

/** An answer with any status; redirects are not followed. Header names are in lower case. */
export interface HttpReply {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No answer: nobody knows whether the request was served. */
export interface HttpSilence {
  readonly kind: 'silence';
  readonly reason: string;
  /** Set where nothing was sent, because Google's own quota of requests is used up. */
  readonly isQuotaSpent?: true;
}

export type HttpResult = HttpReply | HttpSilence;

export interface Http {
  /** Sends all at once and gives one result per request, in their order. Never throws. */
  send(requests: readonly HttpRequest[]): HttpResult[];
}
