/** Which schedules have something to fill in from Keap now, and how that is done and reported. */
import { SettingsWrong } from '../../errors.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import type { Table } from '../../platform/table.ts';
import { type FillEnd, type FillOptions, fillRun } from '../fill/fill.ts';
import type { RunContext } from '../run/run-context.ts';
import { loadRunRecord, unfinishedRuns } from '../run/run-record.ts';
import { stopAskedMs } from '../run/stop.ts';
import { localMoment } from '../sheet/cell-text.ts';
import { doneSlot, type StoredSchedule } from './done-slot.ts';
import { scheduledFillMessage } from './email-messages.ts';
import { emails } from './emails.ts';
import { loadFillRecord, saveFillRecord } from './fill-record.ts';
import { dueSlot, isSlotDone } from './schedule.ts';
import type { ScheduledFill } from './scheduled-fill.ts';
import { loadSheetSchedules } from './sheet-schedules.ts';

/** A fill that is due: for which sync of which sheet, and what it fills. */
export interface DueFill {
  readonly kind: 'fill';
  readonly schedule: StoredSchedule;
  readonly sheetId: number;
  readonly fill: ScheduledFill;
  readonly slot: string;
}

type Stored = Pick<Properties, 'get' | 'keys'>;

/** The fill that comes before the sync that is due at this slot, unless it is done; undefined where there is none. */
export function fillBefore(stored: Stored, schedule: StoredSchedule, slot: string): DueFill | undefined {
  const { fill, sheetId } = schedule;
  if (fill?.when !== 'before' || sheetId === undefined) return undefined;
  return isFilled(stored, sheetId, slot) ? undefined : { kind: 'fill', schedule, sheetId, fill, slot };
}

/**
 * The fill that comes after the newest sync of a schedule, once that is over. Somebody who has asked to stop since then wants
 * neither of them to go on.
 */
export function fillAfter(
  stored: Stored,
  schedule: StoredSchedule,
  { timeZone, nowMs }: { readonly timeZone: string; readonly nowMs: number },
): DueFill | undefined {
  const { fill, fillSince = '', changed, sheetId } = schedule;
  if (fill?.when !== 'after' || sheetId === undefined) return undefined;
  const slot = dueSlot(schedule, timeZone, nowMs);
  const isOfBefore = slot <= fillSince || slot <= (changed?.doneSlot ?? '');
  if (isOfBefore || !isSlotDone(doneSlot(stored, schedule), slot) || isFilled(stored, sheetId, slot)) {
    return undefined;
  }
  const isSyncOpen = unfinishedRuns(loadRunRecord(stored)).some(
    (run) => run.sheetId === sheetId && run.kind !== 'fill',
  );
  const isStopped = hourOf(timeZone, stopAskedMs(stored)) >= slot;
  return isSyncOpen || isStopped ? undefined : { kind: 'fill', schedule, sheetId, fill, slot };
}

function isFilled(stored: Stored, sheetId: number, slot: string): boolean {
  const record = loadFillRecord(stored, sheetId);
  return record.isDone && isSlotDone(record.slot, slot);
}

function hourOf(timeZone: string, ms: number): string {
  const { day, time } = localMoment(timeZone, ms);
  return `${day} ${time.slice(0, 2)}`;
}

/** What the schedule of a sheet fills in now; undefined for nothing. */
export function fillOptionsOf(stored: Stored, sheetId: number): FillOptions | undefined {
  const fill = loadSheetSchedules(stored).find((one) => one.isOn && one.sheetId === sheetId)?.fill;
  return fill === undefined ? undefined : optionsOf(fill);
}

function optionsOf({ columns, overwrite }: ScheduledFill): FillOptions {
  return { overwrite, fields: new Set(columns), isScheduled: true };
}

/**
 * Fills in, keeps what it has come to, and emails what a person has to do about it. Throws as `fillRun` does, after an email
 * where somebody has to change something.
 */
export function startFill(
  context: RunContext & { readonly beganMs: number },
  platform: Pick<Platform, 'mail' | 'clock' | 'log'>,
  { sheetId, fill, slot }: Pick<DueFill, 'sheetId' | 'fill' | 'slot'>,
): FillEnd {
  const { document, table, clock, beganMs } = context;
  const { properties } = document;
  const keep = (problem: string, isDone: boolean) => {
    const before = loadFillRecord(properties, sheetId);
    const tookMs = clock.nowMs() - beganMs + (before.slot === slot && !before.isDone ? before.tookMs : 0);
    const toldMs = tell(platform, { document, table, before, problem });
    saveFillRecord(properties, sheetId, { slot, isDone, tookMs, problem, toldMs });
  };
  try {
    const end = fillRun(context, optionsOf(fill));
    const isEnded = end.endedBy instanceof SettingsWrong;
    keep(isEnded ? (end.endedBy?.advice ?? '') : end.problem, end.isOver);
    return end;
  } catch (error) {
    // Before somebody has changed something, another attempt ends in the same way.
    if (error instanceof SettingsWrong) keep(error.advice, true);
    throw error;
  }
}

/** A little less than a week. */
const weekMs = 7 * 24 * 60 * 60 * 1000 - 2 * 60 * 60 * 1000;

/** Emails a problem that is new, or a week old; gives when an email about it was sent. */
function tell(
  platform: Pick<Platform, 'mail' | 'clock' | 'log'>,
  of: {
    readonly document: OpenDocument;
    readonly table: Table;
    readonly before: { readonly problem: string; readonly toldMs: number };
    readonly problem: string;
  },
): number {
  const { document, table, before, problem } = of;
  if (problem === '') return 0;
  const nowMs = platform.clock.nowMs();
  if (before.problem === problem && nowMs - before.toldMs < weekMs) return before.toldMs;
  const text = scheduledFillMessage(table.name, problem);
  return emails(platform, document).dailySyncFailed({ text, sheetId: table.sheetId }) ? nowMs : 0;
}

/** Whether the newest fill of a sheet has met something that a person has to change. */
export function hasFillProblem(properties: Pick<Properties, 'get'>, sheetId: number): boolean {
  return loadFillRecord(properties, sheetId).problem !== '';
}
