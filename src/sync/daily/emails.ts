/** Sends emails about failures of the daily sync, at most one a day of each kind. */
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { failedSubject, lostSubject } from './email-messages.ts';
import { loadSchedule } from './schedule.ts';

/** Emails about failures to the address of the schedule; none where they are off. Each says whether it was sent. */
export interface Emails {
  /** The caller sends one for each loss. */
  connectionLost(text: string): boolean;
  /** At most one a day. */
  dailySyncFailed(text: string): boolean;
}

/** A little less than a day: the hourly trigger does not keep to the minute. */
const dayMs = 22 * 60 * 60 * 1000;
const key = 'mails';

interface EmailNotes {
  /** When the last email about a failure was sent, in milliseconds since 1970; 0 for never. */
  readonly failedMs: number;
  /** Since when Google has refused to send emails; 0 where it has not. */
  readonly unsentMs: number;
}

/** Since when Google has refused to send this document's emails, in milliseconds since 1970; 0 where it has not. */
export function emailsUnsentSinceMs(properties: Properties): number {
  return loadNotes(properties).unsentMs;
}

export function emails(
  { mail, clock, log }: Pick<Platform, 'mail' | 'clock' | 'log'>,
  { properties }: Pick<OpenDocument, 'properties'>,
): Emails {
  /** A kill between email and note can only send a second one; an email that Google refuses is tried again later. */
  function send(subject: string, text: string, noted: Partial<EmailNotes>): boolean {
    const { mailTo, mailsOn } = loadSchedule(properties);
    if (mailTo === '' || !mailsOn) return false;
    const notes = loadNotes(properties);
    try {
      mail.send(mailTo, subject, text);
    } catch (error) {
      log.error(
        `The email "${subject}" was not sent: ${error instanceof Error ? error.message : 'no reason'}`,
      );
      if (notes.unsentMs === 0) saveNotes(properties, { ...notes, unsentMs: clock.nowMs() });
      return false;
    }
    saveNotes(properties, { ...notes, ...noted, unsentMs: 0 });
    return true;
  }
  return {
    connectionLost: (text) => send(lostSubject, text, {}),
    dailySyncFailed(text) {
      const nowMs = clock.nowMs();
      if (nowMs - loadNotes(properties).failedMs < dayMs) return false;
      return send(failedSubject, text, { failedMs: nowMs });
    },
  };
}

function loadNotes(properties: Properties): EmailNotes {
  const { failed, unsentMs } = loadRecord(properties, key);
  return { failedMs: sentMsIn(failed), unsentMs: typeof unsentMs === 'number' ? unsentMs : 0 };
}

/** In the format of version 1, which also says what the email was about. */
function saveNotes(properties: Properties, { failedMs, unsentMs }: EmailNotes): void {
  saveRecord(properties, key, 1, {
    ...(failedMs > 0 ? { failed: { sentMs: failedMs, of: failedMs } } : {}),
    ...(unsentMs > 0 ? { unsentMs } : {}),
  });
}

function sentMsIn(note: unknown): number {
  if (typeof note !== 'object' || note === null) return 0;
  const { sentMs } = note as Record<string, unknown>;
  return typeof sentMs === 'number' ? sentMs : 0;
}
