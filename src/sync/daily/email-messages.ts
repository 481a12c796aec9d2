/** Words the emails that the scheduled sync sends: their subjects and bodies. */
import { menuPath } from '../../menu-path.ts';

/** The subject of an email about a lost connection. */
export const lostSubject = 'Keap Contact Sync needs you to reconnect';

/** The subject of an email about a scheduled sync that needs somebody. */
export const failedSubject = 'The scheduled sync to Keap needs your attention';

/** The subject of the email by which somebody tries whether emails arrive. */
export const testSubject = 'Test email from Keap Contact Sync';

export const testMessage = `Emails about problems with the sync to Keap will arrive at this address. This test was sent from the sidebar of your spreadsheet (${menuPath('Connection and schedule')}).`;

/** How a scheduled sync ended. Where that is about failed rows, the first line counts those that are listed below. */
export function dailySyncMessage(sheetName: string, sentence: string, failedCount: number): string {
  const ended = `The scheduled sync of "${sheetName}": ${sentence}`;
  if (failedCount === 0) return ended;
  const rows = failedCount === 1 ? '1 row needs' : `${failedCount} rows need`;
  return [`${rows} your attention after the scheduled sync.`, ended].join('\n\n');
}

/** The subject of the email that says that all is well again after one about a failure. */
export const recoveredSubject = 'The scheduled sync to Keap is working again';

/** A scheduled sync that ended well after an email about a failure of this sheet. */
export function recoveredMessage(sheetName: string, sentence: string): string {
  return [
    'Everything is working again: no rows need your attention.',
    `The scheduled sync of "${sheetName}": ${sentence}`,
  ].join('\n\n');
}

/** The subject of an email about values that somebody has changed in Keap. */
export const differSubject = 'Keap has other values than your sheet';

/** What a scheduled comparison has found; `differ` is for instance `2 values of 1 contact differ`. */
export function differMessage(sheetName: string, differ: string): string {
  return [
    `${differ} between Keap and the sheet "${sheetName}", because somebody has changed them in Keap since their rows were synced.`,
    'Nothing was sent to Keap, and nothing in the sheet was overwritten. In the column "Keap message", each of these rows says which fields differ.',
    `Open this sheet and choose ${menuPath('Compare with Keap…')} to see the values, and to send the sheet's or take Keap's. You get another email only when the daily comparison finds a new difference.`,
  ].join('\n\n');
}

/** A scheduled sync that could not begin because of its settings; of all sheets where none is named. */
export function didNotRunMessage(advice: string, sheetName: string): string {
  if (sheetName === '') return `The scheduled sync did not run. ${advice}`;
  return `The scheduled sync of "${sheetName}" did not run. ${advice}`;
}

/** What a scheduled sync could not fill in from Keap, and why. */
export function scheduledFillMessage(sheetName: string, problem: string): string {
  return `The scheduled sync of "${sheetName}" could not fill in every cell from Keap. ${problem} To change what is filled in, choose ${menuPath('Connection and schedule')}.`;
}

/** What has stopped the unattended runs for long; those of all sheets where none is named. */
export function failureMessage(failure: { text: string; isExpected: boolean; sheetName: string }): string {
  const { text, isExpected, sheetName } = failure;
  if (sheetName === '') return isExpected ? `The scheduled sync has not run since yesterday. ${text}` : text;
  return isExpected
    ? `The scheduled sync of "${sheetName}" has not run since yesterday. ${text}`
    : `The scheduled sync of "${sheetName}" fails. ${text}`;
}

/** Only Google's own exceptions are quoted: they hold nothing of what is stored. */
export function unexpectedMessage(error: unknown): string {
  const isGoogles = error instanceof Error && error.name === 'Exception';
  const reason = isGoogles ? ` Google says: "${error.message.slice(0, 300)}"` : '';
  return `The hourly run was stopped by an unexpected error.${reason} Open the spreadsheet and choose ${menuPath('Sync now')} to see what is wrong. If cells or the log are protected, allow the person whose connection runs the scheduled sync to edit them.`;
}

/** A lost connection of somebody whose connection does not run the scheduled sync. `text` is what they read in the sidebar. */
export function colleagueLossMessage(text: string): string {
  return `Somebody who works with this sheet has lost their connection to Keap. The scheduled sync runs with another person's connection and is not affected. The person who lost the connection sees this in the sidebar: ${text}`;
}

const unopened = `The hourly run of Keap Contact Sync cannot open your spreadsheet, so nothing is synced automatically. Open the spreadsheet and choose ${menuPath('Sync now')}. If you get this email again tomorrow, ask whoever set up the add-on.`;

/** A spreadsheet that Google does not open for the hourly run. */
export function unopenedMessage(reason: string): string {
  return [unopened, reason].join('\n\n');
}

/** A scheduled sync that does not come although nothing seems wrong; `sheetNames` is of those whose name is known. */
export function overdueMessage(sheetNames: readonly string[]): string {
  if (sheetNames.length === 0) return overdue;
  return [
    overdue,
    `Sheets waiting for the scheduled sync: ${sheetNames.map((name) => `"${name}"`).join(', ')}.`,
  ].join('\n\n');
}

const overdue = `The scheduled sync to Keap has not run for almost a day. It uses the connection of somebody whose hourly trigger no longer runs: they may have left, or Google no longer lets the add-on run for them. In the spreadsheet, choose ${menuPath('Connection and schedule')}, connect if you have not yet, and press "Run the scheduled sync with my connection".`;

/** A run that has been interrupted for long. `began` is its beginning, and `sentence` says how its last execution ended. */
export function unfinishedMessage(run: {
  readonly startedBy: string;
  readonly began: string;
  /** Empty where its sheet was deleted. */
  readonly sheetName: string;
  readonly sentence: string;
}): string {
  const { startedBy, began, sheetName, sentence } = run;
  const place = sheetName === '' ? '' : ` in "${sheetName}"`;
  const text = `A run that began on ${began} ("${startedBy}"${place}) has not finished yet. It continues automatically.`;
  return `${text} ${sentence}`.trim();
}
