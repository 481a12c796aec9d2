import type { Properties } from '../../src/platform/properties.ts';

export interface FakeProperties extends Properties {
  /** Every write and removal in order, such as `set doc/token`. */
  readonly writes: readonly string[];
  readonly stored: ReadonlyMap<string, string>;
  /** Everything that is stored, by key. */
  all(): Record<string, string>;
}

/** Accepts up to 9 KB per value, like Apps Script. */
export function fakeProperties(initial: Readonly<Record<string, string>> = {}): FakeProperties {
  const stored = new Map(Object.entries(initial));
  const writes: string[] = [];
  return {
    stored,
    writes,
    get: (key) => stored.get(key) ?? null,
    keys: () => [...stored.keys()],
    fresh: (key) => stored.get(key) ?? null,
    all: () => Object.fromEntries(stored),
    set(key, value) {
      if (Buffer.byteLength(value) > 9 * 1024) throw new Error('Argument too large: value');
      writes.push(`set ${key}`);
      stored.set(key, value);
    },
    remove(key) {
      writes.push(`remove ${key}`);
      stored.delete(key);
    },
  };
}
