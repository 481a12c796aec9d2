/** What a sync did, as numbers and as a sentence for the user. */
import { QuotaSpent, type RunEnded } from '../../errors.ts';
import type { Calendar } from '../../platform/table.ts';
import { numberText, whenText } from '../sheet/localized-text.ts';

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
export function reportSentence(report: SyncReport, nowMs: number, calendar: Calendar): string {
  const of = (rows: number) => numberText(rows, calendar);
  const parts = [
    `${of(report.synced)} synced`,
    ...(report.failed > 0 ? [`${of(report.failed)} failed`] : []),
    ...(report.check > 0 ? [`${of(report.check)} to check`] : []),
    ...(report.waiting > 0 ? [`${of(report.waiting)} waiting`] : []),
    `${of(report.unchanged)} unchanged`,
  ];
  return [`${parts.join(', ')}.`, ...endOf(report, nowMs, calendar)].join(' ');
}

function endOf({ endedBy, isStopped, waiting }: SyncReport, nowMs: number, calendar: Calendar): string[] {
  if (endedBy instanceof QuotaSpent) {
    return [
      endedBy.advice,
      `It goes on by itself, at the earliest ${whenText(endedBy.untilMs, nowMs, calendar)}.`,
    ];
  }
  if (endedBy !== undefined) return [endedBy.advice];
  if (isStopped) return ['Stopped, as you asked; the next sync goes on with the rest.'];
  return waiting > 0 ? ['The time of one run is over; the next one goes on with the rest.'] : [];
}
