/** Sends emails about failures of the daily sync, at most one a day of each kind. */
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { loadSchedule } from './schedule.ts';

/** Emails about failures to the address of the schedule: at most one a day of each kind, and none where they are off. */
export interface Emails {
  /** One for each loss of the connection, known by when it happened, in milliseconds since 1970. */
  reconnectNeeded(sinceMs: number, text: string): void;
  dailySyncFailed(text: string): void;
}

type Kind = 'reconnect' | 'failed';

interface EmailNote {
  /** When the last email of this kind was sent, in milliseconds since 1970. */
  readonly sentMs: number;
  /** What it was about. */
  readonly of: number;
}

/** A little less than a day: the hourly trigger does not keep to the minute. */
const dayMs = 22 * 60 * 60 * 1000;
const key = 'mails';

export function emails(
  { mail, clock, log }: Pick<Platform, 'mail' | 'clock' | 'log'>,
  { properties }: Pick<OpenDocument, 'properties'>,
): Emails {
  const notes = (): Partial<Record<Kind, EmailNote>> => {
    const { reconnect, failed } = loadRecord(properties, key);
    return { ...(isNote(reconnect) ? { reconnect } : {}), ...(isNote(failed) ? { failed } : {}) };
  };
  /** A kill between email and note can only send a second one; an email that Google refuses is tried again later. */
  function send(kind: Kind, of: number, subject: string, text: string): void {
    const { mailTo, mailsOn } = loadSchedule(properties);
    if (mailTo === '' || !mailsOn) return;
    const known = notes()[kind];
    const nowMs = clock.nowMs();
    if (known !== undefined && (known.of === of || nowMs - known.sentMs < dayMs)) return;
    try {
      mail.send(mailTo, subject, text);
    } catch (error) {
      log.error(
        `The email "${subject}" was not sent: ${error instanceof Error ? error.message : 'no reason'}`,
      );
      return;
    }
    saveRecord(properties, key, 1, { ...notes(), [kind]: { sentMs: nowMs, of } });
  }
  return {
    reconnectNeeded: (sinceMs, text) =>
      send('reconnect', sinceMs, 'Keap Contact Sync needs you to reconnect', text),
    dailySyncFailed: (text) =>
      send('failed', clock.nowMs(), 'The daily sync to Keap needs your attention', text),
  };
}

function isNote(value: unknown): value is EmailNote {
  if (typeof value !== 'object' || value === null) return false;
  const { sentMs, of } = value as Record<string, unknown>;
  return typeof sentMs === 'number' && typeof of === 'number';
}
