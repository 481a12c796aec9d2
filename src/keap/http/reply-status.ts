/** What the gateway in front of both APIs says by status and headers, before any API has seen the request. */
import { faultCode } from '../../gateway-fault.ts';
import type { HttpReply } from '../../platform/http.ts';

/** The gateway's verdict on a request. */
export type ReplyStatus =
  | { readonly kind: 'passed' }
  /** It speaks of the token or key, or does not say of what. */
  | { readonly kind: 'unauthorized' }
  /** Too fast; `waitMs` when the gateway says how long to wait. */
  | { readonly kind: 'throttled'; readonly waitMs?: number }
  /** The day's quota is used up. */
  | { readonly kind: 'quota-spent'; readonly untilMs: number }
  | Unavailable;

/** Nothing that an API has answered. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
  /** Set where the gateway lets nobody through to this API, whatever the token. */
  readonly isClosed?: true;
  /** Set where nothing came back at all. */
  readonly isSilence?: true;
}

/** Reads a reply by its status, its headers `x-keap-product-quota-*` and `Retry-After`, and the code of a 401. */
export function replyStatusOf(reply: HttpReply, nowMs: number): ReplyStatus {
  if (reply.status === 401) return unauthorizedOf(reply);
  if (reply.status === 429) return throttleOf(reply, nowMs);
  if (reply.status >= 200 && reply.status < 300) return { kind: 'passed' };
  return { kind: 'unavailable', reason: `HTTP status ${reply.status}` };
}

/**
 * The codes that speak of the token: `keymanagement.service.invalid_access_token` and `…access_token_expired`,
 * `oauth.v2.InvalidAccessToken` and their kind (docs.apigee.com, "OAuth HTTP status code reference"). Others say that the
 * app may not use this API, or that there is none: `…InvalidAPICallAsNoApiProductMatchFound`, `…access_token_not_approved`.
 */
const codesOfTokens = /invalid_?access_?token$|access_?token_?(expired|revoked)$/i;

function unauthorizedOf({ body }: HttpReply): ReplyStatus {
  const code = faultCode(body);
  if (code === '' || codesOfTokens.test(code)) return { kind: 'unauthorized' };
  return { kind: 'unavailable', reason: `HTTP status 401, ${code}`, isClosed: true };
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
