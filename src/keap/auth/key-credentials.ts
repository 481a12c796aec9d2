/** Proves who is calling with a personal access token or a service account key. */
import { ReconnectNeeded } from '../../errors.ts';
import { secret } from '../../secret.ts';
import { addHeader, type Credentials } from '../http/credentials.ts';
import type { Key, KeyHeader, PersonalKey } from './key.ts';

/** Records what Keap's answers show about a key. */
export interface KeyRecorder {
  /** The header in which Keap accepts the key. */
  recordHeader(header: KeyHeader): void;
  recordRefusal(): void;
}

/** A personal key in the header that Keap wants: when Keap refuses one header, the other one is tried once. */
export function keyCredentials(key: PersonalKey, recorder: KeyRecorder): Credentials {
  let { header } = key;
  let hasTriedBoth = false;
  return {
    proof() {
      const name = header;
      const value = name === 'Authorization' ? secret(`Bearer ${key.key.reveal()}`) : key.key;
      return {
        sign: (request) => addHeader(request, name, value),
        renew() {
          if (hasTriedBoth) return false;
          hasTriedBoth = true;
          header = header === 'Authorization' ? 'X-Keap-API-Key' : 'Authorization';
          recorder.recordHeader(header);
          return true;
        },
        refused() {
          recorder.recordRefusal();
          return keyRefused(key);
        },
      };
    },
  };
}

/** The error that ends a run whose key Keap does not accept. */
export function keyRefused(key: Key): ReconnectNeeded {
  const advice =
    key.kind === 'key'
      ? 'Keap does not accept this key. Create a new personal access token or service account key in Keap, and enter it in the sidebar of "Sync contacts".'
      : `Keap does not accept this key for ${key.application}. Keap has retired legacy keys: connect with client id and secret, or with a personal access token, in the sidebar of "Sync contacts".`;
  return new ReconnectNeeded(`Keap refuses the ${key.kind}`, advice);
}
