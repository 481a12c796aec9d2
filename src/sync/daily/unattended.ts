/**
 * Runs the work of a trigger, in which nobody watches: whatever stops it is kept for the sidebar and emailed within a
 * day, and the execution itself never ends failed, since Google tells nobody about a failed trigger of an add-on.
 */
import { ReconnectNeeded, RunEnded } from '../../errors.ts';
import { missingPermissionIn, permissionMissing } from '../../permission-texts.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import { noteInLog } from '../log/hourly-note.ts';
import { changeBackground, type FailureStreak, loadBackground } from './background-record.ts';
import { documentOfTrigger } from './document-triggers.ts';
import { emailBody } from './email-body.ts';
import {
  colleagueLossMessage,
  failedSubject,
  failureMessage,
  unexpectedMessage,
  unopenedMessage,
} from './email-messages.ts';
import { emails, isHourForUnnoted } from './emails.ts';
import { saveNotice } from './notice.ts';
import { loadSchedule } from './schedule.ts';
import { reasonOf, SheetFailed } from './sheet-failed.ts';

/** What one person's trigger does in the open document. */
export interface UnattendedWork {
  readonly document: OpenDocument;
  /** Each is tried, whatever becomes of the others. */
  readonly steps: readonly (() => void)[];
  /** Whether it continues a run that somebody has started: everyone reads then how it ends. */
  readonly isResume: boolean;
  /** Whether the scheduled sync runs with this person's connection. */
  readonly isOwner: () => boolean;
  /** Since when only this person can restore their connection, in milliseconds since 1970; undefined where it works. */
  readonly lostSinceMs: () => number | undefined;
}

const hourMs = 60 * 60 * 1000;
/** How long failures may last before an email says so: what Keap or a limit causes often ends by itself. */
const emailAfterMs = { expected: 20 * hourMs, unexpected: 3 * hourMs };
const dayMs = 22 * hourMs;

interface Failure {
  readonly error: unknown;
  readonly text: string;
  readonly isExpected: boolean;
  /** The sheet that it stops; undefined and empty where it stops all of them. */
  readonly sheetId: number | undefined;
  readonly sheetName: string;
}

/** Never throws. `triggerId` is Google's id of the trigger, or empty. `open` opens the document and says what to do. */
export function runUnattended(platform: Platform, triggerId: string, open: () => UnattendedWork): void {
  const failures: Failure[] = [];
  const attempt = (part: () => void): boolean => {
    try {
      part();
      return true;
    } catch (error) {
      failures.push(failureOf(error));
      return false;
    }
  };
  let work: UnattendedWork | undefined;
  attempt(() => {
    work = open();
  });
  const { document, steps } = work ?? { document: undefined, steps: [] };
  // What cannot be noted is no reason to leave undone what the hour is for.
  for (const step of document === undefined ? [] : [() => noteStart(platform, document), ...steps])
    attempt(step);
  handle(platform, triggerId, work, failures);
}

/** Keeps the address with the person, too: once the document fails, it can no longer be read there. */
function noteStart({ user, clock }: Platform, { workbook, properties }: OpenDocument): void {
  const lastRunMs = clock.nowMs();
  try {
    const { mailTo, mailsOn } = loadSchedule(properties);
    changeBackground(user, workbook.id, { lastRunMs, mailTo: mailsOn ? mailTo : '' });
  } catch (error) {
    changeBackground(user, workbook.id, { lastRunMs });
    throw error;
  }
}

/** Does one part of the handling, and gives whether it was done: not so where it throws, or gives false. */
type Attempt = (part: () => unknown) => boolean;

/**
 * Each part by itself: what has failed may also keep the next note from being stored, or the email from being sent. What
 * no note and no email could say, the log says.
 */
function handle(
  platform: Platform,
  triggerId: string,
  work: UnattendedWork | undefined,
  failures: readonly Failure[],
): void {
  const attempt: Attempt = (part) => {
    try {
      return part() !== false;
    } catch (error) {
      platform.log.error(`What stopped this run could not be noted: ${nameOf(error)}`);
      return false;
    }
  };
  for (const { error } of failures) attempt(() => platform.log.error(nameOf(error)));
  const isTold =
    work === undefined
      ? attempt(() => handleWithoutDocument(platform, triggerId, failures, attempt))
      : handleInDocument(platform, work, failures, attempt);
  const [first] = failures;
  if (isTold || first === undefined) return;
  attempt(() => noteInLog(platform.document(), { text: first.text, atMs: platform.clock.nowMs() }));
}

