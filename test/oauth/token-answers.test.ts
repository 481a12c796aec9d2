import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTokenAnswer } from '../../src/oauth/token-endpoint.ts';

/** Whatever comes from the token endpoint, or from something in its place. */
const mark = 'simulated-access-echo';
const nowMs = Date.UTC(2026, 10, 23);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    mark,
    'invalid_grant',
    'invalid_request',
    'invalid_client',
    'Invalid Refresh Token',
    '__proto__',
  ),
);
const anyValue = fc.oneof(
  anyText,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue(),
);
const anyMember = fc.constantFrom(
  'access_token',
  'refresh_token',
  'expires_in',
  'scope',
  'error',
  'error_description',
  '__proto__',
);
const anyBody = fc.oneof(
  anyText,
  fc.json(),
  fc.array(fc.tuple(anyMember, anyValue)).map((members) => JSON.stringify(Object.fromEntries(members))),
  fc.tuple(anyMember, anyText).map(([name, value]) => `{"${name}":${JSON.stringify(value)},"cut`),
);
const anyReply = fc.record({
  kind: fc.constant('reply' as const),
  status: fc.oneof(fc.constantFrom(200, 400, 401, 403, 429, 500, 503), fc.integer({ min: 100, max: 599 })),
  headers: fc.dictionary(fc.constantFrom('retry-after', 'content-type', 'location'), anyText),
  body: anyBody,
});

it('T4 no answer of the token endpoint is mistaken for a pair or for a documented refusal', () => {
  fc.assert(
    fc.property(anyReply, (reply) => {
      const answer = readTokenAnswer(reply, nowMs);
      if (answer.kind === 'granted') {
        const { access_token, refresh_token } = JSON.parse(reply.body);
        expect(reply.status).toBe(200);
        expect([answer.token.accessToken.reveal(), answer.token.refreshToken.reveal()]).toEqual([
          access_token,
          refresh_token,
        ]);
        expect(`${access_token}${refresh_token}`).toMatch(/^[\x21-\x7e]+$/);
        expect(answer.token.expiresAtMs).toBeGreaterThan(nowMs);
        expect(answer.token.expiresAtMs).toBeLessThanOrEqual(nowMs + 365 * 86_400_000);
        return;
      }
      if (answer.kind === 'refused' || answer.kind === 'client-refused') {
        expect([400, 401]).toContain(reply.status);
        expect(JSON.parse(reply.body).error).toBe(answer.code);
        expect(['invalid_grant', 'invalid_request', 'invalid_client', 'unauthorized_client']).toContain(
          answer.code,
        );
        return;
      }
      // Whoever reads the reason may see it in a log.
      expect(answer.reason).not.toContain(mark);
      expect(answer.reason.length).toBeLessThan(80);
    }),
    { numRuns: 10 * (fc.readConfigureGlobal().numRuns ?? 100) },
  );
});
