/** Calls the server from the browser over `google.script.run`. */
import type { ServerAnswer, ServerFunctionName, ServerFunctions } from '../api.ts';
import { failureText } from './failure-text.ts';

/** Functions of the menu that open a dialog over the sheet. */
export type DialogOpener = 'previewSync' | 'fetchContacts' | 'compareWithKeap' | 'undoLastSync';

/** The part of Apps Script's browser API that we use (Class google.script.run). */
interface ScriptRunner {
  withSuccessHandler(handler: (answer: ServerAnswer<unknown> | null | undefined) => void): ScriptRunner;
  withFailureHandler(handler: (error: Error) => void): ScriptRunner;
  answerSidebar(name: string, args: readonly unknown[]): void;
  previewSync(): void;
  fetchContacts(): void;
  compareWithKeap(): void;
  undoLastSync(): void;
}

declare const google: {
  readonly script: { readonly run: ScriptRunner; readonly host: { close(): void } };
};

/** An error whose message is for the user: a sentence with the next step. */
export class Problem extends Error {}

/** Calls a function of the server; a wrong name or argument does not compile. Rejects with a `Problem` only. */
export function ask<Name extends ServerFunctionName>(
  name: Name,
  ...args: Parameters<ServerFunctions[Name]>
): Promise<ReturnType<ServerFunctions[Name]>> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(new Problem(failureText(error)));
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
      .withFailureHandler((error) => reject(new Problem(failureText(error))))
      [name]();
  });
}

/** Closes the dialog that calls this. */
export function closeDialog(): void {
  google.script.host.close();
}
