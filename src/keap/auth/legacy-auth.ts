/** What a legacy key needs from XML-RPC, so that this folder compiles without it. */
import type { Call } from '../http/call.ts';
import type { Credentials } from '../http/credentials.ts';
import type { LegacyKey } from './key.ts';
import type { KeyRecorder } from './key-credentials.ts';

/** Connecting with a legacy key. */
export interface LegacyAuth {
  /** Tries the key at the host of both APIs first, and at the application's own host when it is refused there. */
  credentials(key: LegacyKey, recorder: KeyRecorder): Credentials;
  /** The cheapest call whose answer shows, at either host, that Keap accepts the key. */
  testCall(): Call<unknown>;
}
