import type { Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import type { Calendar } from '../../platform/table.ts';
import { loadProgress } from '../../sync/run/progress.ts';
import { loadRunRecord } from '../../sync/run/run-record.ts';
import { isStopAskedSince } from '../../sync/run/stop.ts';
import { beganMs, type UnfinishedRun } from '../../sync/run/unfinished-run.ts';
import { whenText } from '../../sync/sheet/localized-text.ts';
import type { ActivityView } from '../api.ts';

/** What is going on in the open document. */
export function activityNow({ clock, document }: Pick<Platform, 'clock' | 'document'>): ActivityView {
  const { workbook, properties } = document();
  const nameOf = (sheetId: number) => workbook.tableById(sheetId)?.name ?? '';
  return activityView(properties, nameOf, clock.nowMs(), workbook.calendar());
}

/** What the run that is going on says of itself. Three property reads, and nothing of the sheet but its name. */
export function activityView(
  properties: Properties,
  sheetName: (sheetId: number) => string,
  nowMs: number,
  calendar: Calendar,
): ActivityView {
  const { unfinished } = loadRunRecord(properties);
  if (unfinished === undefined) return { kind: 'idle' };
  const progress = loadProgress(properties);
  const title = titleOf(unfinished, sheetName(unfinished.sheetId));
  const isOfRun = progress.run === unfinished.run;
  const left = isOfRun ? Math.max(0, progress.total - progress.done) : 0;
  if (!isOfRun || progress.aliveUntilMs <= nowMs) {
    return { kind: 'waiting', title, sentence: goesOn(unfinished, nowMs, calendar), left };
  }
  const { done, total, failed, calls, msPerContact } = progress;
  const minutesLeft = Math.round((left * msPerContact) / 60_000);
  const isStopping = isStopAskedSince(properties, beganMs(unfinished));
  return { kind: 'running', title, done, total, failed, calls, minutesLeft, isStopping };
}

const doing: Readonly<Record<UnfinishedRun['kind'], string>> = {
  sync: 'Syncing',
  fill: 'Filling in',
  undo: 'Undoing in',
};

function titleOf({ kind }: UnfinishedRun, name: string): string {
  return name === '' ? doing[kind] : `${doing[kind]} "${name}"`;
}

function goesOn({ notBeforeMs }: UnfinishedRun, nowMs: number, calendar: Calendar): string {
  if (notBeforeMs <= nowMs)
    return 'It goes on by itself within the hour, or at once when you start it again.';
  return `It goes on by itself, at the earliest ${whenText(notBeforeMs, nowMs, calendar)}.`;
}
