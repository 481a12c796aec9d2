/** What the gateway in front of both APIs says by status and headers, before any API has seen the request. */
import type { HttpReply } from '../../platform/http.ts';

/** The gateway's verdict on a request. */
export type ReplyStatus =
  | { readonly kind: 'passed' }
  | { readonly kind: 'unauthorized' }
  /** Too fast; `waitMs` when the gateway says how long to wait. */
  | { readonly kind: 'throttled'; readonly waitMs?: number }
  /** The day's quota is used up. */
  | { readonly kind: 'quota-spent'; readonly untilMs: number }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Reads a reply by its status and the headers `x-keap-product-quota-*` and `Retry-After`, never by its body. */
export function replyStatusOf(reply: HttpReply, nowMs: number): ReplyStatus {
  if (reply.status === 401) return { kind: 'unauthorized' };
  if (reply.status === 429) return throttleOf(reply, nowMs);
  if (reply.status >= 200 && reply.status < 300) return { kind: 'passed' };
  return { kind: 'unavailable', reason: `HTTP status ${reply.status}` };
}

function throttleOf(reply: HttpReply, nowMs: number): ReplyStatus {
  if (numberIn(reply, 'x-keap-product-quota-available') === 0) {
    return { kind: 'quota-spent', untilMs: quotaRenewalMs(reply, nowMs) };
  }
  const retryAfterSeconds = numberIn(reply, 'retry-after');
  // A date instead of seconds, for instance, is ignored.
  return retryAfterSeconds === undefined || retryAfterSeconds * 1000 > dayMs
    ? { kind: 'throttled' }
    : { kind: 'throttled', waitMs: retryAfterSeconds * 1000 };
}

const dayMs = 24 * 60 * 60 * 1000;

/** Keap's days begin at 00:00 UTC; a plausible header is more precise. */
function quotaRenewalMs(reply: HttpReply, nowMs: number): number {
  const expiryMs = numberIn(reply, 'x-keap-product-quota-expiry-time');
  const isPlausible = expiryMs !== undefined && expiryMs > nowMs && expiryMs <= nowMs + dayMs;
  return isPlausible ? expiryMs : (Math.floor(nowMs / dayMs) + 1) * dayMs;
}

function numberIn(reply: HttpReply, header: string): number | undefined {
  const text = reply.headers[header];
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}
