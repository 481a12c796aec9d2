/** How far the scheduled comparison of a sheet has come, and which differences are known: a property for each sheet. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { hashOf } from '../sheet/fingerprint.ts';
import type { Comparison, Difference } from './comparison.ts';
import { type ComparisonCounts, noCounts, withPiece } from './counts.ts';

/** Changed under the document's lock alone, for it says what the notes in the rows do. */
export interface ComparisonRecord {
  /** The day (`2026-01-31`) of the scheduled sync after which it compares; empty before the first one. */
  readonly day: string;
  /** `telling` once all contacts are compared and the log says so. */
  readonly phase: 'comparing' | 'telling' | 'over';
  /** When its last execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** When it may continue, in milliseconds since 1970; 0 for at once. */
  readonly notBeforeMs: number;
  /** How long it took so far, in milliseconds. */
  readonly tookMs: number;
  readonly counts: ComparisonCounts;
  /** The differences that it has found so far, as short hashes. */
  readonly found: readonly string[];
  /** Those that an email has told of, and that still differed at the end of the last comparison. */
  readonly told: readonly string[];
}

const keyOf = (sheetId: number) => `comparison/${sheetId}`;

/** Hexadecimal digits that tell differences apart: one new difference in a thousand is taken for one of 1,000 known ones. */
const keyDigits = 5;

/** So many differences are told apart: a property holds 9 KB. */
const maxKeys = 800;

/** With one more piece, which took so long. */
export function withComparedPiece(
  record: ComparisonRecord,
  piece: Comparison,
  tookMs: number,
): ComparisonRecord {
  return {
    ...record,
    phase: piece.left === 0 ? 'telling' : 'comparing',
    notBeforeMs: 0,
    tookMs: record.tookMs + tookMs,
    counts: withPiece(record.counts, piece),
    found: [...record.found, ...piece.differences.map(keyOfDifference)].slice(0, maxKeys),
  };
}

/** Names a difference until somebody changes the value in Keap again. It holds no value of anybody's. */
function keyOfDifference({ contact, name, inKeap }: Difference): string {
  return hashOf([contact, name, inKeap], keyDigits);
}

/** The beginning of another one; what an email has told of is known from the one before. */
export function newComparison(day: string, startedMs: number, told: readonly string[]): ComparisonRecord {
  const fresh = { notBeforeMs: 0, tookMs: 0, counts: noCounts, found: [] };
  return { day, phase: 'comparing', startedMs, ...fresh, told };
}

/** What is missing or damaged counts as nothing compared. */
export function loadComparison(properties: Pick<Properties, 'get'>, sheetId: number): ComparisonRecord {
  const { day, phase, startedMs, notBeforeMs, tookMs, counts, found, told } = loadRecord(
    properties,
    keyOf(sheetId),
  );
  return {
    day: typeof day === 'string' ? day : '',
    phase: phase === 'telling' || phase === 'over' ? phase : 'comparing',
    ...{ startedMs: numberIn(startedMs), notBeforeMs: numberIn(notBeforeMs), tookMs: numberIn(tookMs) },
    counts: countsIn(counts),
    ...{ found: keysIn(found), told: keysIn(told) },
  };
}

export function saveComparison(properties: Properties, sheetId: number, record: ComparisonRecord): void {
  const { counts, found, told, ...rest } = record;
  const { lastId, compared, contacts, values, unread } = counts;
  const stored = { counts: [lastId, compared, contacts, values, unread] };
  const keys = { found: found.join(''), told: told.join('') };
  saveRecord(properties, keyOf(sheetId), 1, { ...rest, ...stored, ...keys });
}

/** Of a sheet that is gone. */
export function removeComparison(properties: Properties, sheetId: number): void {
  properties.remove(keyOf(sheetId));
}

function countsIn(value: unknown): ComparisonCounts {
  if (!Array.isArray(value)) return noCounts;
  const [lastId = 0, compared = 0, contacts = 0, values = 0, unread = 0] = value.map(numberIn);
  return { lastId, compared, contacts, values, unread };
}

function keysIn(value: unknown): string[] {
  const text = typeof value === 'string' ? value : '';
  return text.match(new RegExp(`[0-9a-f]{${keyDigits}}`, 'g')) ?? [];
}

function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
