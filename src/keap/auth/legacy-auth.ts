import type { Call } from '../http/call.ts';
import type { Credentials, KeyKeeper } from './credentials.ts';
import type { LegacyKey } from './key.ts';

/** What connecting by a legacy key needs of XML-RPC, the only API that takes one. */
export interface LegacyAuth {
  credentials(key: LegacyKey, keeper: KeyKeeper): Credentials;
  /** The cheapest call whose answer shows that Keap takes the key. */
  testCall(): Call<unknown>;
}
