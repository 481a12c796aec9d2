import { RunEnded } from '../errors.ts';
import type { ContactService } from '../keap/contact-service.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import { missingHeaders, placeOutcomes, type Settled } from './placement.ts';
import { type Plan, type PlannedChange, type PlanScope, planSync } from './plan.ts';
import type { SyncReport } from './report.ts';
import type { SheetReader, SheetView } from './sheet-view.ts';
import { writeStatuses } from './status-writer.ts';

/**
 * Contacts whose outcomes are written together: many make the sheet's cost small, few lose little to a kill. A run
 * begins with few, because it does not know yet how slow Keap is today, and doubles them while chunks are quick.
 */
const firstChunkSize = 25;
const greatestChunkSize = 100;
const quickChunkMs = 20_000;

/** Apps Script kills an execution after 6 minutes; no chunk begins that may not end before. */
const timeBudgetMs = 4.5 * 60 * 1000;
const latestEndMs = 5.5 * 60 * 1000;

export interface RunParts {
  readonly table: Table;
  readonly read: SheetReader;
  readonly service: ContactService;
  /** Names the Keap account; part of every row's fingerprint. */
  readonly account: string;
  readonly clock: Clock;
  readonly log: Log;
  /** When this execution began, in milliseconds since 1970. */
  readonly startedMs: number;
  /** Called once all rows to send say Waiting: from then on an unfinished run can be told from the sheet. */
  readonly marked: () => void;
  /** Asked before each chunk but the first: whether the user has asked to stop. */
  readonly isStopAsked: () => boolean;
}

/**
 * Reads the sheet, plans, and sends chunk by chunk, writing each chunk's outcomes before the next goes out.
 * May be killed between any two calls: what is not Synced by then still says Waiting and is sent again.
 * Throws `SettingsWrong` where the sheet cannot be read as one of contacts; any later `RunEnded` is in the report.
 */
export function runSync(parts: RunParts, scope: PlanScope): SyncReport {
  const { account } = parts;
  const { grid, columns } = readWithManagedColumns(parts);
  const plan = planSync(grid, columns, account, scope);
  writeStatuses(parts, { grid, columns }, plan.statuses);
  parts.marked();
  return sendInChunks(parts, plan);
}

/** Adds the managed columns where they are missing, so that what follows can rely on them. */
function readWithManagedColumns({ table, read }: RunParts): SheetView {
  const view = read();
  const headers = missingHeaders(view.grid, view.columns);
  if (headers === undefined) return view;
  table.write([headers]);
  const wider = read();
  const { fingerprint } = wider.columns.managed;
  if (fingerprint !== undefined) table.hideColumn(fingerprint);
  return wider;
}

function sendInChunks(parts: RunParts, plan: Plan): SyncReport {
  const rest = [...plan.changes];
  let synced = 0;
  let failed = 0;
  let endedBy: RunEnded | undefined;
  let isStopped = false;
  let chunkSize = firstChunkSize;
  let tookMs = 0;
  while (rest.length > 0 && hasTimeFor(parts, tookMs)) {
    isStopped = rest.length < plan.changes.length && parts.isStopAsked();
    if (isStopped) break;
    const chunk = rest.slice(0, chunkSize);
    const beganMs = parts.clock.nowMs();
    try {
      const settled = applyChunk(parts, chunk);
      const done = settled.filter((one) => one.outcome.kind === 'done');
      synced += rowsOf(done.map((one) => one.planned));
      failed += rowsOf(chunk) - rowsOf(done.map((one) => one.planned));
      rest.splice(0, chunk.length);
      tookMs = parts.clock.nowMs() - beganMs;
      chunkSize = nextChunkSize(chunkSize, tookMs);
    } catch (error) {
      if (!(error instanceof RunEnded)) throw error;
      parts.log.error(`The sync ended early: ${error.name}: ${error.message}`);
      endedBy = error;
      break;
    }
  }
  const { unchanged, check } = plan;
  return { synced, failed, unchanged, check, waiting: rowsOf(rest), isStopped, endedBy };
}

/** Whether one more chunk, should it take twice as long as the last one, still ends in time. */
function hasTimeFor({ clock, startedMs }: RunParts, lastTookMs: number): boolean {
  const passedMs = clock.nowMs() - startedMs;
  return passedMs < timeBudgetMs && passedMs + 2 * lastTookMs < latestEndMs;
}

function nextChunkSize(size: number, tookMs: number): number {
  if (tookMs <= quickChunkMs) return Math.min(greatestChunkSize, size * 2);
  return Math.max(1, Math.floor(size / 2));
}

function rowsOf(changes: readonly PlannedChange[]): number {
  return changes.reduce((sum, change) => sum + change.rowIndexes.length, 0);
}

function applyChunk(parts: RunParts, chunk: readonly PlannedChange[]): Settled[] {
  const { read, service, account, clock } = parts;
  const outcomes = service.apply(chunk.map((planned) => planned.change));
  const settled = chunk.flatMap((planned, place): Settled[] => {
    const outcome = outcomes[place];
    return outcome === undefined ? [] : [{ planned, outcome }];
  });
  const view = read();
  writeStatuses(parts, view, placeOutcomes(view, settled, account, clock.nowMs()));
  return settled;
}
