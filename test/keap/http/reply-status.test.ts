import { describe, expect, it } from 'vitest';
import { replyStatusOf } from '../../../src/keap/http/reply-status.ts';
import { reply } from '../../support/fake-http.ts';

const nowMs = Date.UTC(2026, 10, 23, 12);
const midnightMs = Date.UTC(2026, 10, 24);

describe('replyStatusOf()', () => {
  it.each([
    [200, { kind: 'passed' }],
    [401, { kind: 'unauthorized' }],
    [403, { kind: 'unavailable', reason: 'HTTP status 403' }],
    [404, { kind: 'unavailable', reason: 'HTTP status 404' }],
    [410, { kind: 'unavailable', reason: 'HTTP status 410' }],
    [503, { kind: 'unavailable', reason: 'HTTP status 503' }],
    [302, { kind: 'unavailable', reason: 'HTTP status 302' }],
    [429, { kind: 'throttled' }],
  ])('status %i means %j', (status, replyStatus) => {
    expect(replyStatusOf(reply(status), nowMs)).toEqual(replyStatus);
  });

  const fault = (errorcode: string) => ({ fault: { faultstring: 'Words', detail: { errorcode } } });

  it.each([
    'oauth.v2.InvalidAccessToken',
    'keymanagement.service.invalid_access_token',
    'keymanagement.service.access_token_expired',
    'access_token_expired',
  ])('a 401 with the code %s speaks of the token', (code) => {
    expect(replyStatusOf(reply(401, fault(code)), nowMs)).toEqual({ kind: 'unauthorized' });
  });

  it.each([
    'keymanagement.service.InvalidAPICallAsNoApiProductMatchFound',
    'keymanagement.service.access_token_not_approved',
    'keymanagement.service.invalid_client-client_id_not_approved',
  ])('a 401 with the code %s speaks of the app or the API', (code) => {
    const reason = `HTTP status 401, ${code}`;
    expect(replyStatusOf(reply(401, fault(code)), nowMs)).toEqual({
      ...{ kind: 'unavailable', reason, isClosed: true },
    });
  });

  it.each([
    ['no body', ''],
    ['a page', '<html>'],
    ['what is no code', fault('made-up-secret of somebody')],
  ])('a 401 with %s does not say what it speaks of', (_what, body) => {
    expect(replyStatusOf(reply(401, body), nowMs)).toEqual({ kind: 'unauthorized' });
  });

  it.each([
    [String(nowMs + 1000), nowMs + 1000],
    ['', midnightMs],
    ['soon', midnightMs],
    [String(nowMs - 1), midnightMs],
    [String(nowMs / 1000), midnightMs],
    ['99999999999999', midnightMs],
  ])('accepts "%s" as the end of the quota only if it is plausible', (expiry, untilMs) => {
    const headers = { 'x-keap-product-quota-available': '0', 'x-keap-product-quota-expiry-time': expiry };
    expect(replyStatusOf(reply(429, '', headers), nowMs)).toEqual({ kind: 'quota-spent', untilMs });
  });

  it('ignores a blank or malformed header', () => {
    for (const value of ['', ' ', '-1', '1|2', 'NaN']) {
      const headers = { 'retry-after': value, 'x-keap-product-quota-available': value };
      expect(replyStatusOf(reply(429, '', headers), nowMs)).toEqual({ kind: 'throttled' });
    }
  });
});
