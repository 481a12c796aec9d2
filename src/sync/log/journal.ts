/**
 * Records in the log what a run is about to do before it does it, as `Sent`, and each outcome with the next chunk, in
 * one write for both. So whatever kills a run, the old values of everything that it may have changed are in the log.
 */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { Workbook } from '../../platform/table.ts';
import { version } from '../../version.ts';
import { contactLink, hasContactPages } from '../sheet/contact-link.ts';
import { trimLog } from './full-log.ts';
import { writeLines } from './line-writer.ts';
import {
  isFree,
  isLogLocked,
  type LogLine,
  type LogSheet,
  logRefused,
  logRefusedSentence,
  openLog,
  readLog,
} from './log-sheet.ts';
import { type LogLimits, logLimits, writtenMs } from './trim.ts';

export const outcomeTexts = {
  sent: 'Sent',
  done: 'Done',
  notSent: 'Not sent',
  unknown: 'Not known',
} as const;

/** The outcome of a cell that was left as it was, and why. */
export function notWritten(reason: string): string {
  return `Not written: ${reason}`;
}

/** Whether a line records a cell that was left as it was. */
export function isNotWritten(outcome: string): boolean {
  return outcome.startsWith(notWritten(''));
}

/** One value that is about to change. */
export interface Entry {
  readonly contact: ContactId;
  readonly field: FieldName;
  readonly oldValue: string;
  readonly newValue: string;
}

/** The run that writes, who started it, and where. */
export interface RunName {
  /** Names the run over all its executions. */
  readonly id: string;
  readonly startedBy: string;
  /** The name of its sheet; empty where that was deleted. */
  readonly sheet?: string;
}

export interface Journal {
  /** Throws `SettingsWrong` where the current user may not add lines to the log. */
  requireWritable(): void;
  /** Records what is about to be done, and the outcomes of the entries before. Throws `SettingsWrong` where Sheets refuses. */
  begin(entries: readonly Entry[]): void;
  /** The outcome of each entry begun last, in order: `Done`, or why not. Written with the next entries. */
  settle(outcomes: readonly string[]): void;
  /** Records contacts, by their addresses, or tags that are about to be created, as `begin` records values. */
  beginCreations(names: readonly string[], field?: CreationField): void;
  /** What became of each of them, in order: its outcome, and its id where Keap has one. */
  settleCreations(outcomes: readonly CreationOutcome[]): void;
  /**
   * Writes what is left, the notice and the summary, and removes the oldest lines of a full log. Gives a sentence where
   * Sheets refuses that, and an empty text otherwise.
   */
  close(last?: LastLines): string;
  /** How many values this execution has recorded. */
  count(): number;
}

/** As `settle` takes it, with the contact that was created. */
export interface CreationOutcome {
  readonly outcome: string;
  readonly contact?: ContactId | undefined;
}

/** A line about to be settled; a created contact has its id only then, and a tag none. */
interface PendingLine extends LogLine {
  readonly created?: ContactId | undefined;
}

interface LastLines {
  readonly summary?: string;
  readonly notice?: string;
  /** Runs that can still be undone, whose lines stay in a full log. */
  readonly undoable?: ReadonlySet<string>;
}

interface JournalOptions {
  readonly workbook: Workbook;
  readonly run: RunName;
  /** The Keap account, to whose contacts the lines lead where it names its host. */
  readonly account: string;
  readonly api: () => string;
  readonly nowMs: () => number;
  /** Called once, before the first entry is written. */
  readonly first?: () => void;
  /** How many entries earlier executions of the run have recorded, and what to do with the count of all. */
  readonly recorded?: { readonly before: number; save(count: number): void };
  readonly limits?: LogLimits;
}

/** The log's field name for an opt-in or opt-out of an address. */
export const optField = 'Opt status';

/** In the log, the name of a cell differs from that of the field in Keap. */
export function cellField(name: FieldName): string {
  return `${name} in the sheet`;
}

/** The log's field name for a contact that a run has created; the new value is its address. */
export const createdField = 'New contact';

/** The log's field name for a tag that a run has created; the new value is its name. */
export const newTagField = 'New tag';

type CreationField = typeof createdField | typeof newTagField;

/** Stand where others have a field, in lines without a contact. */
export const summaryField = 'Summary';
const noticeField = 'API';

