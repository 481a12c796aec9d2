/** Proves who is calling with a personal access token or a service account key. */
import { ReconnectNeeded, type RunEnded, ServiceDown } from '../../errors.ts';
import { menuPath } from '../../menu-path.ts';
import { secret } from '../../secret.ts';
import { addHeader, type Credentials } from '../http/credentials.ts';
import type { Key, KeyHeader, LegacyKeyHost, PersonalKey } from './key.ts';
import { userInfoCall } from './user-info.ts';

/** Records what Keap's answers show about a key. */
export interface KeyRecorder {
  /** The header in which Keap accepts the key. */
  recordHeader(header: KeyHeader): void;
  /** The host that accepts a legacy key. */
  recordHost(host: LegacyKeyHost): void;
  /** Keap has accepted the key, so what it said before no longer counts. */
  recordAcceptance(): void;
  /** Another host is asked, because this one has refused the key. */
  recordFallback(): void;
  /** True once the refusal counts: Keap has refused the key before, some time ago, and has not accepted it since. */
  recordRefusal(): boolean;
}

/** A personal key in the header that Keap wants: when Keap refuses one header, the other one is tried once. */
export function keyCredentials(key: PersonalKey, recorder: KeyRecorder): Credentials {
  let { header } = key;
  let hasTriedBoth = false;
  let isRecorded = false;
  return {
    proof() {
      const name = header;
      const value = name === 'Authorization' ? secret(`Bearer ${key.key.reveal()}`) : key.key;
      return {
        sign: (request) => addHeader(request, name, value),
        testCall: userInfoCall(),
        accepted() {
          if (isRecorded) return;
          isRecorded = true;
          if (name !== key.header) recorder.recordHeader(name);
          recorder.recordAcceptance();
        },
        renew() {
          if (hasTriedBoth) return false;
          hasTriedBoth = true;
          header = header === 'Authorization' ? 'X-Keap-API-Key' : 'Authorization';
          return true;
        },
        refused: () => refusalOf(key, recorder),
      };
    },
  };
}

/** Keap has refused the key: one bad moment is not believed, because only the user could help afterwards. */
export function refusalOf(key: Key, recorder: KeyRecorder): RunEnded {
  return recorder.recordRefusal() ? keyRefused(key) : keyDoubted(key);
}

/** The error that ends a run whose key Keap does not accept. */
export function keyRefused(key: Key): ReconnectNeeded {
  const advice =
    key.kind === 'key'
      ? `Keap does not accept this key. Create a new personal access token or service account key in Keap, choose ${menuPath('Connection and schedule')}, and enter it.`
      : `Keap does not accept this key for ${key.application}. Keap has retired legacy keys: choose ${menuPath('Connection and schedule')}, and connect with a client id and secret, or with a personal access token.`;
  return new ReconnectNeeded(`Keap refuses the ${key.kind}`, advice);
}

function keyDoubted({ kind }: Key): ServiceDown {
  return new ServiceDown(
    `Keap refuses the ${kind}, for the first time`,
    `Keap did not accept the key just now. Rows that have not been sent yet say Waiting, and the next run asks again within the hour. If you have deleted the key in Keap, choose ${menuPath('Connection and schedule')}, and enter a new one.`,
  );
}
