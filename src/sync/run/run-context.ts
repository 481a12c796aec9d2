/** What a run needs of the world, whatever it does. */
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import type { ApiNotice } from '../log/api-notice.ts';
import type { SheetReader } from '../sheet/sheet-reader.ts';
import type { ChunkSizes } from './time-budget.ts';

/** One sheet, one connection to Keap, and one execution. */
export interface RunContext {
  readonly document: OpenDocument;
  readonly table: Table;
  readonly read: SheetReader;
  readonly service: ContactService;
  /** Names the Keap account; part of every row's fingerprint. */
  readonly account: string;
  /** Requests sent to Keap in this execution. */
  readonly calls: () => number;
  /** Whether the user still wants this connection to be used: after Disconnect, nothing more is sent. */
  readonly isCurrent: () => boolean;
  readonly apiNotice: ApiNotice;
  readonly clock: Clock;
  readonly log: Log;
  /** When this execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** When its run began in this execution, if that has done others before, in milliseconds since 1970. */
  readonly beganMs?: number;
  /** The unfinished run that this execution resumes. */
  readonly resumes?: string;
  readonly chunks: ChunkSizes;
  /** Shows a passing message to the user; does nothing in a trigger. */
  readonly notify: (text: string) => void;
}
