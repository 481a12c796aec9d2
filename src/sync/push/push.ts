/** Syncs a sheet: reads, plans and sends chunk by chunk. */
import { RunEnded } from '../../errors.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Table } from '../../platform/table.ts';
import type { Journal } from '../log/journal.ts';
import { type Plan, type PlannedChange, type PlanScope, planSync } from '../plan/plan.ts';
import type { SyncReport } from '../run/report.ts';
import { type ChunkSizes, hasTimeFor, nextChunkSize } from '../run/time-budget.ts';
import type { SheetReader, SheetView } from '../sheet/sheet-view.ts';
import { missingHeaders } from '../sheet/status-blocks.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import { sendChunk } from './chunk.ts';
import { matchRows, type Settled } from './match-rows.ts';

/** How far a sync has come in this execution. */
export interface Sent {
  /** Contacts. */
  readonly done: number;
  readonly total: number;
  /** Rows. */
  readonly synced: number;
  readonly failed: number;
}

export interface PushContext {
  readonly table: Table;
  readonly read: SheetReader;
  readonly service: ContactService;
  /** Names the Keap account; part of every row's fingerprint. */
  readonly account: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Journal;
  readonly chunks: ChunkSizes;
  /** When this execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** Called once all rows to send say Waiting: from then on an unfinished run can be told from the sheet. */
  readonly marked: (sent: Sent) => void;
  /** Called after each chunk, when its rows say what became of them. */
  readonly reached: (sent: Sent) => void;
  /** Asked before whatever is sent next: whether the user has asked to stop. */
  readonly isStopAsked: () => boolean;
}

/**
 * Reads the sheet, plans, and sends chunk by chunk, writing each chunk's outcomes before the next goes out.
 * May be killed between any two calls: what is not Synced by then still says Waiting and is sent again.
 * Throws `SettingsWrong` where the sheet cannot be read as one of contacts; any later `RunEnded` is in the report.
 */
export function runSync(parts: PushContext, scope: PlanScope): SyncReport {
  const view = readWithManagedColumns(parts);
  const plan = planSync(view, parts.account, scope);
  writeStatuses(parts, view, plan.statuses);
  parts.marked({ done: 0, total: plan.changes.length, synced: 0, failed: 0 });
  return sendInChunks(parts, plan);
}

/** Adds the managed columns where they are missing, so that what follows can rely on them. */
function readWithManagedColumns({ table, read }: PushContext): SheetView {
  const view = read();
  const headers = missingHeaders(view);
  if (headers === undefined) return view;
  table.write([headers]);
  const wider = read();
  const { fingerprint } = wider.columns.managed;
  if (fingerprint !== undefined) table.hideColumn(fingerprint);
  return wider;
}

function sendInChunks(parts: PushContext, plan: Plan): SyncReport {
  let rest: readonly PlannedChange[] = plan.changes;
  let sent: Sent = { done: 0, total: rest.length, synced: 0, failed: 0 };
  let endedBy: RunEnded | undefined;
  let isStopped = false;
  let chunkSize = parts.chunks.first;
  let tookMs = 0;
  while (rest.length > 0 && hasTimeFor(parts, tookMs)) {
    isStopped = parts.isStopAsked();
    if (isStopped) break;
    const beganMs = parts.clock.nowMs();
    try {
      const settled = applyChunk(parts, rest.slice(0, chunkSize));
      sent = afterChunk(sent, settled);
      const reached = new Set(settled.map(({ planned }) => planned));
      rest = rest.filter((planned) => !reached.has(planned));
    } catch (error) {
      if (!(error instanceof RunEnded)) throw error;
      parts.log.error(`The sync ended early: ${error.name}: ${error.message}`);
      endedBy = error;
      break;
    }
    parts.reached(sent);
    tookMs = parts.clock.nowMs() - beganMs;
    chunkSize = nextChunkSize(parts.chunks, chunkSize, tookMs);
  }
  const { unchanged, check } = plan;
  const { synced, failed } = sent;
  return { synced, failed, unchanged, check, waiting: rowsOf(rest), isStopped, endedBy };
}

function afterChunk(sent: Sent, settled: readonly Settled[]): Sent {
  const done = settled.filter(({ outcome }) => outcome.kind === 'done');
  const synced = rowsOf(done.map(({ planned }) => planned));
  const failed = rowsOf(settled.map(({ planned }) => planned)) - synced;
  return {
    done: sent.done + settled.length,
    total: sent.total,
    synced: sent.synced + synced,
    failed: sent.failed + failed,
  };
}

function rowsOf(changes: readonly PlannedChange[]): number {
  return changes.reduce((sum, change) => sum + change.rowIndexes.length, 0);
}

function applyChunk(parts: PushContext, chunk: readonly PlannedChange[]): Settled[] {
  const { read, service, account, clock, journal } = parts;
  const mayGoOn = (lastTookMs: number) => hasTimeFor(parts, lastTookMs) && !parts.isStopAsked();
  const settled = sendChunk({ service, journal, mayGoOn, nowMs: () => clock.nowMs() }, chunk);
  const view = read();
  writeStatuses(parts, view, matchRows(view, settled, account, clock.nowMs()));
  return settled;
}
