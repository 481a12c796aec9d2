import type { RunEnded } from '../errors.ts';

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

/** The report as the user reads it, for instance `42 synced, 1 failed, 17 unchanged.` */
export function reportSentence(report: SyncReport): string {
  const parts = [
    `${report.synced} synced`,
    ...(report.failed > 0 ? [`${report.failed} failed`] : []),
    ...(report.check > 0 ? [`${report.check} to check`] : []),
    ...(report.waiting > 0 ? [`${report.waiting} waiting`] : []),
    `${report.unchanged} unchanged`,
  ];
  const sum = `${parts.join(', ')}.`;
  if (report.endedBy !== undefined) return `${sum} ${report.endedBy.advice}`;
  if (report.isStopped) return `${sum} Stopped, as you asked; the next sync goes on with the rest.`;
  if (report.waiting > 0) return `${sum} The time of one run is over; the next one goes on with the rest.`;
  return sum;
}
