import type { SimulatedKeap } from '../../../../local/keap/simulated-keap.ts';
import { api, bearer, madeUpKey, send } from '../keap-client.ts';

export interface RestGot {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: a test checks what it reads from an answer
  readonly value: any;
}

/** Calls REST v2 with the test key; `path` is relative to its base, and encoded. */
export async function rest(
  keap: SimulatedKeap,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = bearer(madeUpKey),
): Promise<RestGot> {
  const sent = { host: api, path: `/crm/rest/v2${path}`, method, headers };
  const got = await send(keap, body === undefined ? sent : { ...sent, body: JSON.stringify(body) });
  return { status: got.status, headers: got.headers, value: JSON.parse(got.body) };
}
