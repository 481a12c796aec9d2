/** Syncs a sheet: reads it, plans, and sends the changes to Keap chunk by chunk. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { Outcome } from '../../keap/contacts/outcome.ts';
import type { Block, Table } from '../../platform/table.ts';
import { findMissingIds } from '../find/find-missing.ts';
import { addressConflicts } from '../plan/address-conflicts.ts';
import { statusesWithBrake } from '../plan/brake.ts';
import { limitedRule } from '../plan/new-tags.ts';
import type { PlannedChange, PlanScope } from '../plan/plan.ts';
import { loadUnknownTags } from '../plan/unknown-tags.ts';
import { type ChunksEnd, runInChunks } from '../run/in-chunks.ts';
import { reportSentence, type SyncReport } from '../run/report.ts';
import type { RunContext } from '../run/run-context.ts';
import { type OpenRun, type RunEnd, type RunStart, runUnderLock } from '../run/run-lifecycle.ts';
import type { RunRecordChange } from '../run/run-record.ts';
import type { UnfinishedSync } from '../run/unfinished-run.ts';
import { writeChecked } from '../sheet/checked-write.ts';
import { layOutNotedColumns, noteNewColumns } from '../sheet/column-layout.ts';
import { rejectForeignRows } from '../sheet/foreign-rows.ts';
import { wantedColumns } from '../sheet/link-column.ts';
import { keepChoices } from '../sheet/sheet-reader.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import { missingHeaders } from '../sheet/status-blocks.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import { statusesFilled, statusesRefused, unreportedRows } from '../sheet/unwritten-rows.ts';
import { type AskedAnswer, beginBraked } from './braked-plan.ts';
import { sendChunk } from './chunk.ts';
import { type TagCreator, tagCreator } from './create-tags.ts';
import { matchRows, type Settled } from './match-rows.ts';

/** Who starts a sync, and why. */
export interface SyncStart {
  /** For instance `Sync now`, as the log says it. */
  readonly startedBy: string;
  /** Set for a scheduled sync: its slot, which counts as done once every row says what is left. */
  readonly daily?: Pick<RunRecordChange, 'doneSlot' | 'doneForMs' | 'doneSheet'>;
  /** What somebody has answered about opt-outs and emptied fields. */
  readonly answer?: AskedAnswer;
}

/** How often a run says at least how far it is, in milliseconds. */
const tellEveryMs = 4_000;

/** How a sync has ended. */
export interface SyncEnd extends RunEnd {
  readonly report: SyncReport;
}

/**
 * One sync under the document's lock. Each chunk's outcomes are written before the next chunk is sent, so it may be
 * killed at any time: what is not Synced by then still says Waiting and is sent again. Throws `Busy` where another
 * run holds the lock, and `SettingsWrong` where the sheet cannot be read; any later `RunEnded` is in the report.
 */
export function runSync(context: RunContext, scope: PlanScope, start: SyncStart): SyncEnd {
  const end = runUnderLock(context, runStart(context, scope, start), (run) => {
    const report = push(context, run, scope, start);
    return endOf(context, overall(report, run, scope));
  });
  context.log.info(`Sync of "${context.table.name}": ${end.sentence}`);
  return end;
}

/** A sync of all rows also does what an unfinished one of some rows has left. */
function runStart(
  { resumes }: RunContext,
  scope: PlanScope,
  { startedBy, daily }: SyncStart,
): RunStart<UnfinishedSync> {
  const isDaily = daily !== undefined;
  const rows = scope.kind === 'all' || scope.kind === 'waiting' ? 'all' : 'some';
  return {
    startedBy,
    undoableAs: 'sync',
    begin: (run) => ({ ...run, kind: 'sync', rows, phase: 'marking', isDaily }),
    takeUp(unfinished) {
      if (unfinished.kind !== 'sync') return undefined;
      if (rows === 'some' && unfinished.run !== resumes) return undefined;
      return { ...unfinished, rows, phase: 'marking', isDaily: unfinished.isDaily || isDaily };
    },
  };
}

function push(
  context: RunContext,
  run: OpenRun<UnfinishedSync>,
  asked: PlanScope,
  { daily = {}, answer }: SyncStart,
): SyncReport {
  const read = readWithManagedColumns(context);
  keepChoices(context.table, read, context.document);
  const found = findMissingIds(context, run, { view: read, scope: asked });
  const { view, scope } = found;
  const plan = beginBraked(context, { view, scope, answer, journal: run.journal });
  const unreported = new Set(plan.unreported);
  // From here on the sheet itself tells what an unfinished run has left.
  run.update({ phase: 'sending' }, daily);
  let [synced, failed, refused, held] = [0, plan.unsent.size, 0, 0];
  let conflicts: ReadonlyMap<ContactId, ContactId> | undefined;
  let creator: TagCreator | undefined;
  let [doneBefore, toldMs] = [0, context.clock.nowMs()];
  const tell = (done: number) => {
    toldMs = context.clock.nowMs();
    run.reached({ done, total: plan.changes.length, synced, failed });
  };
  const reached = (done: number) => {
    doneBefore = done;
    tell(done);
  };
  /** A chunk takes most of a minute, and whoever watches wants to see that it goes on. */
  const reachedInChunk = (count: number) => {
    if (context.clock.nowMs() - toldMs >= tellEveryMs) tell(doneBefore + count);
  };
  if (plan.changes.length > 0) reached(0);
  const end = runInChunks(context, run, {
    items: plan.changes,
    reached,
    work(chunk) {
      // Of all changes at once: two contacts that share an address may be in different chunks.
      conflicts ??= addressConflicts(context.service, plan.changes);
      creator ??= creatorOf(
        context,
        run,
        plan.changes,
        scope.kind === 'planned' && answer?.asked === undefined,
      );
      const { settled, rows } = pushChunk({
        ...{ context, run, chunk, conflicts, creator },
        reached: reachedInChunk,
      });
      for (const rowIndex of rows) unreported.add(rowIndex);
      const ended = (kind: Outcome['kind']) => settled.filter(({ outcome }) => outcome.kind === kind);
      const inPart = rowsOf(ended('done').filter(({ planned }) => plan.reduced.has(planned)));
      held += inPart;
      synced += rowsOf(ended('done')) - inPart;
      failed += rowsOf(ended('failed'));
      refused += rowsOf(ended('refused'));
      const known = new Set(settled.map(({ planned }) => planned));
      return chunk.filter((planned) => !known.has(planned));
    },
  });
  const { unchanged, check, questions } = plan;
  return {
    ...{ synced, failed, unchanged, check: check + refused + held, questions },
    ...{ unsent: plan.unsent, unreported, created: found.created, createdTags: creator?.count() ?? 0 },
    ...reportOf(end, run, found.waiting),
  };
}

