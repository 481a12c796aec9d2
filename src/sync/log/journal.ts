/**
 * What a run is about to do stands in the log before it is done, as `Sent`, and what became of it is written with
 * the next chunk, in one write for both. So whatever kills a run, the old values of all that it may have changed
 * are in the log.
 */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { Workbook } from '../../platform/table.ts';
import { type LogLine, openLog, trimLog, writeLines } from './log-sheet.ts';

export const outcomeTexts = {
  sent: 'Sent',
  done: 'Done',
  notSent: 'Not sent',
  unknown: 'Not known',
} as const;

/** One value that is about to change. */
export interface Entry {
  readonly contact: ContactId;
  readonly field: FieldName;
  readonly oldValue: string;
  readonly newValue: string;
}

/** Who writes, and in which run. */
export interface RunName {
  /** Names the run over all its executions. */
  readonly id: string;
  readonly startedBy: string;
}

export interface Journal {
  /** Writes down what is about to be done, and what became of the entries before. */
  begin(entries: readonly Entry[]): void;
  /** What became of each entry begun last, in order: `Done`, or why not. Written with the next ones. */
  settle(outcomes: readonly string[]): void;
  /** Writes what is left, what there is to tell of the API and of the run, and takes out what is too old. */
  close(last?: { readonly summary?: string; readonly notice?: string }): void;
  /** Values written down so far in this execution. */
  count(): number;
}

interface JournalOptions {
  readonly workbook: Workbook;
  readonly run: RunName;
  readonly api: () => string;
  readonly nowMs: () => number;
  /** Called once, before the first entry is written. */
  readonly first?: () => void;
}

/** The log's field name for an opt-in or opt-out of an address. */
export const optField = 'Opt status';

/** Stand in the place of a field, in lines without a contact. */
export const summaryField = 'Summary';
const noticeField = 'API';

export function journal(parts: JournalOptions): Journal {
  let pending: LogLine[] = [];
  let written = 0;
  const write = (next: readonly LogLine[]) => {
    if (pending.length === 0 && next.length === 0) return undefined;
    const log = openLog(parts.workbook);
    const { place, lines } = merged(log.lines, pending, next);
    writeLines(log.table, place, lines);
    pending = [...next];
    written += next.filter(({ contact }) => contact !== '').length;
    return { table: log.table, count: Math.max(log.lines.length, place + lines.length) };
  };
  const lineOf = (entry: Omit<Entry, 'contact'> & { readonly contact: ContactId | '' }, outcome: string) => ({
    run: parts.run.id,
    time: new Date(parts.nowMs()),
    startedBy: parts.run.startedBy,
    api: parts.api(),
    contact: entry.contact,
    field: entry.field,
    oldValue: clipped(entry.oldValue),
    newValue: clipped(entry.newValue),
    outcome,
  });
  return {
    begin(entries) {
      if (written === 0) parts.first?.();
      write(entries.map((entry) => lineOf(entry, outcomeTexts.sent)));
    },
    settle(outcomes) {
      // The API may have changed since the entry was begun: what is known now is who has taken it.
      const api = parts.api();
      pending = pending.map((line, place) => {
        return { ...line, api, outcome: outcomes[place] ?? outcomeTexts.unknown };
      });
    },
    close({ summary = '', notice = '' } = {}) {
      const of = (field: string) => ({ contact: '', field, oldValue: '', newValue: '' }) as const;
      const left = write([
        ...(notice === '' ? [] : [lineOf(of(noticeField), notice)]),
        ...(summary === '' ? [] : [lineOf(of(summaryField), summary)]),
      ]);
      pending = [];
      if (left !== undefined) trimLog(left.table, left.count);
    },
    count: () => written,
  };
}

/**
 * The settled lines in the place of those that say `Sent`, wherever the user has sorted them to, and the new ones
 * at the end: one block, with what stands between as it was read. Lines that are gone stay gone.
 */
function merged(
  lines: readonly LogLine[],
  settled: readonly LogLine[],
  next: readonly LogLine[],
): { readonly place: number; readonly lines: LogLine[] } {
  const waiting = new Map(settled.map((line) => [keyOf(line), line]));
  const after = [...lines];
  let first = lines.length;
  for (let place = lines.length - 1; place >= 0 && waiting.size > 0; place--) {
    const line = lines[place];
    if (line === undefined || line.outcome !== outcomeTexts.sent) continue;
    const end = waiting.get(keyOf(line));
    if (end === undefined) continue;
    waiting.delete(keyOf(line));
    after[place] = { ...line, api: end.api, outcome: end.outcome };
    first = place;
  }
  return { place: first, lines: [...after.slice(first), ...next] };
}

function keyOf({ run, contact, field }: LogLine): string {
  return JSON.stringify([run, Number(contact), field]);
}

/** A cell takes 50,000 characters (Google Drive help, "Files you can store"). */
const maxCharacters = 40_000;
const clippedEnd = ' … (too long to be kept whole)';

function clipped(text: string): string {
  return text.length > maxCharacters ? text.slice(0, maxCharacters) + clippedEnd : text;
}

/** Whether the log holds this value only in part, so that nobody can write it back. */
export function isClipped(text: string): boolean {
  return text.endsWith(clippedEnd);
}
