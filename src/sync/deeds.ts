import { ServiceDown, SettingsWrong } from '../errors.ts';
import type { ContactService } from '../keap/contact-service.ts';
import type { OpenDocument, Platform } from '../platform/platform.ts';
import type { Table } from '../platform/table.ts';
import { failedRowsText } from './failed-rows.ts';
import { askToStop, runJob, type SyncParts, type SyncStart } from './job.ts';
import { mails } from './mails.ts';
import type { PlanScope } from './plan.ts';
import { reportSentence, type SyncReport } from './report.ts';
import { changeRunRecord, loadRunRecord, type UnfinishedRun } from './run-record.ts';
import { dueDay, loadSchedule } from './schedule.ts';
import { type ChunkSizes, usualChunks } from './time-budget.ts';

/** A connection that is good now, and the account behind it. */
export interface OpenedService {
  readonly service: ContactService;
  /** Names the Keap account. */
  readonly account: string;
  /** Requests sent to Keap so far. */
  calls(): number;
}

export interface DeedParts {
  readonly platform: Platform;
  /** When this execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** Throws `ReconnectNeeded` where nobody is connected. */
  readonly open: () => OpenedService;
  readonly chunks?: ChunkSizes;
}

/** Which rows of the sheet in front. */
export type RowChoice = 'all' | 'selected';

/** All that is done with the sheet. Whatever ends a deed before its start is thrown as a `RunEnded`. */
export interface SheetDeeds {
  /** Syncs the sheet in front; says in a sentence what became of it. */
  sync(rows: RowChoice): string;
  /** Ends a run after the chunk in flight. */
  stop(): void;
  /** In a trigger: an unfinished run goes on, the daily sync begins. */
  doWhatIsDue(): void;
}

export function sheetDeeds(parts: DeedParts): SheetDeeds {
  const { platform } = parts;
  return {
    sync(rows) {
      const document = platform.document();
      const table = document.workbook.activeTable();
      const startedBy = rows === 'all' ? 'Sync now' : 'Sync selected rows';
      const report = syncTable(parts, watched(document, table), scopeOf(table, rows), { startedBy });
      return sentenceOf(parts, document, report);
    },
    stop() {
      askToStop(platform.document().properties);
    },
    doWhatIsDue() {
      syncWhatIsDue(parts, platform.document());
    },
  };
}

/** Where something is done, and whether somebody watches it. */
interface Place {
  readonly document: OpenDocument;
  readonly table: Table;
  readonly tell: (text: string) => void;
}

function watched(document: OpenDocument, table: Table): Place {
  return { document, table, tell: (text) => document.workbook.toast(text) };
}

/** In a trigger nobody watches, and the user interface is out of reach. */
function unwatched(document: OpenDocument, table: Table): Place {
  return { document, table, tell: () => {} };
}

function scopeOf(table: Table, rows: RowChoice): PlanScope {
  return rows === 'all' ? { kind: 'all' } : { kind: 'selected', rowIndexes: new Set(table.selectedRows()) };
}

function syncTable(parts: DeedParts, place: Place, scope: PlanScope, start: SyncStart): SyncReport {
  const { platform } = parts;
  const report = runJob(syncParts(parts, place), scope, start);
  const sentence = sentenceOf(parts, place.document, report);
  platform.log.info(`Sync of "${place.table.name}": ${sentence}`);
  return report;
}

function syncParts({ platform, startedMs, open, chunks }: DeedParts, place: Place): SyncParts {
  const { service, account, calls } = open();
  const { clock, log } = platform;
  return {
    ...place,
    ...{ clock, log, startedMs, service, account, calls },
    api: () => service.api(),
    chunks: chunks ?? usualChunks,
  };
}

function sentenceOf({ platform }: DeedParts, { workbook }: OpenDocument, report: SyncReport): string {
  return reportSentence(report, platform.clock.nowMs(), workbook.timeZone());
}

/** A daily run that is due takes the rows along that an unfinished one has left. */
function syncWhatIsDue(parts: DeedParts, document: OpenDocument): void {
  const { clock } = parts.platform;
  const schedule = loadSchedule(document.properties);
  const { unfinished, doneDay } = loadRunRecord(document.properties);
  if (unfinished !== undefined && unfinished.notBeforeMs > clock.nowMs()) return;
  const day = dueDay(schedule.hour, document.workbook.timeZone(), clock.nowMs());
  const isDue = schedule.isOn && (doneDay === undefined || doneDay < day);
  if (isDue) startDaily(parts, document, schedule.sheetId, day);
  else if (unfinished !== undefined) goOn(parts, document, unfinished);
}

function startDaily(
  parts: DeedParts,
  document: OpenDocument,
  sheetId: number | undefined,
  doneDay: string,
): void {
  try {
    const place = unwatched(document, scheduledTable(document, sheetId));
    const report = syncTable(parts, place, { kind: 'all' }, { startedBy: 'Daily sync', doneDay });
    mailAbout(parts, place, report);
  } catch (error) {
    if (error instanceof SettingsWrong) {
      mails(parts.platform, document).dailySyncFailed(`The daily sync did not run. ${error.advice}`);
    }
    throw error;
  }
}

function goOn(parts: DeedParts, document: OpenDocument, unfinished: UnfinishedRun): void {
  const { kind, sheetId, phase, isDaily, startedBy } = unfinished;
  const table = document.workbook.tableById(sheetId);
  if (table === undefined || kind !== 'sync') {
    changeRunRecord(document.properties, { unfinished: undefined });
    return;
  }
  const place = unwatched(document, table);
  const scope: PlanScope = { kind: phase === 'marking' ? 'all' : 'waiting' };
  const report = syncTable(parts, place, scope, { startedBy });
  if (isDaily) mailAbout(parts, place, report);
}

function scheduledTable({ workbook }: OpenDocument, sheetId: number | undefined): Table {
  const table = sheetId === undefined ? undefined : workbook.tableById(sheetId);
  if (table !== undefined) return table;
  throw new SettingsWrong(
    'The sheet of the daily sync is gone',
    'The sheet that the daily sync follows has been deleted. Open the sheet that it should follow, and save the schedule again in the sidebar.',
  );
}

/** A day that fails is told once: rows that Keap did not take, or hours in which Keap answers nobody. */
function mailAbout(parts: DeedParts, { document, table }: Place, report: SyncReport): void {
  const { platform } = parts;
  const isOver = report.waiting === 0 || report.isStopped;
  const { unfinished } = loadRunRecord(document.properties);
  const isDownForLong =
    report.endedBy instanceof ServiceDown && hoursSince(unfinished, platform.clock.nowMs()) >= 3;
  if (!(isOver && report.failed + report.check > 0) && !isDownForLong) return;
  const sentence = sentenceOf(parts, document, report);
  const text = `The daily sync of "${table.name}": ${sentence}\n\n${failedRowsText(table, document.properties)}`;
  mails(platform, document).dailySyncFailed(text.trim());
}

/** A run is named by the moment at which it began. */
function hoursSince(run: UnfinishedRun | undefined, nowMs: number): number {
  const startedMs = Number.parseInt(run?.run ?? '', 36);
  return Number.isNaN(startedMs) ? 0 : (nowMs - startedMs) / 3_600_000;
}
