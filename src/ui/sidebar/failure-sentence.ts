/** What Google says when a call does not get through, and what helps. Its texts are undocumented; users have seen these. */
const known: readonly (readonly [RegExp, string])[] = [
  [
    /PERMISSION_DENIED|authori[sz]ation is required|do not have permission/i,
    'Google did not allow this. Most often the browser is signed in to several Google accounts: open this document in a private window with the account that installed Keap Contact Sync, or sign out of the others. If there is only one, choose "Sync contacts" in the menu and give the permission again.',
  ],
  [
    /timed? ?out|exceeded maximum|DEADLINE_EXCEEDED/i,
    'This took longer than Google allows. What was done is kept, and the next sync goes on with the rest. Check again in a few minutes.',
  ],
  [
    /too many (times|simultaneous)|quota|RESOURCE_EXHAUSTED/i,
    'Google has had enough requests from this account for now. Wait a few minutes and try again; a limit per day ends after 24 hours.',
  ],
  [
    /NetworkError|HTTP 0|offline|failed to fetch/i,
    'The connection to Google was lost. Check your connection to the internet and try again.',
  ],
];

const anyOther =
  'Google did not carry this out. Wait a minute and try again; if it happens again, reload this page.';

/** Google's own failures, which come without a next step, as a sentence that has one. Never shows Google's text. */
export function failureSentence(error: unknown): string {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  return known.find(([pattern]) => pattern.test(text))?.[1] ?? anyOther;
}
