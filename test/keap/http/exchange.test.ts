import { describe, expect, it } from 'vitest';
import { QuotaSpent, ServiceDown } from '../../../src/errors.ts';
import { ApiDown } from '../../../src/keap/http/api-down.ts';
import type { Call } from '../../../src/keap/http/call.ts';
import type { Credentials } from '../../../src/keap/http/credentials.ts';
import { exchange } from '../../../src/keap/http/exchange.ts';
import { rateLimiter } from '../../../src/keap/http/rate-limiter.ts';
import type { Http, HttpResult } from '../../../src/platform/http.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { reply, respondingHttp, silence } from '../../support/fake-http.ts';

/** A call that is answered with one word; an empty body is unreadable, and `no` may be a refusal. */
const plainAsk = (name: string): Call<string> => ({
  request: { method: 'POST', url: `https://keap.test/${name}`, headers: {} },
  read: ({ body }) =>
    body === '' ? { kind: 'unreadable', reason: 'empty' } : { kind: 'answer', answer: body },
  readError: ({ status, body }) =>
    body === 'no' ? { kind: 'doubtful', answer: 'refused', mayPass: status >= 500, reason: 'no' } : undefined,
});

const ask = (name: string): Call<string> => ({ ...plainAsk(name), probes: [plainAsk('probe')] });

const calls = (count: number) => Array.from({ length: count }, (_, index) => ask(String(index)));

function given(respond: (name: string, times: number) => HttpResult) {
  const clock = fakeClock();
  const times = new Map<string, number>();
  const http = respondingHttp(({ url }) => {
    const name = url.split('/').pop() ?? '';
    times.set(name, (times.get(name) ?? 0) + 1);
    return respond(name, times.get(name) ?? 0);
  });
  let [renewals, acceptances] = [0, 0];
  const credentials: Credentials = {
    proof: () => ({
      sign: (request) => ({
        ...request,
        headers: { ...request.headers, Authorization: `Bearer ${renewals}` },
      }),
      testCall: plainAsk('test'),
      accepted() {
        acceptances++;
      },
      renew() {
        renewals++;
        return true;
      },
      refused: () => new ServiceDown('refused', 'Refused.'),
    }),
  };
  const options = {
    http: http as Http,
    credentials,
    rateLimiter: rateLimiter(clock),
    clock,
    random: () => 0.5,
  };
  return {
    clock,
    http,
    times,
    credentials,
    exchange: exchange(options),
    renewals: () => renewals,
    acceptances: () => acceptances,
  };
}

const unauthorized = (errorcode: string) => ({ fault: { faultstring: 'No', detail: { errorcode } } });

