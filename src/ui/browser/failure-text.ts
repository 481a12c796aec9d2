/** Turns failures of Google itself, which come without a next step, into sentences that have one. */

/** Google does not document these texts; users have reported them. */
const knownFailures: readonly (readonly [RegExp, string])[] = [
  [
    /PERMISSION_DENIED|authori[sz]ation is required|do not have permission/i,
    'Google denied access. This usually happens when your browser is signed in to several Google accounts. Open this spreadsheet in a private window with the account that installed Keap Contact Sync, or sign out of the other accounts. If you have only one account, choose "Connection and schedule" from the menu "Sync contacts" (or from Extensions > Keap Contact Sync, if you installed it from the Marketplace), and grant permission again.',
  ],
  [
    /timed? ?out|exceeded maximum|DEADLINE_EXCEEDED/i,
    'This took longer than Google allows. Everything done so far is saved, and the next sync continues with the rest. Check again in a few minutes.',
  ],
  [
    /too many (times|simultaneous)|quota|RESOURCE_EXHAUSTED/i,
    "This account has reached one of Google's limits. Wait a few minutes and try again. Daily limits reset after 24 hours.",
  ],
  [
    /NetworkError|HTTP 0|offline|failed to fetch/i,
    'The connection to Google was lost. Check your internet connection and try again.',
  ],
];

const otherFailure =
  'Google could not complete this request. Wait a minute and try again. If it happens again, reload this page.';

/** What to tell the user about `error`; never Google's own text, which may hold anything. */
export function failureText(error: unknown): string {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  return knownFailures.find(([pattern]) => pattern.test(text))?.[1] ?? otherFailure;
}
