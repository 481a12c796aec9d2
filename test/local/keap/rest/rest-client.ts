import type { SimulatedKeap } from '../../../../local/keap/simulated-keap.ts';
import { api, bearer, madeUpKey, send } from '../keap-client.ts';

export interface RestGot {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer, it expects as well
  readonly value: any;
}

/** Asks REST v2 with the made-up key; `path` is below its base and encoded. */
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
