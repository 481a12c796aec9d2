/** The functions that Google calls, by exactly these names; each is one step into the house. */
import { app } from './app.ts';
import { RunEnded } from './errors.ts';
import { addMenu } from './gas/menu.ts';
import { consentResultPage, openSidebar, showMessage, showToast } from './gas/pages.ts';
import { gasPlatform } from './gas/platform.ts';
import type { ServerAnswer } from './ui/server-functions.ts';

const keapContactSync = () => app(gasPlatform('runHourly'), 'handleAuthCallback');

/** When the document opens. Runs without authorisation, so it does nothing but add the menu. */
export function onOpen(): void {
  addMenu('Sync contacts', [
    { label: 'Sync now', functionName: 'syncContacts' },
    { label: 'Sync selected rows', functionName: 'syncSelectedRows' },
    { label: 'Stop the sync', functionName: 'stopSync' },
    { label: 'Connection and schedule', functionName: 'showSidebar' },
  ]);
}

/** When the add-on is installed into a document that is open already. */
export function onInstall(): void {
  onOpen();
}

export function showSidebar(): void {
  openSidebar();
}

export function syncContacts(): void {
  telling(() => showToast(keapContactSync().sheet.sync('all')));
}

export function syncSelectedRows(): void {
  telling(() => showToast(keapContactSync().sheet.sync('selected')));
}

export function stopSync(): void {
  telling(() => {
    keapContactSync().sheet.stop();
    showToast('A sync that is running stops after the contacts that it is sending now.');
  });
}

/** Not in the menu before they work; Google finds functions by name, and the names are settled. */
export function previewSync(): void {
  showMessage('Preview', notInThisVersion);
}

export function fetchContacts(): void {
  showMessage('Fill in from Keap', notInThisVersion);
}

export function undoLastSync(): void {
  showMessage('Undo', notInThisVersion);
}

const notInThisVersion = 'This version of Keap Contact Sync cannot do this yet. Nothing was changed.';

/** The dispatcher of the one clock trigger. */
export function runHourly(): void {
  keapContactSync().dispatch();
}

/** Where Keap sends the user back to, after Apps Script has checked the state token. */
export function handleAuthCallback(request: {
  readonly parameter: Readonly<Record<string, string | undefined>>;
}): GoogleAppsScript.HTML.HtmlOutput {
  try {
    const { heading, text } = keapContactSync().finishConsent(request.parameter);
    return consentResultPage(heading, text);
  } catch (error) {
    return consentResultPage('Internal error', internalError(error));
  }
}

/** The one door for the sidebar's browser code. */
export function answerSidebar(name: string, args: readonly unknown[]): ServerAnswer<unknown> {
  try {
    return keapContactSync().server().answer(name, args);
  } catch (error) {
    return { kind: 'problem', advice: internalError(error) };
  }
}

/** For a person in front of the sheet: what ends the work is told as a sentence, and a bug without its insides. */
function telling(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (error instanceof RunEnded) {
      showMessage('The sync did not run', error.advice);
      return;
    }
    showMessage('Internal error', internalError(error));
  }
}

function internalError(error: unknown): string {
  Logger.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 'Something went wrong that should not have. Nothing is lost: try again. If it happens twice, the log of the execution says where.';
}
