import type { ServerAnswer, ServerFunctionName, ServerFunctions } from '../server-functions.ts';

/** The piece of Apps Script's browser API that we use (Class google.script.run). */
interface ScriptRunner {
  withSuccessHandler(handler: (answer: ServerAnswer<unknown>) => void): ScriptRunner;
  withFailureHandler(handler: (error: Error) => void): ScriptRunner;
  answerSidebar(name: string, args: readonly unknown[]): void;
}

declare const google: { readonly script: { readonly run: ScriptRunner } };

/** What the user is to read: a sentence with the next step. */
export class Problem extends Error {}

/** Asks the server; a wrong name or argument does not compile. Rejects with a `Problem` and nothing else. */
export function ask<Name extends ServerFunctionName>(
  name: Name,
  ...args: Parameters<ServerFunctions[Name]>
): Promise<ReturnType<ServerFunctions[Name]>> {
  return new Promise((resolve, reject) => {
    google.script.run
      .withSuccessHandler((answer) => {
        // The server's answer is typed by the same interface on its side.
        if (answer.kind === 'ok') resolve(answer.value as ReturnType<ServerFunctions[Name]>);
        else reject(new Problem(answer.advice));
      })
      .withFailureHandler((error) => reject(new Problem(failureSentence(error))))
      .answerSidebar(name, args);
  });
}

/** Google's own failures come without a next step. */
export function failureSentence(error: Error): string {
  const text = `${error.name} ${error.message}`;
  if (/PERMISSION_DENIED/i.test(text)) {
    return 'Google refused this, most likely because your browser is signed in to several Google accounts. Open the sheet in a private window, or sign out of the other accounts.';
  }
  if (/timed? ?out|exceeded maximum/i.test(text)) {
    return 'This took longer than Google allows. What was done is done; open the sidebar again to see where it stands.';
  }
  return 'Google did not carry this out. Check your connection to the internet and try again.';
}
