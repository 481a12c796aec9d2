/** Fills cells of the sheet with what Keap has, chunk by chunk: at the wish of a user, or of a schedule. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import { includesCell } from '../../platform/area.ts';
import type { Calendar, Table } from '../../platform/table.ts';
import { notWritten, outcomeTexts } from '../log/journal.ts';
import { type ChunksEnd, runInChunks } from '../run/in-chunks.ts';
import { endSentencesWithoutRows } from '../run/report.ts';
import type { RunContext } from '../run/run-context.ts';
import { type OpenRun, type RunEnd, type RunStart, runUnderLock } from '../run/run-lifecycle.ts';
import type { UnfinishedFill } from '../run/unfinished-run.ts';
import type { CellChange, CellIndex } from '../sheet/cell-blocks.ts';
import { writeCells } from '../sheet/cell-writer.ts';
import type { Written } from '../sheet/checked-write.ts';
import { rejectForeignRows } from '../sheet/foreign-rows.ts';
import { countText } from '../sheet/localized-text.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import { filledColumns } from '../sheet/spill.ts';
import {
  contactsToFill,
  type Fill,
  type FillPlan,
  type FillScope,
  fillColumns,
  planFill,
  readFromKeap,
} from './fill-plan.ts';
import { type OrderedRows, orderedRows } from './ordered-rows.ts';
import { type UnfilledCells, unfilledCells } from './unfilled-cells.ts';

/** How the log names a fill that a schedule starts. An undo of one keeps rows in order by it. */
export const startedBySchedule = 'Scheduled fill';

/** What to fill: all rows, or the selected ones; `overwrite` fills cells that hold something else, too. */
export type FillOptions = Omit<FillScope, 'afterId'> & {
  /** Set where nobody watches: rows with changes that a sync has yet to send are left alone, and the others stay in order. */
  readonly isScheduled?: true;
};

/** How a fill has ended. */
export interface FillEnd extends RunEnd {
  /** What it could not fill and why, in sentences; empty where there is nothing. */
  readonly problem: string;
}

/** Fills cells under the document's lock; says in a sentence what it did. Throws as `runUnderLock` does. */
export function runFill(context: RunContext, options: FillOptions): string {
  return fillRun(context, options).sentence;
}

/** The same, with how it has ended. */
export function fillRun(context: RunContext, options: FillOptions): FillEnd {
  const end = runUnderLock(context, runStart(options), (run) => fillAll(context, run, options));
  context.log.info(`Fill in from Keap: ${end.sentence}`);
  return end;
}

/** A fill of all rows also does what an unfinished one of its kind has left. */
function runStart({ overwrite, rowIndexes, isScheduled }: FillOptions): RunStart<UnfinishedFill> {
  const rows = rowIndexes === undefined ? 'all' : 'selected';
  const scheduled = isScheduled === undefined ? {} : { isScheduled };
  return {
    startedBy: isScheduled === true ? startedBySchedule : 'Fill in from Keap',
    undoableAs: 'fill',
    begin: (run) => ({ ...run, kind: 'fill', rows, overwrite, afterId: 0, ...scheduled }),
    takeUp(unfinished) {
      if (unfinished.kind !== 'fill' || rows !== 'all') return undefined;
      const isSame = unfinished.overwrite === overwrite && unfinished.isScheduled === isScheduled;
      return isSame ? { ...unfinished, rows } : undefined;
    },
    ...(isScheduled === true ? { isBesideSync: isScheduled } : {}),
  };
}

function fillAll(context: RunContext, run: OpenRun<UnfinishedFill>, options: FillOptions): FillEnd {
  const scope: FillScope = { ...options, afterId: run.state().afterId };
  const view = context.read();
  rejectForeignRows(view, context.document.properties);
  const ids = contactsToFill(view, scope);
  const unknown: ContactId[] = [];
  const notFilled = unfilledCells();
  const ordered = options.isScheduled === true ? orderedRows(context) : undefined;
  run.journal.requireWritable();
  let cells = 0;
  const end = runInChunks(context, run, {
    items: ids,
    work(chunk) {
      const filled = fillChunk(context, run, { scope, notFilled, ordered }, chunk);
      cells += filled.cells;
      unknown.push(...filled.unknown);
      const last = chunk[chunk.length - 1];
      if (last !== undefined && run.state().rows === 'all') run.update({ afterId: last });
      return [];
    },
    reached: (done) => run.reached({ done, total: ids.length, synced: cells, failed: unknown.length }),
  });
  const canResume = run.state().rows === 'all';
  const { document, clock } = context;
  const calendar = document.workbook.calendar();
  const sentence = fillSentence(
    { ...end, cells: run.before.synced + cells, unknown, canResume, notFilled },
    clock.nowMs(),
    calendar,
  );
  const isOver = end.left.length === 0 || end.isStopped || !canResume;
  const problem = [...notFilled.sentences(calendar), ...missingColumns(view, options)].join(' ');
  return { sentence, isOver, failed: 0, endedBy: end.endedBy, problem };
}

/** The columns of a schedule that the sheet has no more. */
function missingColumns({ columns }: SheetView, { fields }: FillOptions): string[] {
  const known = new Set(fillColumns(columns).map(({ name }) => name));
  const missing = [...(fields ?? [])].filter((name) => !known.has(name)).map(fieldLabel);
  if (missing.length === 0) return [];
  return [`This sheet has no column for ${missing.map((label) => `"${label}"`).join(', ')} any more.`];
}

