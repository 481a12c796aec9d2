/** What is running in the document, for the sidebar and the dialogs. */
import type { Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import type { Calendar } from '../../platform/table.ts';
import { loadProgress } from '../../sync/run/progress.ts';
import { loadRunRecord } from '../../sync/run/run-record.ts';
import { isStopAskedSince } from '../../sync/run/stop.ts';
import { stopsSinceMs, type UnfinishedRun } from '../../sync/run/unfinished-run.ts';
import { whenText } from '../../sync/sheet/localized-text.ts';
import type { ActivityView } from '../api.ts';

/** Reads what is running in the open document. */
export function activityNow({ clock, document }: Pick<Platform, 'clock' | 'document'>): ActivityView {
  const { workbook, properties } = document();
  const nameOf = (sheetId: number) => workbook.tableById(sheetId)?.name ?? '';
  return activityView(properties, nameOf, clock.nowMs(), workbook.calendar());
}

/** Costs three property reads, and nothing of the sheet but its name. */
export function activityView(
  properties: Properties,
  sheetName: (sheetId: number) => string,
  nowMs: number,
  calendar: Calendar,
): ActivityView {
  const { unfinished, last } = loadRunRecord(properties);
  if (unfinished === undefined) return { kind: 'idle', lastEndedMs: last?.endedMs ?? 0 };
  const progress = loadProgress(properties);
  const title = titleOf(unfinished, sheetName(unfinished.sheetId));
  const isOfThisRun = progress.run === unfinished.run;
  const left = isOfThisRun ? Math.max(0, progress.total - progress.done) : 0;
  if (!isOfThisRun || progress.aliveUntilMs <= nowMs) {
    return { kind: 'waiting', title, sentence: resumptionText(unfinished, nowMs, calendar), left };
  }
  const { done, total, failed, calls, msPerContact } = progress;
  const minutesLeft = Math.round((left * msPerContact) / 60_000);
  const isStopping = isStopAskedSince(properties, stopsSinceMs(unfinished));
  return { kind: 'running', title, done, total, failed, calls, minutesLeft, isStopping };
}

const verbs: Readonly<Record<UnfinishedRun['kind'], string>> = {
  sync: 'Syncing',
  fill: 'Filling in',
  undo: 'Undoing changes in',
};

function titleOf({ kind }: UnfinishedRun, name: string): string {
  return `${verbs[kind]} ${name === '' ? 'a deleted sheet' : `"${name}"`}`;
}

function resumptionText({ notBeforeMs }: UnfinishedRun, nowMs: number, calendar: Calendar): string {
  if (notBeforeMs <= nowMs)
    return 'It continues automatically within the hour, or right away if you start it again.';
  return `It continues automatically, but not before ${whenText(notBeforeMs, nowMs, calendar)}.`;
}
