/** Runs a sync under the lock and reports how it ended. */
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { Log } from '../../platform/log.ts';
import type { PlanScope } from '../plan/plan.ts';
import { reportSentence, type SyncReport } from '../run/report.ts';
import { type OpenRun, type RunEnvironment, type RunStart, runUnderLock } from '../run/run-lifecycle.ts';
import { type ChunkSizes, defaultChunkSizes } from '../run/time-budget.ts';
import { loadChoices } from '../sheet/column-choices.ts';
import { sheetReader } from '../sheet/sheet-view.ts';
import { runSync } from './push.ts';

export interface RunContext extends RunEnvironment {
  readonly service: ContactService;
  /** Names the Keap account; part of every row's fingerprint. */
  readonly account: string;
  readonly log: Log;
  readonly chunks?: ChunkSizes;
}

/** Who started a sync, and whether it is the daily one of a day (`2026-01-31`). */
export type SyncStart = Pick<RunStart, 'startedBy'> & { readonly doneDay?: string };

/**
 * One sync under the document's lock. A sync of all rows, or of those that wait, is the same run as the unfinished
 * one that left them. Throws `Busy` where another run is going on, and what `runSync` throws.
 */
export function runPush(parts: RunContext, scope: PlanScope, { startedBy, doneDay }: SyncStart): SyncReport {
  const isWhole = scope.kind !== 'selected' && scope.kind !== 'planned';
  const start: RunStart = { kind: 'sync', startedBy, isDaily: doneDay !== undefined, isWhole, doneDay };
  return runUnderLock(parts, start, (run) => pushEnd(parts, push(parts, run, scope))).report;
}

function push(parts: RunContext, run: OpenRun, scope: PlanScope): SyncReport {
  const { table, document, service, account, clock, log, startedMs } = parts;
  const report = runSync(
    {
      ...{ table, service, account, clock, log, startedMs },
      read: sheetReader(table, loadChoices(document.properties, table.sheetId)),
      journal: run.journal,
      chunks: parts.chunks ?? defaultChunkSizes,
      marked(sent) {
        run.marked();
        run.reached(sent);
      },
      reached: run.reached,
      isStopAsked: run.isStopAsked,
    },
    scope,
  );
  return overall(report, run, scope);
}

/** Over all executions of the run. A plan of all rows has the failed ones in it again, and finds the synced ones unchanged. */
function overall(report: SyncReport, { before }: OpenRun, { kind }: PlanScope): SyncReport {
  const synced = before.synced + report.synced;
  if (kind === 'waiting') return { ...report, synced, failed: before.failed + report.failed };
  return { ...report, synced, unchanged: Math.max(0, report.unchanged - before.synced) };
}

function pushEnd({ document, clock }: RunContext, report: SyncReport) {
  return {
    report,
    sentence: reportSentence(report, clock.nowMs(), document.workbook.calendar()),
    isOver: report.waiting === 0 || report.isStopped,
    failed: report.failed + report.check,
    endedBy: report.endedBy,
  };
}
