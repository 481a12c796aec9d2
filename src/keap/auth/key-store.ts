import type { Properties } from '../../platform/properties.ts';
import { secret } from '../../secret.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import type { Key } from './key.ts';

/** A key that Keap has taken once; times in milliseconds since 1970. */
export interface StoredKey {
  readonly key: Key;
  /** The account it opens, for instance `app123.infusionsoft.com`. */
  readonly account: string;
  readonly connectedAtMs: number;
  /** Since when Keap has refused it. */
  readonly refusedAtMs?: number | undefined;
}

export interface KeyStore {
  /** Undefined where none is stored, or where the stored text is damaged. */
  load(): StoredKey | undefined;
  /** One property write. */
  save(stored: StoredKey): void;
  remove(): void;
}

/** Keeps one key, with all that is known of it, in one property. */
export function keyStore(properties: Properties, name: string): KeyStore {
  return {
    load: () => readStored(loadRecord(properties, name)),
    save({ key, ...rest }) {
      saveRecord(properties, name, 1, { ...rest, ...key, key: key.key.reveal() });
    },
    remove: () => properties.remove(name),
  };
}

function readStored(value: Readonly<Record<string, unknown>>): StoredKey | undefined {
  const { account, connectedAtMs, refusedAtMs } = value;
  const key = readKey(value);
  if (key === undefined || typeof account !== 'string' || typeof connectedAtMs !== 'number') return undefined;
  return {
    key,
    account,
    connectedAtMs,
    refusedAtMs: typeof refusedAtMs === 'number' ? refusedAtMs : undefined,
  };
}

function readKey({ kind, key, header, application }: Readonly<Record<string, unknown>>): Key | undefined {
  if (typeof key !== 'string') return undefined;
  if (kind === 'key') {
    return { kind, key: secret(key), header: header === 'Authorization' ? header : 'X-Keap-API-Key' };
  }
  return kind === 'legacy-key' && typeof application === 'string'
    ? { kind, application, key: secret(key) }
    : undefined;
}
