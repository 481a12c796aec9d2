/** Keeps a key of Keap in one property, with everything that is known about it. */
import type { Properties } from '../../platform/properties.ts';
import { secret } from '../../secret.ts';
import { freshly, loadRecord, saveRecord } from '../../stored-record.ts';
import type { Key } from './key.ts';

/** A key that Keap has accepted once; times in milliseconds since 1970. */
export interface StoredKey {
  readonly key: Key;
  /** The account that it belongs to, for instance `app123.infusionsoft.com`. */
  readonly account: string;
  readonly connectedAtMs: number;
  /** When Keap refused it for the first time since it was accepted, while that does not count yet. */
  readonly doubtedAtMs?: number | undefined;
  /** Since when Keap has refused it. */
  readonly refusedAtMs?: number | undefined;
  /** When Keap was last asked about a key that it has refused. */
  readonly askedAtMs?: number | undefined;
}

interface KeyStore {
  /** Undefined when none is stored, or when the stored text is damaged. */
  load(): StoredKey | undefined;
  /** The same, as it is stored at this moment. */
  loadFresh(): StoredKey | undefined;
  /** One property write. */
  save(stored: StoredKey): void;
  remove(): void;
}

/** The store of one key, in the property of this name. */
export function keyStore(properties: Properties, name: string): KeyStore {
  return {
    load: () => readStoredKey(loadRecord(properties, name)),
    loadFresh: () => readStoredKey(loadRecord(freshly(properties), name)),
    save({ key, ...rest }) {
      saveRecord(properties, name, 1, { ...rest, ...key, key: key.key.reveal() });
    },
    remove: () => properties.remove(name),
  };
}

function readStoredKey(value: Readonly<Record<string, unknown>>): StoredKey | undefined {
  const { account, connectedAtMs } = value;
  const key = readKey(value);
  if (key === undefined || typeof account !== 'string' || typeof connectedAtMs !== 'number') return undefined;
  return {
    key,
    account,
    connectedAtMs,
    doubtedAtMs: numberIn(value.doubtedAtMs),
    refusedAtMs: numberIn(value.refusedAtMs),
    askedAtMs: numberIn(value.askedAtMs),
  };
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function readKey({
  kind,
  key,
  header,
  application,
  host,
}: Readonly<Record<string, unknown>>): Key | undefined {
  if (typeof key !== 'string') return undefined;
  if (kind === 'key') {
    return { kind, key: secret(key), header: header === 'Authorization' ? header : 'X-Keap-API-Key' };
  }
  if (kind !== 'legacy-key' || typeof application !== 'string') return undefined;
  const isKnown = host === 'api' || host === 'application';
  return { kind, application, key: secret(key), host: isKnown ? host : undefined };
}
