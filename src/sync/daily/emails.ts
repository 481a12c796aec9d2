/**
 * Sends emails about failures of the scheduled sync and what it has found, at most one a day of each kind and sheet. Each is noted before it is sent:
 * an email whose note cannot be stored would otherwise come again every hour.
 */
import { accountOfDocument } from '../../keap/auth/document-owner.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { underLockIfPossible } from '../../stored-record.ts';
import { noteInLog } from '../log/hourly-note.ts';
import { hashOf } from '../sheet/fingerprint.ts';
import { type EmailNews, emailBody } from './email-body.ts';
import { differSubject, failedSubject, lostSubject, recoveredSubject } from './email-messages.ts';
import {
  type EmailNotes,
  isWell,
  loadNotes,
  notesOf,
  type SheetNotes,
  saveNotes,
  withNotesOf,
  withRecovered,
} from './email-notes.ts';
import { loadSchedule } from './schedule.ts';

/** Emails about failures to the address of the schedule; none where they are off. Each says whether it was sent. */
export interface Emails {
  /** One for each loss. */
  connectionLost(loss: Loss): boolean;
  /** At most one a day for each sheet, and about the same failed rows alone at most one a week. */
  dailySyncFailed(news: EmailNews): boolean;
  /** Once after an email about a failure of this sheet, or about a lost connection. */
  recovered(text: string, sheetId?: number): boolean;
  /**
   * Where Keap differs from a sheet: neither a failure, nor an end of one. Says whether an email has told of the comparison of
   * this day, also where an earlier execution has sent it.
   */
  keapDiffers(text: string, sheetId: number, day: string): boolean;
}

/** A connection that only its person can restore. */
export interface Loss {
  readonly text: string;
  /** When it happened, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** Whether the scheduled sync runs with this connection. */
  readonly stopsDailySync: boolean;
}

/** A little less than a day: the hourly trigger does not keep to the minute. */
const dayMs = 22 * 60 * 60 * 1000;
/** A little less than a week. */
const weekMs = 7 * 24 * 60 * 60 * 1000 - 2 * 60 * 60 * 1000;
/** How many emails a day may be sent that cannot be noted afterwards, although they could be before. */
const maxUnsettled = 3;
/** Of so many people the losses are remembered. */
const maxLosses = 20;

/** Since when Google has refused to send this spreadsheet's emails, in milliseconds since 1970; 0 where it has not. */
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
  function isTaken(to: string, subject: string, news: EmailNews): boolean {
    try {
      mail.send(to, subject, emailBody(news, originOf(document)));
      return true;
    } catch (error) {
      log.error(`The email "${subject}" was not sent: ${messageOf(error)}`);
      return false;
    }
  }
  function send(
    [subject, news]: readonly [string, EmailNews],
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
      const isGone = isTaken(mailTo, subject, news);
      isStored(isGone ? settle({ ...notes, unsentMs: 0 }, nowMs) : withUnsent(notes, nowMs));
      return isGone ? 'gone' : 'refused';
    });
    if (noted !== 'unstored') return noted === 'gone';
    return mayWithoutNote(document, news.text, nowMs) && isTaken(mailTo, subject, news);
  }
  return {
    connectionLost: ({ text, sinceMs, stopsDailySync }) =>
      send(
        [lostSubject, { text }],
        ({ lossesMs }) => lossesMs.includes(sinceMs),
        (notes) => ({
          ...notes,
          isLost: notes.isLost || stopsDailySync,
          lossesMs: [...notes.lossesMs, sinceMs].slice(-maxLosses),
        }),
      ),
    dailySyncFailed(news) {
      const digest = digestOf(news);
      const { sheetId } = news;
      return send(
        [failedSubject, news],
        (notes, nowMs) => {
          const { failedMs, rows } = notesOf(notes, sheetId);
          return (
            nowMs - failedMs < dayMs ||
            (digest !== '' && digest === rows.digest && nowMs - rows.sentMs < weekMs)
          );
        },
        (notes, nowMs) =>
          withNotesOf(notes, sheetId, ({ rows, comparedDay }): SheetNotes => {
            return {
              isFailing: true,
              failedMs: nowMs,
              rows: digest === '' ? rows : { digest, sentMs: nowMs },
              comparedDay,
            };
          }),
      );
    },
    recovered(text, sheetId) {
      if (isWell(loadNotes(properties), sheetId)) return false;
      return send(
        [recoveredSubject, { text }],
        (notes) => isWell(notes, sheetId),
        (notes) => withRecovered(notes, sheetId),
      );
    },
    keapDiffers(text, sheetId, day) {
      const isTold = (notes: EmailNotes) => notesOf(notes, sheetId).comparedDay === day;
      const isSent = send([differSubject, { text }], isTold, (notes) =>
        withNotesOf(notes, sheetId, ({ failedMs, isFailing, rows }): SheetNotes => {
          return { failedMs, isFailing, rows, comparedDay: day };
        }),
      );
      return isSent || isTold(loadNotes(properties));
    },
  };
}

function originOf({
  workbook,
  properties,
}: Pick<OpenDocument, 'workbook' | 'properties'>): Parameters<typeof emailBody>[1] {
  return {
    documentId: workbook.id,
    documentName: workbook.name(),
    account: accountOfDocument(properties),
  };
}

/** The same for the same contacts and reasons, wherever their rows are now; empty where it is not about them alone. */
function digestOf({ failed, again }: EmailNews): string {
  if (failed === undefined || failed.rows.length === 0 || again !== 'weekly') return '';
  return hashOf(failed.rows.map(({ contact, reason }) => `${contact}: ${reason}`).sort(), 32);
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'no reason';
}
