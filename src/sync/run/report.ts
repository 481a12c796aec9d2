/** What a sync did, as numbers and as a sentence for the user. */
import { QuotaSpent, type RunEnded } from '../../errors.ts';
import type { Calendar } from '../../platform/table.ts';
import { numberText, whenText } from '../sheet/localized-text.ts';

/** What a sync did, in rows of the sheet. */
export interface SyncReport {
  readonly synced: number;
  readonly failed: number;
  readonly unchanged: number;
  readonly check: number;
  /** Not reached. */
  readonly waiting: number;
  /** Whether the user stopped it. */
  readonly isStopped: boolean;
  /** What ended the run early; undefined where it reached the end or its time limit. */
  readonly endedBy: RunEnded | undefined;
}

/** The report as the user reads it at `nowMs`, for instance `42 synced, 1 failed, 17 unchanged.` */
export function reportSentence(report: SyncReport, nowMs: number, calendar: Calendar): string {
  const of = (rows: number) => numberText(rows, calendar);
  const counts = [
    `${of(report.synced)} synced`,
    ...(report.failed > 0 ? [`${of(report.failed)} failed`] : []),
    ...(report.check > 0 ? [`${of(report.check)} to check`] : []),
    ...(report.waiting > 0 ? [`${of(report.waiting)} waiting`] : []),
    `${of(report.unchanged)} unchanged`,
  ];
  return [`${counts.join(', ')}.`, ...endOf(report, nowMs, calendar)].join(' ');
}

function endOf({ endedBy, isStopped, waiting }: SyncReport, nowMs: number, calendar: Calendar): string[] {
  if (endedBy !== undefined) return endSentences(endedBy, nowMs, calendar);
  if (isStopped) return ['Stopped at your request. The next sync continues with the remaining rows.'];
  if (waiting === 0) return [];
  return ["Google's time limit was reached. The next run continues with the remaining rows."];
}

/** What ended a run early, and when it continues where that is known. */
export function endSentences(endedBy: RunEnded, nowMs: number, calendar: Calendar): string[] {
  if (!(endedBy instanceof QuotaSpent)) return [endedBy.advice];
  const when = whenText(endedBy.untilMs, nowMs, calendar);
  return [endedBy.advice, `The run continues automatically ${when} or shortly after.`];
}

/** The same for a run that leaves the statuses of rows as they are: what rows say is true of a sync alone. */
export function endSentencesWithoutRows(endedBy: RunEnded, nowMs: number, calendar: Calendar): string[] {
  return endSentences(endedBy, nowMs, calendar).map((text) =>
    text
      .split(/(?<=\.) /)
      .filter((sentence) => !sentence.includes('say Waiting'))
      .join(' '),
  );
}
