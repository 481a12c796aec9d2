/** Keeps a record that may be too long for one property in as many as it needs. */

import { jsonObject } from './json.ts';
import type { Properties } from './platform/properties.ts';
import { loadRecord, saveRecord } from './stored-record.ts';

/**
 * The stored record, of unknown shape; empty where it is missing or damaged. What `saveRecord` has written is read as
 * well.
 */
export function loadSplitRecord(
  properties: Pick<Properties, 'get'>,
  key: string,
): Readonly<Record<string, unknown>> {
  const first = headOf(properties, key);
  if (first.pieces === 0) return first.record;
  const text = loadPieces(properties, key, first);
  if (text !== undefined) return jsonObject(text) ?? {};
  // Somebody else has saved twice in the meantime: the newer record is as whole as this one was.
  const second = headOf(properties, key);
  if (second.pieces === 0) return second.record;
  return jsonObject(loadPieces(properties, key, second) ?? '') ?? {};
}

/**
 * Saves the record. A longer one is cut into pieces, and the last write alone, of `key` itself, makes them count: an
 * execution that is killed before it leaves the earlier record as it was, whose pieces have other keys. Throws where the
 * store has no room for all of it.
 */
export function saveSplitRecord(properties: Properties, key: string, version: number, record: object): void {
  const text = JSON.stringify(record);
  if (storedBytes(text) <= maxPieceBytes) {
    saveRecord(properties, key, version, record);
    return;
  }
  const edition = headOf(properties, key).edition + 1;
  const pieces = piecesOf(text);
  pieces.forEach((piece, index) => {
    saveRecord(properties, pieceKey(key, edition, index), 1, { piece, edition });
  });
  saveRecord(properties, key, version, { edition, pieces: pieces.length });
}

interface Head {
  readonly record: Readonly<Record<string, unknown>>;
  /** Counts the records that were cut; 0 for none. */
  readonly edition: number;
  /** 0 for a record that fits into its property. */
  readonly pieces: number;
}

function headOf(properties: Pick<Properties, 'get'>, key: string): Head {
  const record = loadRecord(properties, key);
  const { edition, pieces } = record;
  return {
    record,
    edition: typeof edition === 'number' ? edition : 0,
    pieces: typeof pieces === 'number' ? pieces : 0,
  };
}

/** Undefined when a piece is missing or belongs to another edition. */
function loadPieces(
  properties: Pick<Properties, 'get'>,
  key: string,
  { edition, pieces }: Head,
): string | undefined {
  let text = '';
  for (let index = 0; index < pieces; index++) {
    const stored = loadRecord(properties, pieceKey(key, edition, index));
    if (typeof stored.piece !== 'string' || stored.edition !== edition) return undefined;
    text += stored.piece;
  }
  return text;
}

/** Two editions have different keys, so that the one which counts is never written over. */
function pieceKey(key: string, edition: number, index: number): string {
  const turn = edition % 2;
  return `${key}/${turn}-${index + 1}`;
}

/** A property holds 9 KB (Apps Script, "Quotas"), with the names around the piece. */
const maxPieceBytes = 8_900;

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let bytes = 0;
  for (let end = 0; end < text.length; end++) {
    const added = bytesAt(text, end);
    if (bytes + added > maxPieceBytes) {
      pieces.push(text.slice(start, end));
      start = end;
      bytes = 0;
    }
    bytes += added;
  }
  return [...pieces, text.slice(start)];
}

function storedBytes(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) bytes += bytesAt(text, index);
  return bytes;
}

/** How many bytes this part of a JSON text takes at most once it is stored within another: UTF-8, `"` and `\` escaped. */
function bytesAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code >= 0xd800 && code <= 0xdfff) return 6;
  if (code >= 0x800) return 3;
  if (code >= 0x80) return 2;
  return code === 0x22 || code === 0x5c ? 2 : 1;
}
