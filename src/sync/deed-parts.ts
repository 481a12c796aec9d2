import type { ApiStore } from '../keap/api-store.ts';
import type { ContactService } from '../keap/contact-service.ts';
import type { OpenDocument, Platform } from '../platform/platform.ts';
import type { Table } from '../platform/table.ts';
import { apiNews } from './api-news.ts';
import { runJob, type SyncParts, type SyncStart } from './job.ts';
import type { PlanScope } from './plan.ts';
import { reportSentence, type SyncReport } from './report.ts';
import { type ChunkSizes, usualChunks } from './time-budget.ts';

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

export interface DeedParts {
  readonly platform: Platform;
  /** When this execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** Throws `ReconnectNeeded` where nobody is connected. */
  readonly open: () => OpenedService;
  readonly chunks?: ChunkSizes;
}

/** Where something is done, and whether somebody watches it. */
export interface Place {
  readonly document: OpenDocument;
  readonly table: Table;
  readonly tell: (text: string) => void;
}

export function watched(document: OpenDocument, table: Table): Place {
  return { document, table, tell: (text) => document.workbook.toast(text) };
}

/** In a trigger nobody watches, and the user interface is out of reach. */
export function unwatched(document: OpenDocument, table: Table): Place {
  return { document, table, tell: () => {} };
}

/** A sync, and a line in the execution log about it. */
export function syncTable(parts: DeedParts, place: Place, scope: PlanScope, start: SyncStart): SyncReport {
  const { platform } = parts;
  const report = runJob(syncParts(parts, place), scope, start);
  const sentence = sentenceOf(parts, place.document, report);
  platform.log.info(`Sync of "${place.table.name}": ${sentence}`);
  return report;
}

export function syncParts({ platform, startedMs, open, chunks }: DeedParts, place: Place): SyncParts {
  const { service, account, calls, apiStore } = open();
  const { clock, log } = platform;
  return {
    ...place,
    ...{ clock, log, startedMs, service, account, calls },
    api: () => service.api(),
    news: apiNews(apiStore, () => place.document.workbook.calendar()),
    chunks: chunks ?? usualChunks,
  };
}

export function sentenceOf({ platform }: DeedParts, { workbook }: OpenDocument, report: SyncReport): string {
  return reportSentence(report, platform.clock.nowMs(), workbook.calendar());
}
