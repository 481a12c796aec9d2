/** What a command needs of the platform and of the connection to Keap. */
import type { ApiStore } from '../keap/contacts/api-store.ts';
import type { ContactService } from '../keap/contacts/contact-service.ts';
import type { OpenDocument, Platform } from '../platform/platform.ts';
import type { Table } from '../platform/table.ts';
import { apiNotice } from './log/api-notice.ts';
import type { PlanScope } from './plan/plan.ts';
import { type RunContext, runPush, type SyncStart } from './push/push-job.ts';
import { reportSentence, type SyncReport } from './run/report.ts';
import { type ChunkSizes, defaultChunkSizes } from './run/time-budget.ts';

/** A connection that is good now, and the account behind it. */
export interface OpenedService {
  readonly service: ContactService;
  /** Names the Keap account. */
  readonly account: string;
  /** Which API the document uses, and whether that has changed. */
  readonly apiStore: ApiStore;
  /** What Keap's limit allows. */
  readonly callsPerMinute: number;
  /** Requests sent to Keap so far. */
  calls(): number;
}

export interface CommandContext {
  readonly platform: Platform;
  /** When this execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** Throws `ReconnectNeeded` where nobody is connected. */
  readonly open: () => OpenedService;
  readonly chunks?: ChunkSizes;
}

/** Where something is done, and whether somebody watches it. */
export interface SheetContext {
  readonly document: OpenDocument;
  readonly table: Table;
  readonly notify: (text: string) => void;
}

export function interactive(document: OpenDocument, table: Table): SheetContext {
  return { document, table, notify: (text) => document.workbook.toast(text) };
}

/** In a trigger nobody watches, and the user interface is out of reach. */
export function headless(document: OpenDocument, table: Table): SheetContext {
  return { document, table, notify: () => {} };
}

/** A sync, and a line in the execution log about it. */
export function syncTable(
  parts: CommandContext,
  place: SheetContext,
  scope: PlanScope,
  start: SyncStart,
): SyncReport {
  const { platform } = parts;
  const report = runPush(runContext(parts, place), scope, start);
  const sentence = summaryOf(parts, place.document, report);
  platform.log.info(`Sync of "${place.table.name}": ${sentence}`);
  return report;
}

export function runContext(
  { platform, startedMs, open, chunks }: CommandContext,
  place: SheetContext,
): RunContext {
  const { service, account, calls, apiStore } = open();
  const { clock, log } = platform;
  return {
    ...place,
    ...{ clock, log, startedMs, service, account, calls },
    api: () => service.api(),
    apiNotice: apiNotice(apiStore, () => place.document.workbook.calendar()),
    chunks: chunks ?? defaultChunkSizes,
  };
}

export function summaryOf(
  { platform }: CommandContext,
  { workbook }: OpenDocument,
  report: SyncReport,
): string {
  return reportSentence(report, platform.clock.nowMs(), workbook.calendar());
}
