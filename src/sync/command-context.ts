/** What a command needs of the platform and of the connection to Keap, and how a run gets its context from that. */
import type { ApiStore } from '../keap/contacts/api-store.ts';
import type { ContactService } from '../keap/contacts/contact-service.ts';
import type { OpenDocument, Platform } from '../platform/platform.ts';
import type { Table } from '../platform/table.ts';
import { apiNotice } from './log/api-notice.ts';
import type { RunContext } from './run/run-context.ts';
import { type ChunkSizes, defaultChunkSizes } from './run/time-budget.ts';
import { originOf } from './sheet/origin.ts';
import { sheetReader } from './sheet/sheet-reader.ts';

/** A working connection to Keap, and the account behind it. */
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
  /** Whether the user still wants this connection to be used. */
  isCurrent(): boolean;
}

/** One execution of the script. */
export interface CommandContext {
  readonly platform: Platform;
  /** When this execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** Throws `ReconnectNeeded` where there is no working connection. */
  readonly open: () => OpenedService;
  readonly chunks?: ChunkSizes;
}

/** In a menu or the sidebar, a run shows its progress; a trigger cannot reach the user interface. */
export type Audience = 'interactive' | 'headless';

/** What a run over this sheet needs. Throws as `open` does. */
export function runContext(
  { platform, startedMs, open, chunks = defaultChunkSizes }: CommandContext,
  document: OpenDocument,
  table: Table,
  audience: Audience,
): RunContext {
  const { service, account, calls, apiStore, isCurrent } = open();
  const { clock, log } = platform;
  const { workbook, properties } = document;
  return {
    ...{ document, table, service, account, calls, isCurrent, clock, log, startedMs, chunks },
    read: sheetReader(table, properties, originOf(workbook.id, account)),
    apiNotice: apiNotice(apiStore, () => workbook.calendar()),
    notify: audience === 'interactive' ? (text) => workbook.toast(text) : () => {},
  };
}
