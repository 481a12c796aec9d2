import type { Token } from '../../src/oauth/token.ts';
import { type TokenManagerOptions, tokenManager } from '../../src/oauth/token-manager.ts';
import { tokenStore } from '../../src/oauth/token-store.ts';
import type { Http } from '../../src/platform/http.ts';
import { secret } from '../../src/secret.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeLock } from '../support/fake-lock.ts';
import { fakeLog } from '../support/fake-log.ts';
import { fakeProperties } from '../support/fake-properties.ts';

export const hourMs = 60 * 60 * 1000;
export const server = {
  authorizeUrl: 'https://a.test/authorize',
  tokenUrl: 'https://a.test/token',
  scope: 'full',
};
export const client = { id: 'made-up-id', secret: secret('made-up-secret') };

/** The pair named `first`, granted at this moment for 24 hours. */
export function firstToken(obtainedAtMs: number): Token {
  return {
    accessToken: secret('access-first'),
    refreshToken: secret('refresh-first'),
    obtainedAtMs,
    connectedAtMs: obtainedAtMs,
    expiresAtMs: obtainedAtMs + 24 * hourMs,
    scope: 'full|x.test',
  };
}

/** A connected document whose pair is `ageHours` old. */
export function givenConnected({ ageHours, http }: { readonly ageHours: number; readonly http: Http }) {
  const clock = fakeClock();
  const properties = fakeProperties();
  const store = tokenStore(properties, 'doc/');
  const first = firstToken(clock.nowMs() - ageHours * hourMs);
  store.save(first);
  const lock = fakeLock();
  const log = fakeLog();
  const options: TokenManagerOptions = {
    server,
    client: () => client,
    store,
    http,
    lock,
    clock,
    random: () => 0.5,
    log,
  };
  return { clock, properties, store, first, lock, log, options, manager: tokenManager(options) };
}

export function shown(token: Token): string {
  return token.accessToken.reveal();
}
