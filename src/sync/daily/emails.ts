/**
 * Sends emails about failures of the daily sync, at most one a day of each kind. Each is noted before it is sent: an email
 * whose note cannot be stored would otherwise come again every hour.
 */
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord, underLockIfPossible } from '../../stored-record.ts';
import { noteInLog } from '../log/hourly-note.ts';
import { failedSubject, lostSubject } from './email-messages.ts';
import { loadSchedule } from './schedule.ts';

/** Emails about failures to the address of the schedule; none where they are off. Each says whether it was sent. */
export interface Emails {
  /** One for each loss, by when it happened, in milliseconds since 1970. */
  connectionLost(text: string, lostSinceMs: number): boolean;
  /** At most one a day. */
  dailySyncFailed(text: string): boolean;
}

/** A little less than a day: the hourly trigger does not keep to the minute. */
const dayMs = 22 * 60 * 60 * 1000;
/** How many emails a day may be sent that cannot be noted afterwards, although they could be before. */
const maxUnsettled = 3;
/** Of so many people the losses are remembered. */
const maxLosses = 20;
const key = 'mails';

interface EmailNotes {
  /** When the last email about a failure was sent, in milliseconds since 1970; 0 for never. */
  readonly failedMs: number;
  /** The losses that emails were sent about, by when they happened, the newest last. */
  readonly lossesMs: readonly number[];
  /** Since when Google has refused to send emails; 0 where it has not. */
  readonly unsentMs: number;
  /** Emails that were about to be sent, of which nobody knows more. */
  readonly unsettled: { readonly sinceMs: number; readonly count: number };
}

/** Since when Google has refused to send this document's emails, in milliseconds since 1970; 0 where it has not. */
export function emailsUnsentSinceMs(properties: Properties): number {
  return loadNotes(properties).unsentMs;
}

export function emails(
  { mail, clock, log }: Pick<Platform, 'mail' | 'clock' | 'log'>,
  document: Pick<OpenDocument, 'properties' | 'settingsLock' | 'workbook' | 'lock'>,
): Emails {
  const { properties, settingsLock } = document;
  /** Whether Google has stored it: what else works must go on. */
  function isStored(notes: EmailNotes): boolean {
    try {
      saveNotes(properties, notes);
      return true;
    } catch (error) {
      log.error(`The note about an email was not stored: ${messageOf(error)}`);
      return false;
    }
  }
  function isTaken(to: string, subject: string, text: string): boolean {
    try {
      mail.send(to, subject, text);
      return true;
    } catch (error) {
      log.error(`The email "${subject}" was not sent: ${messageOf(error)}`);
      return false;
    }
  }
  function send(
    [subject, text]: readonly [string, string],
    isSent: (notes: EmailNotes, nowMs: number) => boolean,
    settle: (notes: EmailNotes, nowMs: number) => EmailNotes,
  ): boolean {
    const { mailTo, mailsOn } = loadSchedule(properties);
    if (mailTo === '' || !mailsOn) return false;
    const nowMs = clock.nowMs();
    // Under the lock, as the triggers of two people may find the same at the same time.
    const noted = underLockIfPossible(settingsLock, () => {
      const notes = loadNotes(properties);
      const unsettled =
        nowMs - notes.unsettled.sinceMs < dayMs ? notes.unsettled : { sinceMs: nowMs, count: 0 };
      if (isSent(notes, nowMs) || unsettled.count >= maxUnsettled) return 'sent';
      if (!isStored({ ...notes, unsettled: { ...unsettled, count: unsettled.count + 1 } })) return 'unstored';
      const isGone = isTaken(mailTo, subject, text);
      isStored(isGone ? settle({ ...notes, unsentMs: 0 }, nowMs) : withUnsent(notes, nowMs));
      return isGone ? 'gone' : 'refused';
    });
    if (noted !== 'unstored') return noted === 'gone';
    return mayWithoutNote(document, text, nowMs) && isTaken(mailTo, subject, text);
  }
  return {
    connectionLost: (text, lostSinceMs) =>
      send(
        [lostSubject, text],
        ({ lossesMs }) => lossesMs.includes(lostSinceMs),
        (notes) => ({ ...notes, lossesMs: [...notes.lossesMs, lostSinceMs].slice(-maxLosses) }),
      ),
    dailySyncFailed: (text) =>
      send(
        [failedSubject, text],
        ({ failedMs }, nowMs) => nowMs - failedMs < dayMs,
        (notes, nowMs) => ({ ...notes, failedMs: nowMs }),
      ),
  };
}

/** Where no property can be stored, the log says what was sent, once a day; where that fails as well, the clock decides. */
function mayWithoutNote(document: Parameters<typeof noteInLog>[0], text: string, nowMs: number): boolean {
  try {
    return noteInLog(document, { text, atMs: nowMs });
  } catch {
    return isHourForUnnoted(nowMs);
  }
}

/** The one hour of the day in which an email is sent that is noted nowhere: the trigger runs about once in it. */
export function isHourForUnnoted(nowMs: number): boolean {
  return new Date(nowMs).getUTCHours() === 12;
}

function withUnsent(notes: EmailNotes, nowMs: number): EmailNotes {
  return notes.unsentMs === 0 ? { ...notes, unsentMs: nowMs } : notes;
}

function loadNotes(properties: Properties): EmailNotes {
  const { failed, losses, unsentMs, unsettled } = loadRecord(properties, key);
  return {
    failedMs: sentMsIn(failed),
    lossesMs: Array.isArray(losses) ? losses.map(numberIn) : [],
    unsentMs: numberIn(unsentMs),
    unsettled: unsettledIn(unsettled),
  };
}

/** In the format of version 1, which also says what the email was about. */
function saveNotes(properties: Properties, { failedMs, lossesMs, unsentMs, unsettled }: EmailNotes): void {
  saveRecord(properties, key, 1, {
    ...(failedMs > 0 ? { failed: { sentMs: failedMs, of: failedMs } } : {}),
    ...(lossesMs.length > 0 ? { losses: lossesMs } : {}),
    ...(unsentMs > 0 ? { unsentMs } : {}),
    ...(unsettled.count > 0 ? { unsettled } : {}),
  });
}

function sentMsIn(note: unknown): number {
  if (typeof note !== 'object' || note === null) return 0;
  return numberIn((note as Record<string, unknown>).sentMs);
}

function unsettledIn(value: unknown): EmailNotes['unsettled'] {
  if (typeof value !== 'object' || value === null) return { sinceMs: 0, count: 0 };
  const { sinceMs, count } = value as Record<string, unknown>;
  return { sinceMs: numberIn(sinceMs), count: numberIn(count) };
}

function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'no reason';
}
