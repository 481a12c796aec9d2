import { QuotaSpent, type RunEnded } from '../errors.ts';
import { whenText } from './when.ts';

/** What a run did, in rows of the sheet. */
export interface SyncReport {
  readonly synced: number;
  readonly failed: number;
  readonly unchanged: number;
  readonly check: number;
  /** Not reached. */
  readonly waiting: number;
  /** Whether the user stopped it. */
  readonly isStopped: boolean;
  /** What ended the run before its end; undefined where it reached the end or its time was over. */
  readonly endedBy: RunEnded | undefined;
}

/** The report as the user reads it at `nowMs`, for instance `42 synced, 1 failed, 17 unchanged.` */
export function reportSentence(report: SyncReport, nowMs = 0, timeZone = 'Etc/UTC'): string {
  const parts = [
    `${report.synced} synced`,
    ...(report.failed > 0 ? [`${report.failed} failed`] : []),
    ...(report.check > 0 ? [`${report.check} to check`] : []),
    ...(report.waiting > 0 ? [`${report.waiting} waiting`] : []),
    `${report.unchanged} unchanged`,
  ];
  return [`${parts.join(', ')}.`, ...endOf(report, nowMs, timeZone)].join(' ');
}

function endOf({ endedBy, isStopped, waiting }: SyncReport, nowMs: number, timeZone: string): string[] {
  if (endedBy instanceof QuotaSpent) {
    return [
      endedBy.advice,
      `It goes on by itself, at the earliest ${whenText(endedBy.untilMs, nowMs, timeZone)}.`,
    ];
  }
  if (endedBy !== undefined) return [endedBy.advice];
  if (isStopped) return ['Stopped, as you asked; the next sync goes on with the rest.'];
  return waiting > 0 ? ['The time of one run is over; the next one goes on with the rest.'] : [];
}
