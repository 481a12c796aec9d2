import { type Answered, type Asked, jsonAnswer } from './exchange.ts';
import type { KeapLimits } from './limits.ts';
import type { TokenBook } from './tokens.ts';

export interface Gateway {
  /** The refusal of a request that may not pass, or undefined. Counts it either way. */
  refusal(asked: Asked, what: string): Answered | undefined;
  /** What the gateway adds to every answer. */
  headers(nowMs: number): Record<string, string>;
}

/** Stands before both APIs: checks who asks and how often, and answers in JSON, never in XML. */
export function gateway(tokens: TokenBook, apiKeys: readonly string[], limits: KeapLimits): Gateway {
  const counted = { second: [0, 0], minute: [0, 0], day: [0, 0] };
  const count = (unit: keyof typeof counted, lengthMs: number, nowMs: number): number => {
    const period = Math.floor(nowMs / lengthMs);
    const [known = 0, used = 0] = counted[unit];
    counted[unit] = [period, period === known ? used + 1 : 1];
    return counted[unit][1] ?? 0;
  };
  const headers = (nowMs: number): Record<string, string> => {
    const used = counted.day[1] ?? 0;
    const perMinute = counted.minute[1] ?? 0;
    return {
      'x-keap-product-quota-limit': String(limits.perDay),
      'x-keap-product-quota-time-unit': 'day',
      'x-keap-product-quota-interval': '1',
      'x-keap-product-quota-available': String(Math.max(0, limits.perDay - used)),
      'x-keap-product-quota-used': String(used),
      'x-keap-product-quota-expiry-time': String((Math.floor(nowMs / 86_400_000) + 1) * 86_400_000),
      'x-keap-product-throttle-limit': String(limits.perMinute),
      'x-keap-product-throttle-time-unit': 'minute',
      'x-keap-product-throttle-interval': '1',
      'x-keap-product-throttle-available': String(Math.max(0, limits.perMinute - perMinute)),
      'x-keap-product-throttle-used': String(perMinute),
      'x-keap-product-spike-limit': `${limits.perSecond}ps`,
      'x-keap-tenant-id': 'simulated-tenant',
    };
  };
  return {
    headers,
    refusal(asked, what) {
      if (!isKnown(tokens, apiKeys, asked)) return unauthorized(what);
      const { nowMs } = asked;
      const isSpike = count('second', 1_000, nowMs) > limits.perSecond;
      const isThrottled = count('minute', 60_000, nowMs) > limits.perMinute;
      const isSpent = count('day', 86_400_000, nowMs) > limits.perDay;
      if (isSpent) return tooMany('policies.ratelimit.QuotaViolation', what, headers(nowMs));
      if (isSpike) return tooMany('policies.ratelimit.SpikeArrestViolation', what, headers(nowMs));
      if (!isThrottled) return undefined;
      const body = { code: '429', message: 'Quota Exceeded', status: 'Request Throttled', details: null };
      return jsonAnswer(429, body, what, headers(nowMs));
    },
  };
}

function isKnown(tokens: TokenBook, apiKeys: readonly string[], { headers, query, nowMs }: Asked): boolean {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? query.get('access_token') ?? '';
  const key = headers['x-keap-api-key'] ?? bearer;
  return tokens.isValid(bearer, nowMs) || apiKeys.includes(key);
}

function unauthorized(what: string): Answered {
  const fault = { faultstring: 'Invalid access token', detail: { errorcode: 'oauth.v2.InvalidAccessToken' } };
  return jsonAnswer(401, { fault }, what);
}

function tooMany(errorcode: string, what: string, headers: Record<string, string>): Answered {
  const faultstring = 'Rate limit quota violation. Quota limit exceeded.';
  return jsonAnswer(429, { fault: { faultstring, detail: { errorcode } } }, what, headers);
}