/** Formulas are found one after another, each by what it turns to; nobody has more of them in one sheet. */
const maxAttempts = 4;

interface FillWork {
  readonly scope: FillScope;
  readonly notFilled: UnfilledCells;
  /** Undefined where the user has chosen to fill rows whatever a sync has yet to send of them. */
  readonly ordered: OrderedRows | undefined;
}

function fillChunk(
  { table, service, read }: RunContext,
  { journal }: OpenRun<UnfinishedFill>,
  { scope, notFilled, ordered }: FillWork,
  ids: readonly ContactId[],
): { readonly cells: number; readonly unknown: readonly ContactId[] } {
  const { unknown, ...known } = readFromKeap(service, read().columns, scope, ids);
  const plan = (view: SheetView, formulas: Formulas): FillPlan => {
    const filled = [...notFilled.filledIn(view), ...filledColumns(view.grid, formulas)];
    const planned = planFill(view, formulas, known, scope, filled);
    return ordered === undefined ? planned : { ...planned, fills: ordered.only(view, planned.fills) };
  };
  let cells = 0;
  for (let left = maxAttempts; ; left--) {
    // The marks of rows are others then, and rows may have been sorted or edited meanwhile.
    if (ordered !== undefined && left > 0) notFilled.addCells(ordered.mark(read(), plan));
    const view = read();
    const formulas = table.formulas();
    const { fills, leftAlone } = plan(view, formulas);
    notFilled.addColumns(view, leftAlone);
    if (fills.length === 0 || left === 0) break;
    journal.begin(fills.map(({ entry }) => entry));
    // The log has taken a while, in which somebody may have edited a row.
    const last = ordered === undefined ? { view, formulas, fills } : asItIsNow(table, read, plan, fills);
    const written = writeCells(table, last.view, last.formulas, cellsOf(last.fills));
    ordered?.settle(last.view, last.fills, written);
    const texts = outcomesOf(fills, last.fills, written);
    journal.settle(texts);
    cells += texts.filter((text) => text === outcomeTexts.done).length;
    notFilled.addCells(written.refused);
    if (written.anchors.length === 0) break;
    notFilled.addAnchors(view, written);
  }
  return { cells, unknown };
}

/** Those of the fills that are still wanted, where their cells are now. */
function asItIsNow(
  table: Table,
  read: () => SheetView,
  plan: (view: SheetView, formulas: Formulas) => FillPlan,
  fills: readonly Fill[],
): { readonly view: SheetView; readonly formulas: Formulas; readonly fills: Fill[] } {
  const formulas = table.formulas();
  const view = read();
  const wanted = new Set(fills.map(keyOf));
  return { view, formulas, fills: plan(view, formulas).fills.filter((fill) => wanted.has(keyOf(fill))) };
}

/** What became of each of `fills`, of which only those in `last` were written. */
function outcomesOf(fills: readonly Fill[], last: readonly Fill[], written: Written): string[] {
  const cells = new Map<string, CellChange[]>();
  for (const fill of last) cells.set(keyOf(fill), [...(cells.get(keyOf(fill)) ?? []), fill.cell]);
  return fills.map((fill) => {
    const cell = cells.get(keyOf(fill))?.shift();
    return cell === undefined
      ? notWritten('somebody has edited the row meanwhile')
      : outcomeOf(cell, written);
  });
}

/** The same for the rows of one contact, which take the same value. */
function keyOf({ entry: { contact, field, oldValue, newValue } }: Fill): string {
  return JSON.stringify([contact, field, oldValue, newValue]);
}

type Formulas = readonly (readonly string[])[];

function cellsOf(fills: readonly Fill[]): CellChange[] {
  return fills.map(({ cell }) => cell);
}

function outcomeOf({ rowIndex, columnIndex }: CellIndex, { refused, yielded }: Written): string {
  if (includesCell(refused, rowIndex, columnIndex)) return notWritten('Sheets did not accept it');
  const isYielded = yielded.some((one) => one.rowIndex === rowIndex && one.columnIndex === columnIndex);
  return isYielded ? notWritten('a formula turned to #REF!') : outcomeTexts.done;
}

interface FillReport extends ChunksEnd<ContactId> {
  readonly cells: number;
  readonly unknown: readonly ContactId[];
  readonly canResume: boolean;
  readonly notFilled: UnfilledCells;
}

function fillSentence(
  { cells, unknown, left, isStopped, endedBy, canResume, notFilled }: FillReport,
  nowMs: number,
  calendar: Calendar,
): string {
  const contacts = countText(left.length, 'contact', calendar);
  const done = [`${countText(cells, 'cell', calendar)} filled in.`, ...notFilled.sentences(calendar)];
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 10).join(', ') + (unknown.length > 10 ? ' and more' : '');
    done.push(`Keap returned no data for these contacts: ${shown}. Check their ids.`);
  }
  if (endedBy !== undefined) return [...done, ...endSentencesWithoutRows(endedBy, nowMs, calendar)].join(' ');
  if (isStopped) return [...done, `Stopped at your request, with ${contacts} left.`].join(' ');
  if (left.length === 0) return done.join(' ');
  return [
    ...done,
    canResume
      ? `Google's time limit was reached, with ${contacts} left. The next run continues with them.`
      : `Google's time limit was reached, with ${contacts} left. Select their rows and start again.`,
  ].join(' ');
}
