/** What a legacy key needs from XML-RPC, so that this folder compiles without it. */
import type { Call } from '../http/call.ts';
import type { Credentials } from '../http/credentials.ts';
import type { LegacyKey } from './key.ts';
import type { KeyRecorder } from './key-credentials.ts';

/** Connecting with a legacy key, which only XML-RPC accepts. */
export interface LegacyAuth {
  credentials(key: LegacyKey, recorder: KeyRecorder): Credentials;
  /** The cheapest call whose answer shows that Keap accepts the key. */
  testCall(): Call<unknown>;
}