/** Whether somebody reads about the failures, in the sidebar or in an email. */
function handleInDocument(
  platform: Platform,
  { document, isResume, isOwner, lostSinceMs }: UnattendedWork,
  failures: readonly Failure[],
  attempt: Attempt,
): boolean {
  const { user, clock } = platform;
  const { workbook, properties } = document;
  let isMine = true;
  attempt(() => {
    isMine = isOwner();
  });
  const [first] = failures;
  const isNoted =
    first !== undefined &&
    (isMine || isResume) &&
    attempt(() => saveNotice(properties, { sentence: first.text, endedMs: clock.nowMs() }));
  const loss = failures.find(({ error }) => error instanceof ReconnectNeeded);
  const isLossSent =
    loss !== undefined && attempt(() => emailLoss(platform, document, loss.text, isMine, lostSinceMs()));
  const other = failures.find(({ error }) => !(error instanceof ReconnectNeeded));
  const streak = other === undefined ? undefined : continued(platform, workbook.id, other);
  const isKept = attempt(() => changeBackground(user, workbook.id, { failing: streak }));
  // A colleague reads of their own loss in the section "Connection".
  const isTold = isNoted || isLossSent || (other === undefined ? !isMine : isKept);
  if (other === undefined || streak === undefined || !isMine) return isTold;
  // A streak that cannot be stored would begin anew every hour.
  if (isKept && !isLong(streak, other)) return isTold;
  const isSent = attempt(() => {
    try {
      return emails(platform, document).dailySyncFailed({
        text: failureMessage(other),
        sheetId: other.sheetId,
      });
    } catch {
      return emailDirectly(platform, workbook.id, failureMessage(other), attempt);
    }
  });
  return isTold || isSent;
}

/** Once for each loss; another person's loss has its own note. */
function emailLoss(
  { user, ...platform }: Platform,
  document: OpenDocument,
  text: string,
  isMine: boolean,
  lostSinceMs: number | undefined,
): boolean {
  const { id } = document.workbook;
  // Versions before this one noted it with the person.
  if (lostSinceMs === undefined || loadBackground(user.properties, id).mailedLossMs === lostSinceMs)
    return false;
  return emails(platform, document).connectionLost({
    text: isMine ? text : colleagueLossMessage(text),
    sinceMs: lostSinceMs,
    stopsDailySync: isMine,
  });
}

/** Google did not open the document, so the address and the note come from what earlier runs have stored. */
function handleWithoutDocument(
  platform: Platform,
  triggerId: string,
  [failure]: readonly Failure[],
  attempt: Attempt,
): boolean {
  const { user, clock } = platform;
  const documentId = triggerId === '' ? undefined : documentOfTrigger(user.properties, triggerId);
  if (failure === undefined || documentId === undefined) return false;
  const failing = continued(platform, documentId, failure);
  const isKept = attempt(() => changeBackground(user, documentId, { lastRunMs: clock.nowMs(), failing }));
  if (isKept && clock.nowMs() - failing.sinceMs < emailAfterMs.unexpected) return true;
  return emailDirectly(platform, documentId, unopenedMessage(failure.text), attempt) || isKept;
}

/** To the address that the person's last good run has stored, at most once a day; noted before it is sent, as in `emails`. */
function emailDirectly(
  { user, clock, mail }: Platform,
  documentId: string,
  text: string,
  attempt: Attempt,
): boolean {
  const { mailTo, mailedMs } = loadBackground(user.properties, documentId);
  const nowMs = clock.nowMs();
  if (mailTo === '' || nowMs - mailedMs < dayMs) return false;
  const isNoted = attempt(() => changeBackground(user, documentId, { mailedMs: nowMs }));
  if (!isNoted && !isHourForUnnoted(nowMs)) return false;
  try {
    mail.send(mailTo, failedSubject, emailBody({ text }, { documentId, documentName: '', account: '' }));
    return true;
  } catch (error) {
    attempt(() => changeBackground(user, documentId, { mailedMs }));
    throw error;
  }
}

function continued({ user, clock }: Platform, documentId: string, { text }: Failure): FailureStreak {
  const lastMs = clock.nowMs();
  const sinceMs = knownStreak(user.properties, documentId)?.sinceMs ?? lastMs;
  return { sinceMs, lastMs, text };
}

function knownStreak(
  properties: Platform['user']['properties'],
  documentId: string,
): FailureStreak | undefined {
  try {
    return loadBackground(properties, documentId).failing;
  } catch {
    return undefined;
  }
}

function isLong({ sinceMs, lastMs }: FailureStreak, { isExpected }: Failure): boolean {
  return lastMs - sinceMs >= (isExpected ? emailAfterMs.expected : emailAfterMs.unexpected);
}

function failureOf(thrown: unknown): Failure {
  const error = reasonOf(thrown);
  const { sheetId, sheetName } =
    thrown instanceof SheetFailed ? thrown.sheet : { sheetId: undefined, sheetName: '' };
  const of = { error, sheetId, sheetName };
  if (error instanceof RunEnded) return { ...of, text: error.advice, isExpected: true };
  const permission = missingPermissionIn(error);
  if (permission !== undefined) {
    return { ...of, text: permissionMissing(permission).advice, isExpected: false };
  }
  return { ...of, text: unexpectedMessage(error), isExpected: false };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'an unexpected error';
}
