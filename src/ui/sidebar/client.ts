import type { ServerAnswer, ServerFunctionName, ServerFunctions } from '../api.ts';
import { failureSentence } from './failure-sentence.ts';

/** Functions of the menu that open a dialog over the sheet. */
export type DialogOpener = 'previewSync' | 'fetchContacts' | 'undoLastSync';

/** The piece of Apps Script's browser API that we use (Class google.script.run). */
interface ScriptRunner {
  withSuccessHandler(handler: (answer: ServerAnswer<unknown> | null | undefined) => void): ScriptRunner;
  withFailureHandler(handler: (error: Error) => void): ScriptRunner;
  answerSidebar(name: string, args: readonly unknown[]): void;
  previewSync(): void;
  fetchContacts(): void;
  undoLastSync(): void;
}

declare const google: {
  readonly script: { readonly run: ScriptRunner; readonly host: { close(): void } };
};

/** What the user is to read: a sentence with the next step. */
export class Problem extends Error {}

/** Asks the server; a wrong name or argument does not compile. Rejects with a `Problem` and nothing else. */
export function ask<Name extends ServerFunctionName>(
  name: Name,
  ...args: Parameters<ServerFunctions[Name]>
): Promise<ReturnType<ServerFunctions[Name]>> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(new Problem(failureSentence(error)));
    try {
      google.script.run
        .withSuccessHandler((answer) => {
          // The server's answer is typed by the same interface on its side.
          if (answer?.kind === 'ok') resolve(answer.value as ReturnType<ServerFunctions[Name]>);
          else if (answer?.kind === 'problem') reject(new Problem(answer.advice));
          else fail('no answer');
        })
        .withFailureHandler(fail)
        .answerSidebar(name, args);
    } catch (error) {
      fail(error);
    }
  });
}

/** Opens one of the dialogs, as the menu does. Rejects with a `Problem`. */
export function openDialog(name: DialogOpener): Promise<void> {
  return new Promise((resolve, reject) => {
    google.script.run
      .withSuccessHandler(() => resolve())
      .withFailureHandler((error) => reject(new Problem(failureSentence(error))))
      [name]();
  });
}

/** Closes the dialog that this runs in. */
export function closeDialog(): void {
  google.script.host.close();
}
