import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultClient, type SimulatedKeapOptions } from '../../../local/keap/keap.ts';
import type { KeapBehavior, TokenAnswers } from '../../../local/keap/open-questions.ts';
import { defaultBehavior } from '../../../local/keap/open-questions.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import {
  api,
  askToken,
  at,
  basic,
  bearer,
  byCode,
  byRefresh,
  consentCode,
  newPair,
  send,
} from './keap-client.ts';

/** Answers of the token endpoint that the RFC allows or the gateway gives, though Keap's pages show none of them. */
async function givenKeap(
  behavior: Partial<KeapBehavior> = {},
  options: SimulatedKeapOptions = {},
): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({ ...options, behavior });
  onTestFinished(() => keap.stop());
  return keap;
}

const withAnswers = (answers: Partial<TokenAnswers>) =>
  givenKeap({ tokenAnswers: { ...defaultBehavior.tokenAnswers, ...answers } });
const grant = async (keap: SimulatedKeap) => askToken(keap, byCode(await consentCode(keap)), {});
const userInfo = async (keap: SimulatedKeap, token: string) => {
  const path = '/crm/rest/v2/oauth/connect/userinfo';
  return (await send(keap, { host: api, path, method: 'GET', headers: bearer(token) })).status;
};
const errorOf = ({ status, body }: { status: number; body: string }) => {
  const value = JSON.parse(body);
  return [status, value.error ?? value.fault.detail.errorcode];
};

describe('a granted pair', () => {
  it('can come without a refresh token when it renews another, which stays (RFC 6749, 6)', async () => {
    const keap = await withAnswers({ withoutRefreshToken: true });
    const { refresh_token } = await newPair(keap);
    for (let times = 0; times < 2; times++) {
      const value = JSON.parse((await askToken(keap, byRefresh(refresh_token))).body);
      expect([value.refresh_token, await userInfo(keap, value.access_token)]).toEqual([undefined, 200]);
    }
  });

  it('can begin with a byte order mark', async () => {
    const { body } = await grant(await withAnswers({ byteOrderMark: true }));
    expect([body.charCodeAt(0), JSON.parse(body.slice(1)).token_type]).toEqual([0xfeff, 'bearer']);
  });

  it.each([
    ['usual', 'full|sim123.infusionsoft.com'],
    ['without-host', 'full'],
    ['upper-case', 'FULL|SIM123.INFUSIONSOFT.COM'],
    ['list', ['full', 'sim123.infusionsoft.com']],
  ] as const)('can have a scope that is %s', async (scope, expected) => {
    expect(JSON.parse((await grant(await withAnswers({ scope }))).body).scope).toEqual(expected);
  });

  it('can be as long as 9,000 and 5,000 characters, and works', async () => {
    const keap = await withAnswers({ accessTokenLength: 9_000, refreshTokenLength: 5_000 });
    const { access_token, refresh_token } = await newPair(keap);
    expect([access_token.length, refresh_token.length]).toEqual([9_000, 5_000]);
    expect(await userInfo(keap, access_token)).toBe(200);
    expect((await askToken(keap, byRefresh(refresh_token))).status).toBe(200);
    expect(JSON.stringify(await keap.requests())).not.toContain(refresh_token.slice(100, 200));
  });
});

describe('a refusal in the shape of the gateway', () => {
  it('tells an old refresh token from one that never was one', async () => {
    const keap = await givenKeap({}, { refusedRefresh: 'gateway' });
    const { refresh_token } = await newPair(keap);
    const later = at(Date.now() + 46 * 86_400_000);
    expect(errorOf(await askToken(keap, byRefresh('none')))).toEqual([
      400,
      'keymanagement.service.invalid_refresh_token',
    ]);
    expect(errorOf(await askToken(keap, byRefresh(refresh_token), { ...basic, ...later }))).toEqual([
      400,
      'keymanagement.service.refresh_token_expired',
    ]);
  });
});

describe('a client that is not registered any more', () => {
  it.each([
    ['invalid_client', 401, 'invalid_client'],
    ['gateway', 401, 'oauth.v2.InvalidClientIdentifier'],
    ['invalid_grant', 400, 'invalid_grant'],
  ] as const)(
    'is refused by %s until it is registered again, and its tokens live',
    async (refusedClients, ...expected) => {
      const keap = await givenKeap({ refusedClients });
      const { refresh_token } = await newPair(keap);
      await keap.setClient({ id: 'another', secret: 'another-secret' });
      expect(errorOf(await askToken(keap, byRefresh(refresh_token)))).toEqual(expected);
      await keap.setClient(defaultClient);
      expect((await askToken(keap, byRefresh(refresh_token))).status).toBe(200);
    },
  );
});

describe('a code that comes again', () => {
  it.each([
    ['revoke', 401],
    ['refused', 200],
  ] as const)('is set to %s: the pair that it brought is then answered %i', async (usedCodes, expected) => {
    const keap = await givenKeap({ usedCodes });
    const code = await consentCode(keap);
    const { access_token } = JSON.parse((await askToken(keap, byCode(code), {})).body);
    expect((await askToken(keap, byCode(code), {})).status).toBe(400);
    expect(await userInfo(keap, access_token)).toBe(expected);
  });
});
