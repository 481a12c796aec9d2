/** Words the emails that the daily sync sends: their subjects and bodies. */
import { menuPath } from '../../menu-path.ts';
import type { FailedRow } from './failed-rows.ts';

/** The subject of an email about a lost connection. */
export const lostSubject = 'Keap Contact Sync needs you to reconnect';

/** The subject of an email about a daily sync that needs somebody. */
export const failedSubject = 'The daily sync to Keap needs your attention';

/** As many rows as anybody reads in an email. */
const maxShownRows = 20;

/** How a daily sync ended, and a line for each row that needs somebody: it holds nothing of a row but id and reason. */
export function dailySyncMessage(sheetName: string, sentence: string, failed: readonly FailedRow[]): string {
  const lines = failed
    .slice(0, maxShownRows)
    .map(({ rowIndex, contact, reason }) => `Row ${rowIndex + 1}, contact ${contact}: ${reason}`);
  const more = failed.length - lines.length;
  const rows = [...lines, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n');
  return `The daily sync of "${sheetName}": ${sentence}\n\n${rows}`.trim();
}

/** A daily sync that could not begin because of its settings. */
export function didNotRunMessage(advice: string): string {
  return `The daily sync did not run. ${advice}`;
}

/** What has stopped the unattended runs for long. */
export function failureMessage({ text, isExpected }: { text: string; isExpected: boolean }): string {
  return isExpected ? `The daily sync has not run since yesterday. ${text}` : text;
}

/** Only Google's own exceptions are quoted: they hold nothing of what is stored. */
export function unexpectedMessage(error: unknown): string {
  const isGoogles = error instanceof Error && error.name === 'Exception';
  const reason = isGoogles ? ` Google says: "${error.message.slice(0, 300)}"` : '';
  return `The hourly run was stopped by an unexpected error.${reason} Open the spreadsheet and choose ${menuPath('Sync now')} to see what is wrong. If cells or the log are protected, allow the person whose connection runs the daily sync to edit them.`;
}

/** A lost connection of somebody whose connection does not run the daily sync. `text` is what they read in the sidebar. */
export function colleagueLossMessage(text: string): string {
  return `Somebody who works with this sheet has lost their connection to Keap. The daily sync runs with another person's connection and is not affected. What this person reads in the sidebar: ${text}`;
}

const unopened = `The hourly run of Keap Contact Sync cannot open your spreadsheet, so nothing is synced automatically. Open the spreadsheet and choose ${menuPath('Sync now')}. If this email comes again tomorrow, ask whoever set up the add-on.`;

/** A spreadsheet that Google does not open for the hourly run. */
export function unopenedMessage(reason: string): string {
  return [unopened, reason].join('\n\n');
}

/** A daily sync that does not come although nothing seems wrong. */
export const overdueMessage = `The daily sync to Keap has not run for almost a day. It uses the connection of somebody whose hourly trigger no longer runs: they may have left, or Google no longer lets the add-on run for them. In the spreadsheet, choose ${menuPath('Connection and schedule')}, connect if you have not yet, and press "Run the daily sync with my connection".`;

/** A run that has been interrupted for long. `began` is its beginning, and `sentence` says how its last execution ended. */
export function unfinishedMessage(startedBy: string, began: string, sentence = ''): string {
  const text = `A run that began on ${began} ("${startedBy}") has not finished yet. It continues automatically.`;
  return `${text} ${sentence}`.trim();
}
