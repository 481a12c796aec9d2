import { RunEnded } from '../errors.ts';
import type { ContactService } from '../keap/contact-service.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Table } from '../platform/table.ts';
import { missingHeaders, placeOutcomes, type Settled } from './placement.ts';
import { type Plan, type PlannedChange, type PlanScope, planSync } from './plan.ts';
import type { SyncReport } from './report.ts';
import { readSheet, type SheetView } from './sheet-view.ts';
import { writeStatuses } from './status-writer.ts';

/** Contacts whose outcome is written together: enough to make the sheet's cost small, few enough to lose little to a kill. */
const chunkSize = 100;

/** Apps Script kills an execution after 6 minutes; a chunk that meets a slow Keap must still end in time. */
export const timeBudgetMs = 4.5 * 60 * 1000;

export interface RunParts {
  readonly table: Table;
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
  const { table, account } = parts;
  const { grid, columns } = readWithManagedColumns(table);
  const plan = planSync(grid, columns, account, scope);
  writeStatuses(table, { grid, columns }, plan.statuses);
  parts.marked();
  return sendInChunks(parts, plan);
}

/** Adds the managed columns where they are missing, so that what follows can rely on them. */
function readWithManagedColumns(table: Table): SheetView {
  const view = readSheet(table);
  const headers = missingHeaders(view.grid, view.columns);
  if (headers === undefined) return view;
  table.write([headers]);
  const wider = readSheet(table);
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
  while (rest.length > 0 && parts.clock.nowMs() - parts.startedMs < timeBudgetMs) {
    isStopped = rest.length < plan.changes.length && parts.isStopAsked();
    if (isStopped) break;
    const chunk = rest.slice(0, chunkSize);
    try {
      const settled = applyChunk(parts, chunk);
      const done = settled.filter((one) => one.outcome.kind === 'done');
      synced += rowsOf(done.map((one) => one.planned));
      failed += rowsOf(chunk) - rowsOf(done.map((one) => one.planned));
      rest.splice(0, chunk.length);
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

function rowsOf(changes: readonly PlannedChange[]): number {
  return changes.reduce((sum, change) => sum + change.rowIndexes.length, 0);
}

function applyChunk(parts: RunParts, chunk: readonly PlannedChange[]): Settled[] {
  const { table, service, account, clock } = parts;
  const outcomes = service.apply(chunk.map((planned) => planned.change));
  const settled = chunk.flatMap((planned, place): Settled[] => {
    const outcome = outcomes[place];
    return outcome === undefined ? [] : [{ planned, outcome }];
  });
  const view = readSheet(table);
  writeStatuses(table, view, placeOutcomes(view, settled, account, clock.nowMs()));
  return settled;
}
