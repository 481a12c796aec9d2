/** What a person's hourly trigger leaves about itself, kept in that person's properties for one document. */
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord, underLockIfPossible } from '../../stored-record.ts';
import { loadSchedule } from './schedule.ts';

/** A run of failures of the hourly trigger, from the first one to the last. */
export interface FailureStreak {
  /** When the first one happened, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly lastMs: number;
  /** What the last one was, and what to do, for the user. */
  readonly text: string;
}

/** All times in milliseconds since 1970; 0 for never. */
export interface BackgroundRecord {
  /** When the hourly trigger last ran in this document. */
  readonly lastRunMs: number;
  /** Where to send an email about it, even when Google does not open the document. */
  readonly mailTo: string;
  readonly failing: FailureStreak | undefined;
  /** When an email about these failures was last sent. */
  readonly mailedMs: number;
  /** The loss of the connection that an email was sent about, by when it happened, as an earlier version noted it. */
  readonly mailedLossMs: number;
}

const keyOf = (documentId: string) => `${documentId}/background`;

/** What is missing or damaged counts as never stored. */
export function loadBackground(user: Pick<Properties, 'get'>, documentId: string): BackgroundRecord {
  const stored = loadRecord(user, keyOf(documentId));
  return {
    lastRunMs: moment(stored.lastRunMs),
    mailTo: typeof stored.mailTo === 'string' ? stored.mailTo : '',
    failing: streakIn(stored.failing),
    mailedMs: moment(stored.mailedMs),
    mailedLossMs: moment(stored.mailedLossMs),
  };
}

/** Under the user's lock, as two triggers of one person may run at the same time; writes nothing where nothing changes. */
export function changeBackground(
  { properties, lock }: Platform['user'],
  documentId: string,
  change: Partial<BackgroundRecord>,
): void {
  const isThere = (before: BackgroundRecord) =>
    JSON.stringify(before) === JSON.stringify({ ...before, ...change });
  if (isThere(loadBackground(properties, documentId))) return;
  underLockIfPossible(lock, () => {
    const before = loadBackground(properties, documentId);
    if (!isThere(before)) saveRecord(properties, keyOf(documentId), 1, { ...before, ...change });
  });
}

/**
 * Keeps the address of emails with the person, for the day on which Google does not open the document. What cannot be
 * stored now is stored by the next run.
 */
export function keepMailTo(
  user: Platform['user'],
  { workbook, properties }: Pick<OpenDocument, 'workbook' | 'properties'>,
): void {
  try {
    const { mailTo, mailsOn } = loadSchedule(properties);
    changeBackground(user, workbook.id, { mailTo: mailsOn ? mailTo : '' });
  } catch {
    // Neither the sidebar nor a sync fails for this.
  }
}

function streakIn(value: unknown): FailureStreak | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { sinceMs, lastMs, text } = value as Record<string, unknown>;
  if (typeof text !== 'string' || moment(sinceMs) === 0 || moment(lastMs) === 0) return undefined;
  return { sinceMs: moment(sinceMs), lastMs: moment(lastMs), text };
}

/** The latest moment that a Date can hold is 8.64e15 ms after 1970 (ECMAScript, time values). */
function moment(value: unknown): number {
  return typeof value === 'number' && value > 0 && value <= 8.64e15 ? value : 0;
}
