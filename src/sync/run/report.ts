/** What a sync did, as numbers and as a sentence for the user. */
import { QuotaSpent, type RunEnded } from '../../errors.ts';
import type { Calendar } from '../../platform/table.ts';
import type { BrakeQuestions } from '../plan/brake-memory.ts';
import { countText, numberText, whenText } from '../sheet/localized-text.ts';
import { unwrittenSentences } from '../sheet/unwritten-rows.ts';

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
  /** Contacts that were created. */
  readonly created?: number;
  /** Tags that were created. */
  readonly createdTags?: number;
  /** What is held back in the whole sheet until somebody confirms it. */
  readonly questions?: BrakeQuestions;
  /** Rows (indexes from 0) that count as failed: they were not sent, as Sheets did not take their status. */
  readonly unsent?: ReadonlySet<number>;
  /** Rows whose result Sheets did not take. */
  readonly unreported?: ReadonlySet<number>;
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
  return [
    `${counts.join(', ')}.`,
    ...createdSentences(report, calendar),
    ...heldSentences(report, calendar),
    ...unwrittenSentences(report.unsent ?? nothing, report.unreported ?? nothing, calendar),
    ...endOf(report, nowMs, calendar),
  ].join(' ');
}

const nothing: ReadonlySet<number> = new Set();

function createdSentences({ created = 0, createdTags = 0 }: SyncReport, calendar: Calendar): string[] {
  return [
    ...(created === 0 ? [] : [`Created ${countText(created, 'contact', calendar)}.`]),
    ...(createdTags === 0 ? [] : [`Created ${countText(createdTags, 'tag', calendar)}.`]),
  ];
}

function heldSentences({ questions }: SyncReport, calendar: Calendar): string[] {
  const { optOut, emptied } = questions ?? {};
  const contacts = (count: number) => countText(count, 'contact', calendar);
  return [
    ...(optOut === undefined ? [] : [`Confirm in the sidebar to opt out ${contacts(optOut.contacts)}.`]),
    ...(emptied === undefined
      ? []
      : [`Confirm in the sidebar to clear fields of ${contacts(emptied.contacts)}.`]),
  ];
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
