/** The gateway before both APIs. */
import { jsonAnswer, type ReceivedRequest, type SentResponse } from './http-message.ts';
import type { KeapLimits } from './keap-limits.ts';
import { type Period, type Quota, quota } from './quota.ts';
import type { TokenBook } from './tokens.ts';
import { type UnauthorizedKind, unauthorizedBody } from './unauthorized.ts';

/** Checks who asks and how often, and answers in JSON, never in XML. */
export interface Gateway {
  /** Lets a request through to what serves it, with the gateway's headers on the answer, or refuses it. */
  pass(request: PassedRequest): Promise<SentResponse>;
}

export interface PassedRequest {
  readonly asked: ReceivedRequest;
  /** What it is called in the record. */
  readonly what: string;
  /** Why the API answers nobody, if it does not. */
  readonly closed?: UnauthorizedKind | undefined;
  serve(): Promise<SentResponse>;
}

/** Pages of Keap contradict each other on which header takes a key (probe: rest/token-in-the-key-header). */
export type KeyHeaders = 'either' | 'x-keap-api-key' | 'authorization';

interface GatewayOptions {
  readonly tokens: TokenBook;
  readonly apiKeys: readonly string[];
  readonly keyHeaders: KeyHeaders;
  readonly limits: KeapLimits;
  readonly tenant: string;
}

/** Whose counters a request goes on. */
type Caller = 'client' | 'key';

export function gateway({ tokens, apiKeys, keyHeaders, limits, tenant }: GatewayOptions): Gateway {
  const products: Record<Caller, Quota> = {
    client: quota(limits),
    key: quota({
      perSecond: limits.keysPerSecond,
      perMinute: limits.keysPerMinute,
      perDay: limits.keysPerDay,
    }),
  };
  const whole = quota({
    perSecond: Number.POSITIVE_INFINITY,
    perMinute: limits.tenantPerMinute,
    perDay: limits.tenantPerDay,
  });
  return {
    async pass({ asked, what, closed, serve }) {
      if (asked.lineBytes > limits.requestLineBytes) return tooLong(limits.requestLineBytes, what);
      const caller = keyOf(asked, keyHeaders, apiKeys) ?? clientOf(tokens, asked);
      if (caller === undefined) {
        return jsonAnswer(401, unauthorizedBody(problemWith(tokens, asked)), what);
      }
      if (closed !== undefined) return jsonAnswer(401, unauthorizedBody(closed), what);
      const { nowMs } = asked;
      const product = products[caller];
      const spent = product.spent(nowMs) ?? whole.spent(nowMs);
      if (spent === undefined) {
        product.count(nowMs);
        whole.count(nowMs);
      }
      const counts = { ...productHeaders(product, nowMs), ...tenantHeaders(whole, tenant, nowMs) };
      const answer = spent === undefined ? await serve() : tooMany(spent, what);
      return { ...answer, headers: { ...answer.headers, ...counts } };
    },
  };
}

function bearerOf({ headers }: ReceivedRequest): string {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

function credentialOf(asked: ReceivedRequest): string {
  const { headers, query } = asked;
  return headers['x-keap-api-key'] ?? (bearerOf(asked) || (query.get('access_token') ?? ''));
}

function keyOf(
  asked: ReceivedRequest,
  keyHeaders: KeyHeaders,
  apiKeys: readonly string[],
): Caller | undefined {
  const keys = {
    'x-keap-api-key': asked.headers['x-keap-api-key'] ?? '',
    authorization: bearerOf(asked),
    either: credentialOf(asked),
  };
  return apiKeys.includes(keys[keyHeaders]) ? 'key' : undefined;
}

function clientOf(tokens: TokenBook, asked: ReceivedRequest): Caller | undefined {
  return tokens.isValid(credentialOf(asked), asked.nowMs) ? 'client' : undefined;
}

/**
 * Words and code of Apigee, whose error codes Keap's gateway shows (docs.apigee.com, "414 Request-URI Too Long").
 * probe: rest/long-address
 */
function tooLong(max: number, what: string): SentResponse {
  const faultstring = `request line size exceeding ${max.toLocaleString('en-US')}`;
  return jsonAnswer(414, { fault: { faultstring, detail: { errorcode: 'protocol.http.TooBigLine' } } }, what);
}

/** Why no caller was found. */
function problemWith(tokens: TokenBook, asked: ReceivedRequest): UnauthorizedKind {
  const credential = credentialOf(asked);
  if (credential === '') return 'no-token';
  return tokens.isExpired(credential, asked.nowMs) ? 'expired-token' : 'unknown-token';
}

function tooMany(spent: Period, what: string): SentResponse {
  switch (spent) {
    case 'day':
      return throttled('Rate limit quota violation. Quota limit exceeded.', 'QuotaViolation', what);
    case 'second':
      return throttled('Spike arrest violation.', 'SpikeArrestViolation', what);
    case 'minute': {
      const body = { code: '429', message: 'Quota Exceeded', status: 'Request Throttled', details: null };
      return jsonAnswer(429, body, what);
    }
  }
}

function throttled(faultstring: string, violation: string, what: string): SentResponse {
  const detail = { errorcode: `policies.ratelimit.${violation}` };
  return jsonAnswer(429, { fault: { faultstring, detail } }, what);
}

function productHeaders({ limits, used, dayEndsMs }: Quota, nowMs: number): Record<string, string> {
  const { minute, day } = used(nowMs);
  return {
    'x-keap-product-quota-limit': String(limits.perDay),
    'x-keap-product-quota-time-unit': 'day',
    'x-keap-product-quota-interval': '1',
    'x-keap-product-quota-available': String(limits.perDay - day),
    'x-keap-product-quota-used': String(day),
    'x-keap-product-quota-expiry-time': String(dayEndsMs(nowMs)),
    'x-keap-product-throttle-limit': String(limits.perMinute),
    'x-keap-product-throttle-time-unit': 'minute',
    'x-keap-product-throttle-interval': '1',
    'x-keap-product-throttle-available': String(limits.perMinute - minute),
    'x-keap-product-throttle-used': String(minute),
    'x-keap-product-spike-limit': `${limits.perSecond}ps`,
  };
}

/** Both periods are in one header: `minute|day`. */
function tenantHeaders({ limits, used }: Quota, tenant: string, nowMs: number): Record<string, string> {
  const { minute, day } = used(nowMs);
  return {
    'x-keap-tenant-id': tenant,
    'x-keap-tenant-throttle-limit': `${limits.perMinute}|${limits.perDay}`,
    'x-keap-tenant-throttle-time-unit': 'minute|day',
    'x-keap-tenant-throttle-interval': '1|1',
    'x-keap-tenant-throttle-available': `${limits.perMinute - minute}|${limits.perDay - day}`,
    'x-keap-tenant-throttle-used': `${minute}|${day}`,
  };
}
