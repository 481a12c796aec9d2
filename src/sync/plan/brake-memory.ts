/** What the brake remembers: how many wishes pass without a question, and what each sheet was asked and has answered. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';

/** A column that would opt out most of the sheet. */
export interface ColumnConcern {
  /** For instance `F`. */
  readonly letter: string;
  readonly header: string;
  /** How many contacts have a row in the sheet. */
  readonly of: number;
  /** The most frequent reason. */
  readonly reason: string;
}

/** What waits for an answer in one sheet. */
export interface BrakeQuestions {
  readonly optOut?: { readonly contacts: number; readonly column?: ColumnConcern } | undefined;
  /** `columns` are those that had values and are blank as a whole now. */
  readonly emptied?: { readonly contacts: number; readonly columns: readonly string[] } | undefined;
}

/** What the brake knows of one sheet. Headers are cut to `maxHeaderCharacters`. */
export interface BrakeMemory {
  /** Names the rows that wait for an answer; an answer for others does not count. Empty if there are none. */
  readonly asked: string;
  readonly questions: BrakeQuestions;
  /** Headers of columns that may opt out most of the sheet, as somebody has confirmed. */
  readonly agreed: readonly string[];
  /** Headers of columns whose empty cells empty the field, and which had values. */
  readonly filled: readonly string[];
}

export const noBrakeMemory: BrakeMemory = { asked: '', questions: {}, agreed: [], filled: [] };

export const defaultMaxAtOnce = 25;
/** More contacts than a sheet can have rows. */
export const greatestMaxAtOnce = 1_000_000;

/** A property holds 9 KB. */
const maxHeaderCharacters = 80;
const maxAgreed = 20;
const limitKey = 'brake';

/** A header as the memory knows it. */
export function rememberedHeader(header: string): string {
  return header.trim().slice(0, maxHeaderCharacters);
}

/** How many contacts a run may opt out, or empty fields of, before somebody has to confirm it. */
export function loadMaxAtOnce(properties: Properties): number {
  const { maxAtOnce } = loadRecord(properties, limitKey);
  return isMaxAtOnce(maxAtOnce) ? maxAtOnce : defaultMaxAtOnce;
}

export function saveMaxAtOnce(properties: Properties, maxAtOnce: number): void {
  saveRecord(properties, limitKey, 1, { maxAtOnce });
}

/** A whole number from 0, which asks about every single one. */
export function isMaxAtOnce(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= greatestMaxAtOnce;
}

/** What is missing or damaged is as if nothing had been asked or answered: the brake then asks again. */
export function loadBrakeMemory(properties: Properties, sheetId: number): BrakeMemory {
  const { asked, questions, agreed, filled } = loadRecord(properties, keyOf(sheetId));
  return {
    asked: typeof asked === 'string' ? asked : '',
    questions: questionsIn(questions),
    agreed: textsIn(agreed),
    filled: textsIn(filled),
  };
}

/** One property write. */
export function saveBrakeMemory(properties: Properties, sheetId: number, memory: BrakeMemory): void {
  const { asked, questions, agreed, filled } = memory;
  saveRecord(properties, keyOf(sheetId), 1, { asked, questions, agreed: agreed.slice(-maxAgreed), filled });
}

function keyOf(sheetId: number): string {
  return `brake/${sheetId}`;
}

function questionsIn(value: unknown): BrakeQuestions {
  const { optOut, emptied } = recordOf(value);
  const [outs, empties] = [recordOf(optOut), recordOf(emptied)];
  const concern = concernIn(outs.column);
  return {
    ...(isCount(outs.contacts)
      ? { optOut: { contacts: outs.contacts, ...(concern === undefined ? {} : { column: concern }) } }
      : {}),
    ...(isCount(empties.contacts)
      ? { emptied: { contacts: empties.contacts, columns: textsIn(empties.columns) } }
      : {}),
  };
}

function concernIn(value: unknown): ColumnConcern | undefined {
  const { letter, header, of, reason } = recordOf(value);
  if (typeof letter !== 'string' || typeof header !== 'string') return undefined;
  if (typeof of !== 'number' || typeof reason !== 'string') return undefined;
  return { letter, header, of, reason };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one: unknown): one is string => typeof one === 'string') : [];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
