/** Keeps an access token that is too long for one property, in several. */
import type { Properties } from '../platform/properties.ts';
import { loadRecord, saveRecord } from '../stored-record.ts';

/** The store of the access token of one pair. */
export interface LongTokenStore {
  /** The token of the pair that was granted then; undefined unless all of it was saved. */
  load(obtainedAtMs: number): string | undefined;
  /** One write for each piece. Throws when the store refuses one, and for a token that no store can hold. */
  save(accessToken: string, obtainedAtMs: number): void;
  remove(): void;
}

const pieceCharacters = 8_000;
const maxPieces = 4;

/** The properties are called `name-1`, `name-2` and so on. */
export function longTokenStore(properties: Properties, name: string): LongTokenStore {
  const keys = Array.from({ length: maxPieces }, (_, index) => `${name}-${index + 1}`);
  return {
    load(obtainedAtMs) {
      let text = '';
      for (const key of keys) {
        const { piece, pieces, ofTokenMs } = loadRecord(properties, key);
        if (typeof piece !== 'string' || ofTokenMs !== obtainedAtMs) return undefined;
        text += piece;
        if (key === `${name}-${String(pieces)}`) return text;
      }
      return undefined;
    },
    save(accessToken, ofTokenMs) {
      const pieces = Math.ceil(accessToken.length / pieceCharacters);
      if (pieces > maxPieces) throw new RangeError('The access token is too long for the store');
      for (const [index, key] of keys.slice(0, pieces).entries()) {
        const start = index * pieceCharacters;
        const piece = accessToken.slice(start, start + pieceCharacters);
        saveRecord(properties, key, 1, { piece, pieces, ofTokenMs });
      }
    },
    remove() {
      for (const key of keys) properties.remove(key);
    },
  };
}