/** Adds the managed columns where they are missing. */
function readWithManagedColumns({ document, table, read, account }: RunContext): SheetView {
  const { properties } = document;
  const view = read();
  rejectForeignRows(view, properties);
  const wanted = wantedColumns({ properties, sheetId: table.sheetId, account });
  const headers = missingHeaders(view, wanted);
  if (headers === undefined) {
    layOutNotedColumns(properties, table, view);
    return view;
  }
  noteNewColumns(properties, table.sheetId, view, wanted);
  writeHeaders(table, view, headers);
  const wider = read();
  layOutNotedColumns(properties, table, wider);
  return wider;
}

/** Throws `SettingsWrong` where Sheets does not take the headers, or a formula needs their cells. */
function writeHeaders(table: Table, { grid: before, columns }: SheetView, headers: Block): void {
  const written = writeChecked({
    ...{ table, before, formulas: table.formulas(), blocks: [headers] },
    ...{ headerRowIndex: columns.headerRowIndex, identityColumns: [columns.id] },
  });
  if (written.anchors.length > 0) throw statusesFilled(written);
  if (written.refused.length > 0) throw statusesRefused();
}

/** Once for all changes: what a sync creates is limited as a whole. */
function creatorOf(
  context: RunContext,
  run: OpenRun<UnfinishedSync>,
  changes: readonly PlannedChange[],
  isShown: boolean,
): TagCreator {
  const { document, table, service } = context;
  const choice = loadUnknownTags(document.properties, table.sheetId);
  const before = context.resumes === undefined ? 0 : (run.state().mayCreateTags ?? 0);
  const agreed = isShown ? Number.POSITIVE_INFINITY : before;
  const { rule, count } = limitedRule(service, changes, { choice, agreed });
  if (isShown && count > 0) run.update({ mayCreateTags: count });
  return tagCreator({ context, run, rule });
}

interface ChunkToPush {
  readonly context: RunContext;
  readonly run: OpenRun<UnfinishedSync>;
  readonly chunk: readonly PlannedChange[];
  readonly conflicts: ReadonlyMap<ContactId, ContactId>;
  readonly creator: TagCreator;
  /** Called now and then with how many of the chunk are done. */
  readonly reached: (count: number) => void;
}

/** The settled changes, and the rows whose result Sheets did not take. */
function pushChunk({ context, run, chunk, conflicts, creator, reached }: ChunkToPush): {
  readonly settled: readonly Settled[];
  readonly rows: ReadonlySet<number>;
} {
  const settled = sendChunk(context, run, chunk, conflicts, reached, creator);
  const view = context.read();
  const statuses = statusesWithBrake(view, matchRows(view, settled, context.account, context.clock.nowMs()));
  const written = writeStatuses(context.table, view, statuses);
  return { settled, rows: unreportedRows(view, statuses, written) };
}

/** Rows whose ids are still to be found wait like those that are still to be sent. */
function reportOf(
  { left, isStopped, endedBy }: ChunksEnd<PlannedChange>,
  run: Pick<OpenRun, 'endedEarly' | 'isStopAsked'>,
  withoutId: number,
) {
  return {
    waiting: rowsOf(left.map((planned) => ({ planned }))) + withoutId,
    isStopped: isStopped || (withoutId > 0 && run.isStopAsked()),
    endedBy: endedBy ?? run.endedEarly(),
  };
}

function rowsOf(settled: readonly Pick<Settled, 'planned'>[]): number {
  return settled.reduce((sum, { planned }) => sum + planned.rowIndexes.length, 0);
}

/** Over all executions of the run. A plan of all rows has the failed ones in it again, and finds the synced ones unchanged. */
function overall(report: SyncReport, { before }: OpenRun<UnfinishedSync>, { kind }: PlanScope): SyncReport {
  const synced = before.synced + report.synced;
  if (kind === 'waiting') return { ...report, synced, failed: before.failed + report.failed };
  return { ...report, synced, unchanged: Math.max(0, report.unchanged - before.synced) };
}

function endOf({ document, clock }: RunContext, report: SyncReport): SyncEnd {
  return {
    report,
    sentence: reportSentence(report, clock.nowMs(), document.workbook.calendar()),
    isOver: report.waiting === 0 || report.isStopped,
    failed: report.failed + report.check,
    endedBy: report.endedBy,
  };
}
