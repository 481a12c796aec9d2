/**
 * Runs the work of a trigger, in which nobody watches: whatever stops it is kept for the sidebar and emailed within a
 * day, and the execution itself never ends failed, since Google tells nobody about a failed trigger of an add-on.
 */
import { ReconnectNeeded, RunEnded } from '../../errors.ts';
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import { changeBackground, type FailureStreak, loadBackground } from './background-record.ts';
import { documentOfTrigger } from './document-triggers.ts';
import {
  colleagueLossMessage,
  failedSubject,
  failureMessage,
  unexpectedMessage,
  unopenedMessage,
} from './email-messages.ts';
import { emails } from './emails.ts';
import { saveNotice } from './notice.ts';
import { loadSchedule } from './schedule.ts';

/** What one person's trigger does in the open document. */
export interface UnattendedWork {
  readonly document: OpenDocument;
  /** Each is tried, whatever becomes of the others. */
  readonly steps: readonly (() => void)[];
  /** Whether it continues a run that somebody has started: everyone reads then how it ends. */
  readonly isResume: boolean;
  /** Whether the daily sync runs with this person's connection. */
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
}

/** Never throws. `triggerId` is Google's id of the trigger, or empty. `open` opens the document and says what to do. */
export function runUnattended(platform: Platform, triggerId: string, open: () => UnattendedWork): void {
  let work: UnattendedWork | undefined;
  try {
    work = open();
    noteStart(platform, work.document);
  } catch (error) {
    handle(platform, triggerId, work, [failureOf(error)]);
    return;
  }
  const failures: Failure[] = [];
  for (const step of work.steps) {
    try {
      step();
    } catch (error) {
      failures.push(failureOf(error));
    }
  }
  handle(platform, triggerId, work, failures);
}

/** Keeps the address with the person, too: once the document fails, it can no longer be read there. */
function noteStart({ user, clock }: Platform, { workbook, properties }: OpenDocument): void {
  const lastRunMs = clock.nowMs();
  try {
    const { mailTo, mailsOn } = loadSchedule(properties);
    changeBackground(user.properties, workbook.id, { lastRunMs, mailTo: mailsOn ? mailTo : '' });
  } catch (error) {
    changeBackground(user.properties, workbook.id, { lastRunMs });
    throw error;
  }
}

/** Each part by itself: what has failed may also keep the next note from being stored, or the email from being sent. */
function handle(
  platform: Platform,
  triggerId: string,
  work: UnattendedWork | undefined,
  failures: readonly Failure[],
): void {
  const attempt = (part: () => void) => {
    try {
      part();
    } catch (error) {
      platform.log.error(`What stopped this run could not be noted: ${nameOf(error)}`);
    }
  };
  for (const { error } of failures) attempt(() => platform.log.error(nameOf(error)));
  if (work !== undefined) handleInDocument(platform, work, failures, attempt);
  else attempt(() => handleWithoutDocument(platform, triggerId, failures));
}

function handleInDocument(
  platform: Platform,
  { document, isResume, isOwner, lostSinceMs }: UnattendedWork,
  failures: readonly Failure[],
  attempt: (part: () => void) => void,
): void {
  const { user, clock } = platform;
  const { workbook, properties } = document;
  let isMine = true;
  attempt(() => {
    isMine = isOwner();
  });
  const [first] = failures;
  if (first !== undefined && (isMine || isResume)) {
    attempt(() => saveNotice(properties, { sentence: first.text, endedMs: clock.nowMs() }));
  }
  const loss = failures.find(({ error }) => error instanceof ReconnectNeeded);
  if (loss !== undefined) attempt(() => emailLoss(platform, document, loss.text, isMine, lostSinceMs()));
  const other = failures.find(({ error }) => !(error instanceof ReconnectNeeded));
  const streak = other === undefined ? undefined : continued(platform, workbook.id, other);
  attempt(() => changeBackground(user.properties, workbook.id, { failing: streak }));
  if (other === undefined || streak === undefined || !isMine || !isLong(streak, other)) return;
  attempt(() => {
    try {
      emails(platform, document).dailySyncFailed(failureMessage(other));
    } catch {
      emailDirectly(platform, workbook.id, failureMessage(other));
    }
  });
}

/** Once for each loss; another person's loss has its own note. */
function emailLoss(
  platform: Platform,
  document: OpenDocument,
  text: string,
  isMine: boolean,
  lostSinceMs: number | undefined,
): void {
  const { properties } = platform.user;
  const { id } = document.workbook;
  if (lostSinceMs === undefined || loadBackground(properties, id).mailedLossMs === lostSinceMs) return;
  const toSend = isMine ? text : colleagueLossMessage(text);
  if (emails(platform, document).connectionLost(toSend)) {
    changeBackground(properties, id, { mailedLossMs: lostSinceMs });
  }
}

/** Google did not open the document, so the address and the note come from what earlier runs have stored. */
function handleWithoutDocument(platform: Platform, triggerId: string, [failure]: readonly Failure[]): void {
  const { user, clock } = platform;
  const documentId = triggerId === '' ? undefined : documentOfTrigger(user.properties, triggerId);
  if (failure === undefined || documentId === undefined) return;
  const failing = continued(platform, documentId, failure);
  changeBackground(user.properties, documentId, { lastRunMs: clock.nowMs(), failing });
  if (clock.nowMs() - failing.sinceMs < emailAfterMs.unexpected) return;
  emailDirectly(platform, documentId, unopenedMessage(failure.text));
}

/** To the address that the person's last good run has stored, at most once a day. */
function emailDirectly({ user, clock, mail }: Platform, documentId: string, text: string): void {
  const { mailTo, mailedMs } = loadBackground(user.properties, documentId);
  if (mailTo === '' || clock.nowMs() - mailedMs < dayMs) return;
  mail.send(mailTo, failedSubject, text);
  changeBackground(user.properties, documentId, { mailedMs: clock.nowMs() });
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

function failureOf(error: unknown): Failure {
  if (error instanceof RunEnded) return { error, text: error.advice, isExpected: true };
  return { error, text: unexpectedMessage(error), isExpected: false };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'an unexpected error';
}
