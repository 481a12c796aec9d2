/** Runs "Fill in from Keap" under the lock, chunk by chunk. */
import { RunEnded } from '../../errors.ts';
import type { ContactId } from '../../keap/contacts/contact.ts';
import { outcomeWords } from '../log/journal.ts';
import type { RunContext } from '../push/push-job.ts';
import { type OpenRun, type RunEnd, runUnderLock } from '../run/run-lifecycle.ts';
import { defaultChunkSizes, hasTimeFor, nextChunkSize } from '../run/time-budget.ts';
import { writeCells } from '../sheet/cell-writer.ts';
import { loadChoices } from '../sheet/column-choices.ts';
import { whenText } from '../sheet/localized-text.ts';
import { type SheetReader, sheetReader } from '../sheet/sheet-view.ts';
import { contactsToFill, type FillScope, fillsFor, readFromKeap } from './fill.ts';

/** What to fill: all rows, or the selected ones; `overwrite` writes over cells that hold something else. */
export interface FillWish {
  readonly overwrite: boolean;
  /** Without them, all rows; only then can a later execution go on. */
  readonly rowIndexes?: ReadonlySet<number>;
}

interface FillReport {
  readonly cells: number;
  readonly unknown: readonly ContactId[];
  readonly waiting: number;
  readonly isStopped: boolean;
  readonly endedBy: RunEnded | undefined;
}

/** Fills cells from Keap under the document's lock, chunk by chunk; says in a sentence what became of it. */
export function runFill(parts: RunContext, wish: FillWish): string {
  const isWhole = wish.rowIndexes === undefined;
  const kind = wish.overwrite ? 'fill-over' : 'fill-in';
  const start = { kind, startedBy: 'Fill in from Keap', isDaily: false, isWhole } as const;
  return runUnderLock(parts, start, (run) => fillAll(parts, run, wish)).sentence;
}

function fillAll(parts: RunContext, run: OpenRun, wish: FillWish): RunEnd {
  const { table, document, clock } = parts;
  const read = sheetReader(table, loadChoices(document.properties, table.sheetId));
  const scope: FillScope = { ...wish, afterId: run.afterId };
  const ids = contactsToFill(read(), scope);
  run.marked();
  const report = fillInChunks(parts, run, { read, scope, ids });
  // What was selected is not known to a later execution.
  const isOver = report.waiting === 0 || report.isStopped || wish.rowIndexes !== undefined;
  const calendar = document.workbook.calendar();
  const sentence = fillSentence(report, isOver, (ms) => whenText(ms, clock.nowMs(), calendar));
  return { sentence, isOver, failed: 0, endedBy: report.endedBy };
}

interface FillWork {
  readonly read: SheetReader;
  readonly scope: FillScope;
  readonly ids: readonly ContactId[];
}

function fillInChunks(parts: RunContext, run: OpenRun, { read, scope, ids }: FillWork): FillReport {
  const sizes = parts.chunks ?? defaultChunkSizes;
  const rest = [...ids];
  const unknown: ContactId[] = [];
  let [cells, size, tookMs] = [0, sizes.first, 0];
  let endedBy: RunEnded | undefined;
  let isStopped = false;
  while (rest.length > 0 && hasTimeFor(parts, tookMs)) {
    isStopped = run.isStopAsked();
    if (isStopped) break;
    const beganMs = parts.clock.nowMs();
    const chunk = rest.slice(0, size);
    try {
      const done = fillChunk(parts, run, { read, scope, ids: chunk });
      cells += done.cells;
      unknown.push(...done.unknown);
    } catch (error) {
      if (!(error instanceof RunEnded)) throw error;
      parts.log.error(`Filling in ended early: ${error.name}: ${error.message}`);
      endedBy = error;
      break;
    }
    rest.splice(0, chunk.length);
    const last = chunk[chunk.length - 1];
    if (last !== undefined && scope.rowIndexes === undefined) run.reachedId(last);
    const done = ids.length - rest.length;
    run.reached({ done, total: ids.length, synced: cells, failed: unknown.length });
    tookMs = parts.clock.nowMs() - beganMs;
    size = nextChunkSize(sizes, size, tookMs);
  }
  return { cells: run.before.synced + cells, unknown, waiting: rest.length, isStopped, endedBy };
}

function fillChunk(
  { table, service }: RunContext,
  { journal }: OpenRun,
  { read, scope, ids }: FillWork,
): { readonly cells: number; readonly unknown: readonly ContactId[] } {
  const { values, unknown } = readFromKeap(service, read().columns, ids);
  const view = read();
  const fills = fillsFor(view, table.formulas(), values, scope);
  if (fills.length > 0) {
    journal.begin(fills.map(({ entry }) => entry));
    writeCells(
      { table, read },
      view,
      fills.map(({ cell }) => cell),
    );
    journal.settle(fills.map(() => outcomeWords.done));
  }
  return { cells: fills.length, unknown };
}

function fillSentence(
  { cells, unknown, waiting, isStopped, endedBy }: FillReport,
  isOver: boolean,
  when: (ms: number) => string,
): string {
  const parts = [`${cells === 1 ? '1 cell' : `${cells} cells`} filled in.`];
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 10).join(', ') + (unknown.length > 10 ? ' and more' : '');
    parts.push(`Keap did not give these contacts: ${shown}. Check their ids.`);
  }
  if (endedBy !== undefined) {
    const until = 'untilMs' in endedBy && typeof endedBy.untilMs === 'number' ? endedBy.untilMs : undefined;
    return [...parts, endedBy.advice, ...(until === undefined ? [] : [`That is ${when(until)}.`])].join(' ');
  }
  const contacts = waiting === 1 ? '1 contact is' : `${waiting} contacts are`;
  if (isStopped) return [...parts, `Stopped, as you asked; ${contacts} left.`].join(' ');
  if (waiting === 0) return parts.join(' ');
  return [
    ...parts,
    isOver
      ? `The time of one run is over; ${contacts} left. Select their rows and start again.`
      : `The time of one run is over; ${contacts} left, and the next run goes on with them.`,
  ].join(' ');
}