export function journal(options: JournalOptions): Journal {
  let pending: PendingLine[] = [];
  let written = 0;
  let known = options.recorded?.before ?? 0;
  const openOurs = () => openLog(options.workbook, { hasLinks: hasContactPages(options.account) });
  const linkOf = (contact: ContactId | '') => (contact === '' ? '' : contactLink(options.account, contact));
  const write = (next: readonly LogLine[]) => {
    if (pending.length === 0 && next.length === 0) return undefined;
    const log = logWith(openOurs, pending);
    // Of a chunk that was killed between its lines and this count, only the lines know.
    known = Math.max(known, countOf(options.run.id, log.lines));
    if (next.some(({ contact }) => contact !== '')) options.recorded?.save(known);
    const { index, lines } = merge(log.lines, pending, next);
    const refused = writeLines(log, index, lines);
    // A line that cannot be changed any more keeps saying `Sent`; but nothing is done that has no line.
    const isRecorded = isFree(refused, index + lines.length - next.length, next.length);
    pending = [...next];
    return { count: Math.max(log.lines.length, index + lines.length), isRecorded };
  };
  const limits = options.limits ?? logLimits;
  const lineOf = (entry: Omit<Entry, 'contact'> & { readonly contact: ContactId | '' }, outcome: string) => ({
    run: options.run.id,
    time: new Date(options.nowMs()),
    startedBy: options.run.startedBy,
    api: options.api(),
    contact: entry.contact,
    field: entry.field,
    oldValue: clipped(entry.oldValue),
    newValue: clipped(entry.newValue),
    outcome,
    sheet: options.run.sheet ?? '',
    link: linkOf(entry.contact),
  });
  return {
    requireWritable() {
      const log = readLog(options.workbook);
      if (log !== undefined && isLogLocked(log)) throw logRefused(false);
    },
    begin(entries) {
      if (entries.length > 0 && written === 0) options.first?.();
      const end = write(entries.map((entry) => lineOf(entry, outcomeTexts.sent)));
      if (end?.isRecorded === false) throw logRefused(known > 0);
      written += entries.length;
      known += entries.length;
    },
    beginCreations(names, field = createdField) {
      if (names.length > 0 && written === 0) options.first?.();
      const of = (newValue: string) => ({ contact: '', field, oldValue: '', newValue }) as const;
      const end = write(names.map((name) => lineOf(of(name), outcomeTexts.sent)));
      if (end?.isRecorded === false) throw logRefused(known > 0);
      written += names.length;
    },
    settleCreations(outcomes) {
      const api = options.api();
      pending = pending.map((line, index) => {
        const { outcome = outcomeTexts.unknown, contact } = outcomes[index] ?? {};
        return { ...line, api, outcome, created: contact, link: linkOf(contact ?? '') };
      });
    },
    settle(outcomes) {
      // The API may have changed since the entry was begun: only now it is known which one took it.
      const api = options.api();
      pending = pending.map((line, index) => {
        return { ...line, api, outcome: outcomes[index] ?? outcomeTexts.unknown };
      });
    },
    close({ summary = '', notice = '', undoable = new Set<string>() } = {}) {
      const of = (field: string, newValue = '') => ({ contact: '', field, oldValue: '', newValue }) as const;
      const end = write([
        ...(notice === '' ? [] : [lineOf(of(noticeField), notice)]),
        ...(summary === '' ? [] : [lineOf(of(summaryField, `Version ${version}`), summary)]),
      ]);
      pending = [];
      if (written > 0) options.recorded?.save(known);
      if (end === undefined) return '';
      if (!end.isRecorded) return logRefusedSentence;
      if (end.count > limits.max) trimLog(options.workbook, undoable, limits);
      return '';
    },
    count: () => written,
  };
}

/**
 * The log, read again where lines that we have just written are missing: a row that somebody inserts between Google's
 * finding the last row and its reading hides the last line.
 */
function logWith(open: () => LogSheet, pending: readonly LogLine[]): LogSheet {
  const log = open();
  const begun = linesBegun(log.lines);
  return pending.every((line) => begun.has(keyOf(line))) ? log : open();
}

/**
 * The settled lines where they say `Sent`, wherever the user has sorted them to, and the new ones at the end: one
 * block, with the lines in between as they were read. Lines that are gone stay gone.
 */
function merge(
  lines: readonly LogLine[],
  settled: readonly PendingLine[],
  next: readonly LogLine[],
): { readonly index: number; readonly lines: LogLine[] } {
  const after = [...lines];
  let first = lines.length;
  const begun = linesBegun(lines);
  for (const end of settled) {
    const index = begun.get(keyOf(end))?.pop();
    const line = index === undefined ? undefined : lines[index];
    if (index === undefined || line === undefined) continue;
    const { api, outcome, created, link = '' } = end;
    after[index] = { ...line, api, outcome, ...(created === undefined ? {} : { contact: created, link }) };
    first = Math.min(first, index);
  }
  return { index: first, lines: [...after.slice(first), ...next] };
}

/** Where the lines are that say `Sent`, the newest last: an execution that was killed may have left older ones. */
function linesBegun(lines: readonly LogLine[]): ReadonlyMap<string, number[]> {
  const begun = new Map<string, number[]>();
  lines
    .map((line, index) => ({ line, index, ms: writtenMs(line) }))
    .filter(({ line }) => line.outcome === outcomeTexts.sent)
    .sort((one, other) => one.ms - other.ms)
    .forEach(({ line, index }) => {
      const known = begun.get(keyOf(line));
      if (known === undefined) begun.set(keyOf(line), [index]);
      else known.push(index);
    });
  return begun;
}

/** How many of a run's entries the log has. */
export function countOf(run: string, lines: readonly LogLine[]): number {
  return lines.filter((line) => line.run === run && line.contact !== '').length;
}

/** What is created has no id before. */
function keyOf({ run, contact, field, newValue }: LogLine): string {
  return JSON.stringify([
    run,
    Number(contact),
    field,
    ...(field === createdField || field === newTagField ? [newValue] : []),
  ]);
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