describe('exchange()', () => {
  it('returns one result per call, in order, across many windows', () => {
    const { exchange: it, http } = given((name) => reply(200, `answer ${name}`));
    const results = it.send(calls(60));
    expect(results.map((one) => (one.kind === 'answered' ? one.answer : one.reason))).toEqual(
      Array.from({ length: 60 }, (_, index) => `answer ${index}`),
    );
    expect(Math.max(...http.batches)).toBeLessThanOrEqual(25);
    expect(http.batches.reduce((sum, size) => sum + size)).toBe(60);
  });

  it('never sends more than 25 requests within a second', () => {
    const clock = fakeClock();
    const sent: number[] = [];
    const { exchange: it } = (() => {
      const world = given((name) => reply(200, name));
      const http: Http = {
        send(requests) {
          sent.push(...requests.map(() => clock.nowMs()));
          clock.advance(20);
          return requests.map(({ url }) => reply(200, url));
        },
      };
      const credentials: Credentials = {
        proof: () => ({
          sign: (request) => request,
          testCall: plainAsk('test'),
          accepted: () => {},
          renew: () => false,
          refused: () => new ServiceDown('refused', 'Refused.'),
        }),
      };
      return {
        ...world,
        exchange: exchange({ http, credentials, rateLimiter: rateLimiter(clock), clock, random: () => 0 }),
      };
    })();
    it.send(calls(300));
    expect(sent).toHaveLength(300);
    for (const start of sent) {
      expect(sent.filter((ms) => ms >= start && ms < start + 1000).length).toBeLessThanOrEqual(25);
    }
  });

  it('sends nothing when there are no calls', () => {
    const { exchange: it, http } = given(() => reply(200, 'x'));
    expect(it.send([])).toEqual([]);
    expect(http.batches).toEqual([]);
  });

  it.each([
    ['silence', silence],
    ['a 500', reply(500)],
    ['a 403 in HTML', reply(403, '<html>')],
    ['an unreadable answer', reply(200, '')],
  ])('repeats only the call that met %s', (_name, trouble) => {
    const {
      exchange: it,
      times,
      clock,
    } = given((name, time) => (name === '3' && time < 3 ? trouble : reply(200, name)));
    expect(it.send(calls(5)).every(({ kind }) => kind === 'answered')).toBe(true);
    expect([...times.values()]).toEqual([1, 1, 1, 3, 1]);
    expect(clock.sleeps.length).toBeGreaterThan(0);
  });

  it('gives up on a call that is never answered, and serves the others', () => {
    const { exchange: it, times } = given((name) => (name === '3' ? reply(200, '') : reply(200, name)));
    const results = it.send(calls(100));
    expect(results.filter(({ kind }) => kind === 'answered')).toHaveLength(99);
    expect(results[3]).toEqual({ kind: 'unanswered', reason: 'empty' });
    expect(times.get('3')).toBe(4);
  });

  it('reports a service as down when it answers nobody after several tries', () => {
    const { exchange: it, http } = given(() => reply(502, '<html>'));
    expect(() => it.send(calls(60))).toThrow(ServiceDown);
    // Four windows, and what must work is asked twice.
    expect(http.batches).toEqual([25, 25, 25, 25, 1, 1]);
  });

  it('reports a service as down when it stops answering midway', () => {
    const { exchange: it } = given((name) => (Number(name) < 20 ? reply(200, name) : silence));
    expect(() => it.send(calls(60))).toThrow(ServiceDown);
  });

  it('splits a window that was lost as a whole, so that one silent call does not fail the others', () => {
    const clock = fakeClock();
    const served: string[] = [];
    const sizes: number[] = [];
    const http: Http = {
      send(requests) {
        sizes.push(requests.length);
        const names = requests.map(({ url }) => url.split('/').pop() ?? '');
        // Who was served is served, although nobody hears of it.
        served.push(...names.filter((name) => name !== '7'));
        return names.map((name) => (names.includes('7') ? silence : reply(200, name)));
      },
    };
    const { credentials } = given(() => silence);
    const results = exchange({
      http,
      credentials,
      rateLimiter: rateLimiter(clock),
      clock,
      random: () => 0.5,
    }).send(calls(20));
    const unanswered = results.flatMap((one, index) => (one.kind === 'unanswered' ? [index] : []));
    expect(unanswered).toEqual([7]);
    expect(sizes.slice(0, 2)).toEqual([20, 5]);
    served.splice(served.indexOf('probe'), 1);
    expect(new Set(served).size).toBe(19);
    expect(served.length).toBeGreaterThan(19);
  });

  it("distinguishes Google's own quota from Keap's silence, and does not retry it", () => {
    const spent = { kind: 'silence', reason: 'quota', isQuotaSpent: true } as const;
    const { exchange: it, http, clock } = given(() => spent);
    expect(() => it.send(calls(30))).toThrow(QuotaSpent);
    expect(http.batches).toEqual([25]);
    expect(clock.sleeps).toEqual([]);
  });

  it('renews once after a 401 that the test call meets, too, and continues', () => {
    const { exchange: it, renewals } = given((name, time) => (time === 1 ? reply(401) : reply(200, name)));
    expect(it.send(calls(5)).every(({ kind }) => kind === 'answered')).toBe(true);
    expect(renewals()).toBe(1);
  });

  it.each([
    ['no code', {}],
    ['a code that speaks of the token', unauthorized('keymanagement.service.invalid_access_token')],
    ['a code that speaks of the API', unauthorized('keymanagement.service.access_token_not_approved')],
  ])('does not renew for a 401 with %s while the test call is answered', (_what, body) => {
    const { exchange: it, renewals } = given((name) =>
      name === 'test' ? reply(200, name) : reply(401, body),
    );
    expect(() => it.send(calls(5))).toThrow(ApiDown);
    expect(renewals()).toBe(0);
  });

  it('does not renew while nobody says whether the token is good', () => {
    const { exchange: it, renewals } = given((name) => (name === 'test' ? reply(503) : reply(401)));
    expect(() => it.send(calls(5))).toThrow(ApiDown);
    expect(renewals()).toBe(0);
  });

  it.each([
    ['a refusal that is not certain', 404, 2],
    ['an error of the server', 500, 5],
  ])('believes %s once others have proved to be answered', (_what, status, times) => {
    const { exchange: it, times: sent } = given((name) =>
      name === '0' ? reply(status, 'no') : reply(200, name),
    );
    expect(it.send(calls(1))).toEqual([{ kind: 'answered', answer: 'refused' }]);
    expect([sent.get('0'), sent.get('probe')]).toEqual([times, 1]);
  });

  it('believes a refusal at once that stands among answers', () => {
    const { exchange: it, times } = given((name) => (name === '3' ? reply(404, 'no') : reply(200, name)));
    expect(it.send(calls(5))[3]).toEqual({ kind: 'answered', answer: 'refused' });
    expect([times.get('3'), times.get('probe')]).toEqual([1, undefined]);
  });

  it('takes refusals that are not certain for an outage while what must work fails, too', () => {
    const { exchange: it } = given(() => reply(404, 'no'));
    expect(() => it.send(calls(30))).toThrow(ApiDown);
  });

  it('waits while a throttle hides whether others are answered', () => {
    const { exchange: it } = given((name, time) => {
      if (name === 'probe') return time === 1 ? reply(429) : reply(200, name);
      return reply(404, 'no');
    });
    expect(it.send(calls(1))).toEqual([{ kind: 'answered', answer: 'refused' }]);
  });

  it('does not renew repeatedly', () => {
    const { exchange: it, renewals } = given(() => reply(401));
    expect(() => it.send(calls(5))).toThrow(ServiceDown);
    expect(renewals()).toBe(1);
  });

  it('halves its windows after a 429, waits as long as Keap asks, and fails no call', () => {
    const {
      exchange: it,
      http,
      clock,
    } = given((name, time) =>
      Number(name) < 10 && time === 1 ? reply(429, '', { 'retry-after': '7' }) : reply(200, name),
    );
    expect(it.send(calls(20)).every(({ kind }) => kind === 'answered')).toBe(true);
    expect(http.batches.slice(0, 2)).toEqual([20, 10]);
    expect(clock.sleeps[0]).toBe(7_000);
  });

  it('ends the run when the daily quota is used up, and says until when', () => {
    const untilMs = Date.UTC(2026, 10, 24);
    const headers = {
      'x-keap-product-quota-available': '0',
      'x-keap-product-quota-expiry-time': String(untilMs),
    };
    const { exchange: it } = given(() => reply(429, '', headers));
    try {
      it.send(calls(3));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(QuotaSpent);
      expect(error).toMatchObject({ untilMs });
    }
  });

  it('ends the run when a throttle does not end', () => {
    const { exchange: it } = given(() => reply(429));
    expect(() => it.send(calls(3))).toThrow(QuotaSpent);
    const { exchange: other, clock } = given(() => reply(429, '', { 'retry-after': '3600' }));
    expect(() => other.send(calls(3))).toThrow(QuotaSpent);
    expect(clock.sleeps).toEqual([]);
  });
});
