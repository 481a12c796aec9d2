import { onTestFinished } from 'vitest';
import type { SimulatedKeapOptions } from '../../local/keap/keap.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../local/keap/simulated-keap.ts';
import { keyCredentials } from '../../src/keap/auth/key-credentials.ts';
import type { ContactChange, ContactId, OptChange } from '../../src/keap/contacts/contact.ts';
import type { ContactApi } from '../../src/keap/contacts/contact-service.ts';
import { type Exchange, exchange } from '../../src/keap/http/exchange.ts';
import { oauthLimits, type RequestLimits, rateLimiter } from '../../src/keap/http/rate-limiter.ts';
import { restContactService } from '../../src/keap/over-rest/rest-contact-service.ts';
import { xmlRpcContactService } from '../../src/keap/over-xmlrpc/xmlrpc-contact-service.ts';
import { secret } from '../../src/secret.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { syncHttp } from '../support/sync-http.ts';

const madeUpKey = 'KeapAK-made-up-for-tests';

/** The services of both APIs, over real HTTP to one simulated Keap, with a clock that advances only by sleeping. */
export interface GivenService {
  readonly keap: SimulatedKeap;
  readonly exchange: Exchange;
  readonly xmlRpc: ContactApi;
  readonly rest: ContactApi;
  readonly nowMs: () => number;
  /** Lets so many milliseconds pass. */
  readonly pass: (ms: number) => void;
}

export async function givenService(
  options: SimulatedKeapOptions = {},
  requestLimits: RequestLimits = oauthLimits,
): Promise<GivenService> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    limits: { keysPerSecond: 1_000, keysPerMinute: 99_999 },
    ...options,
  });
  onTestFinished(() => keap.stop());
  const clock = fakeClock();
  const credentials = keyCredentials(
    { kind: 'key', key: secret(madeUpKey), header: 'Authorization' },
    {
      recordHeader: () => {},
      recordHost: () => {},
      recordAcceptance: () => {},
      recordFallback: () => {},
      recordRefusal: () => true,
    },
  );
  const sender = exchange({
    http: syncHttp(keap.hosts, clock.nowMs),
    credentials,
    rateLimiter: rateLimiter(clock, requestLimits),
    clock,
    random: () => 0.5,
  });
  return {
    keap,
    exchange: sender,
    xmlRpc: xmlRpcContactService(sender),
    rest: restContactService(sender, clock.nowMs),
    nowMs: clock.nowMs,
    pass: clock.advance,
  };
}

export function ids(...numbers: readonly number[]): ContactId[] {
  return numbers.map((number) => number as ContactId);
}

export function change(id: number, fields: Readonly<Record<string, string>>, opt?: OptChange): ContactChange {
  const named = { id: id as ContactId, fields: new Map(Object.entries(fields)) };
  return opt === undefined ? named : { ...named, opt };
}
