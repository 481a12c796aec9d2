/** Whether the hourly run still comes, for the sidebar: what stops it, and what to do. */
import { type Access, accountIn } from '../../keap/auth/access.ts';
import type { Permission } from '../../platform/permissions.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import type { Calendar } from '../../platform/table.ts';
import { type BackgroundRecord, loadBackground } from '../../sync/daily/background-record.ts';
import {
  loadTriggerRecord,
  silentAfterMs,
  type TriggerRecord,
  type TriggerRefusal,
} from '../../sync/daily/document-triggers.ts';
import { emailsUnsentSinceMs } from '../../sync/daily/emails.ts';
import { momentText } from '../../sync/sheet/localized-text.ts';
import type { BackgroundView } from '../api.ts';

/** Failures that last longer than this are shown, in milliseconds: shorter ones usually end by themselves. */
const shownAfterMs = 2 * 60 * 60 * 1000;

/** Of the person who looks, who lacks these permissions; empty texts where they are not connected. */
export function backgroundView(
  { user, clock }: Pick<Platform, 'user' | 'clock'>,
  { workbook, properties }: Pick<OpenDocument, 'workbook' | 'properties'>,
  access: Access,
  missing: readonly Permission[],
): BackgroundView {
  if (accountIn(access.state()) === '') return { sentence: '', problem: '' };
  const record = loadBackground(user.properties, workbook.id);
  const trigger = loadTriggerRecord(user.properties, workbook.id);
  const calendar = workbook.calendar();
  const problems = [
    trigger.refused === undefined ? '' : refusalText[trigger.refused],
    failureText(record, calendar),
    missing.includes('script.send_mail') ? '' : unsentText(emailsUnsentSinceMs(properties), calendar),
  ];
  return {
    sentence: runSentence(record, trigger, clock.nowMs(), calendar),
    problem: problems.filter((text) => text !== '').join(' '),
  };
}

function runSentence(
  { lastRunMs }: BackgroundRecord,
  { createdMs }: TriggerRecord,
  nowMs: number,
  calendar: Calendar,
): string {
  const isSilent = lastRunMs > 0 && nowMs - lastRunMs > silentAfterMs;
  if (isSilent && createdMs > lastRunMs) {
    return `The last hourly background run was on ${momentText(lastRunMs, calendar)}. Its trigger was created again on ${momentText(createdMs, calendar)}; the next run starts within the hour.`;
  }
  if (lastRunMs > 0) return `Last background run: ${momentText(lastRunMs, calendar)}.`;
  return createdMs > 0 ? 'The first background run starts within the hour.' : '';
}

const refusalText: Readonly<Record<TriggerRefusal, string>> = {
  'too-many':
    'Google allows 20 triggers per person, and you have used them all, so nothing runs automatically here. Press "Disconnect" in a spreadsheet that you no longer sync, or delete triggers at script.google.com under "My triggers". Then open this sidebar again.',
  // Said above the sections, with the page that grants it.
  permission: '',
  unknown:
    'Google did not create the hourly trigger, so nothing runs automatically here. The add-on tries again each time you open this sidebar. If this lasts for a day, delete old triggers at script.google.com under "My triggers".',
};

function failureText({ failing }: BackgroundRecord, calendar: Calendar): string {
  if (failing === undefined || failing.lastMs - failing.sinceMs < shownAfterMs) return '';
  return `The hourly run has been failing since ${momentText(failing.sinceMs, calendar)}. ${failing.text}`;
}

function unsentText(sinceMs: number, calendar: Calendar): string {
  if (sinceMs === 0) return '';
  return `Google has not sent this spreadsheet's emails since ${momentText(sinceMs, calendar)}. If your Google account has reached its daily limit, emails resume tomorrow.`;
}
