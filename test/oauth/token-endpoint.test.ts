import { describe, expect, it } from 'vitest';
import { basicAuth } from '../../src/oauth/basic-auth.ts';
import { readTokenAnswer, requestByCode, requestByRefreshToken } from '../../src/oauth/token-endpoint.ts';
import { secret } from '../../src/secret.ts';
import { bodyOf, reply, silence } from '../support/fake-http.ts';

const server = { authorizeUrl: 'https://a.test/authorize', tokenUrl: 'https://a.test/token', scope: 'full' };
const client = { id: 'the id', secret: secret('made-up-&-secret') };
const nowMs = 1_000_000;

describe('basicAuth()', () => {
  // RFC 7617, sections 2 and 2.1, and RFC 4648, section 10.
  it.each([
    ['Aladdin', 'open sesame', 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='],
    ['test', '123\u00a3', 'Basic dGVzdDoxMjPCow=='],
    ['f', 'oba', 'Basic ZjpvYmE='],
    ['fo', 'bar', 'Basic Zm86YmFy'],
    ['😀', '', 'Basic 8J+YgDo='],
  ])('encodes %s', (id, password, header) => {
    expect(basicAuth(id, password).reveal()).toBe(header);
  });
});

describe('token requests', () => {
  it('send a code with the client in the body, and nothing secret in the URL', () => {
    const request = requestByCode(server, client, secret('c/d+e'), 'https://me.test/back');
    expect(request.url).toBe('https://a.test/token');
    expect(Object.fromEntries(new URLSearchParams(bodyOf(request)))).toEqual({
      grant_type: 'authorization_code',
      client_id: 'the id',
      client_secret: 'made-up-&-secret',
      code: 'c/d+e',
      redirect_uri: 'https://me.test/back',
    });
    expect(JSON.stringify(request)).not.toContain('made-up');
  });

  it('send a refresh token with the client in the header', () => {
    const request = requestByRefreshToken(server, client, secret('r='));
    expect(bodyOf(request)).toBe('grant_type=refresh_token&refresh_token=r%3D');
    expect(String(request.headers.Authorization)).toBe('[secret]');
  });
});

describe('readTokenAnswer()', () => {
  const pair = {
    access_token: 'a',
    refresh_token: 'r',
    expires_in: 86_400,
    token_type: 'bearer',
    scope: 'full|x.test',
  };

  it('reads a pair and its expiry', () => {
    const answer = readTokenAnswer(reply(200, pair), nowMs);
    expect(answer).toMatchObject({
      kind: 'granted',
      token: { expiresAtMs: nowMs + 86_400_000, obtainedAtMs: nowMs, scope: 'full|x.test' },
    });
    expect(JSON.stringify(answer)).toContain('[secret]');
  });

  it.each([['86400'], [0], [-1], [null], ['soon'], [true], [[5]]])(
    'assumes 24 hours when expires_in is %j',
    (expires_in) => {
      expect(readTokenAnswer(reply(200, { ...pair, expires_in }), nowMs)).toMatchObject({
        token: { expiresAtMs: nowMs + 86_400_000 },
      });
    },
  );

  it('limits an endless lifetime or scope, so that the pair can be stored', () => {
    const endless = { ...pair, expires_in: 1e308, scope: 'x'.repeat(100_000) };
    const answer = readTokenAnswer(reply(200, endless), nowMs);
    expect(answer).toMatchObject({
      token: { expiresAtMs: nowMs + 365 * 86_400_000, scope: 'x'.repeat(500) },
    });
  });

  it.each([
    [400, { error: 'invalid_grant', error_description: 'Invalid refresh token' }],
    [400, { error: 'invalid_request', error_description: 'Invalid Refresh Token' }],
    [401, { error: 'invalid_grant' }],
    [400, { fault: { detail: { errorcode: 'keymanagement.service.refresh_token_expired' } } }],
    [401, { fault: { detail: { errorcode: 'keymanagement.service.invalid_refresh_token' } } }],
    [400, { fault: { detail: { errorcode: 'refresh_token_expired' } } }],
    [400, { fault: { detail: { errorcode: 'oauth.v2.InvalidRefreshToken' } } }],
  ])('reads %i %j as a refusal', (status, body) => {
    expect(readTokenAnswer(reply(status, body), nowMs)).toMatchObject({ kind: 'refused' });
  });

  it.each([
    [400, { error: 'invalid_client' }],
    [401, { error: 'invalid_client' }],
    [401, { fault: { detail: { errorcode: 'oauth.v2.InvalidClientIdentifier' } } }],
    [401, { fault: { detail: { errorcode: 'invalid_client' } } }],
    [
      401,
      { fault: { detail: { errorcode: 'keymanagement.service.invalid_client-client_id_not_approved' } } },
    ],
  ])('reads %i %j as a wrong client', (status, body) => {
    expect(readTokenAnswer(reply(status, body), nowMs)).toMatchObject({ kind: 'client-refused' });
  });

  it.each([
    ['silence', silence, true],
    ['a 500', reply(500, 'oops'), true],
    ['a 503 that quotes a refusal', reply(503, { error: 'invalid_grant' }), true],
    ['a 502 in HTML', reply(502, '<html>Bad Gateway</html>'), true],
    ['a 429', reply(429, { fault: { faultstring: 'slow down' } }), false],
    ['a 403 in HTML', reply(403, '<html>maintenance</html>'), false],
    ['a 400 in HTML', reply(400, '<html>invalid_grant</html>'), false],
    [
      'a 400 for another reason',
      reply(400, { error: 'invalid_request', error_description: 'duplicate' }),
      false,
    ],
    ['a 401 of the gateway', reply(401, { fault: { faultstring: 'Invalid access token' } }), false],
    ['a 200 in HTML', reply(200, '<html>hello</html>'), true],
    ['a 200 without a refresh token', reply(200, { access_token: 'a' }), true],
    ['a 200 with an empty token', reply(200, { ...pair, access_token: ' ' }), true],
    ['a 200 with a line break in a token', reply(200, { ...pair, access_token: 'a\r\nX: y' }), true],
    ['a 200 with half an emoji in a token', reply(200, { ...pair, refresh_token: '\ud83d' }), true],
    ['a 200 with a number for a token', reply(200, { ...pair, access_token: 7 }), true],
    ['a 200 that is an array', reply(200, []), true],
    ['a 200 that is null', reply(200, 'null'), true],
    ['a redirect', reply(302, ''), false],
  ])('never reads %s as a refusal', (_name, result, mayHaveRotated) => {
    expect(readTokenAnswer(result, nowMs)).toMatchObject({ kind: 'unavailable', mayHaveRotated });
  });

  it('keeps the refresh token that was sent when the answer has none (RFC 6749, section 6)', () => {
    const sent = secret('made-up-refresh-token');
    const { refresh_token: _, ...answer } = pair;
    const read = (body: object) => readTokenAnswer(reply(200, body), nowMs, sent);
    const shownRefresh = (body: object) => {
      const one = read(body);
      return one.kind === 'granted' ? one.token.refreshToken.reveal() : one.kind;
    };
    expect(shownRefresh(answer)).toBe('made-up-refresh-token');
    expect(shownRefresh(pair)).toBe('r');
    expect(shownRefresh({ ...pair, refresh_token: 7 })).toBe('unavailable');
  });

  it('reads a pair after a byte order mark', () => {
    const marked = reply(200, `\ufeff${JSON.stringify(pair)}`);
    expect(readTokenAnswer(marked, nowMs)).toMatchObject({ kind: 'granted' });
  });

  it.each([
    [['full', 'x.test'], 'full|x.test'],
    [undefined, ''],
    [7, ''],
  ])('reads the scope %j', (scope, text) => {
    expect(readTokenAnswer(reply(200, { ...pair, scope }), nowMs)).toMatchObject({ token: { scope: text } });
  });

  it('reads how long to wait', () => {
    const answer = readTokenAnswer(reply(429, '', { 'retry-after': '7' }), nowMs);
    expect(answer).toMatchObject({ retryAfterMs: 7_000 });
  });

  it('repeats nothing from a body', () => {
    const fault = { detail: { errorcode: 'made-up-secret_refresh_token' } };
    const hostile = { error: 'made-up-secret', error_description: 'made-up-secret', fault };
    for (const status of [200, 400, 401, 403, 500]) {
      expect(JSON.stringify(readTokenAnswer(reply(status, hostile), nowMs))).not.toContain('made-up-secret');
    }
  });
});
