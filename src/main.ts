/** The functions that Google calls, by exactly these names; each calls one method of the app. */
import { app } from './app.ts';
import { RunEnded } from './errors.ts';
import { addMenu, withMenuPlaceIn } from './gas/menu.ts';
import { consentResultPage, openDialog, openSidebar, showMessage, showToast } from './gas/pages.ts';
import { requirePermissions } from './gas/permissions.ts';
import { gasPlatform } from './gas/platform.ts';
import { menuPath } from './menu-path.ts';
import { missingPermissionIn, permissionMissing } from './permission-texts.ts';
import type { Permission } from './platform/permissions.ts';
import type { ServerAnswer } from './ui/api.ts';

const keapContactSync = () => app(gasPlatform({ hourly: 'runHourly', resume: 'goOn' }), 'handleAuthCallback');

/** When the document opens. Runs without authorization, so it only adds the menu. */
export function onOpen(): void {
  addMenu([
    { label: 'Sync now', functionName: 'syncContacts' },
    { label: 'Preview…', functionName: 'previewSync' },
    { label: 'Sync selected rows', functionName: 'syncSelectedRows' },
    { label: 'Fill in from Keap…', functionName: 'fetchContacts' },
    { label: 'Compare with Keap…', functionName: 'compareWithKeap' },
    { label: 'Undo a run…', functionName: 'undoLastSync' },
    { label: 'Stop the sync', functionName: 'stopSync' },
    { label: 'Connection and schedule', functionName: 'showSidebar' },
  ]);
}

/** When the add-on is installed into a document that is already open. */
export function onInstall(): void {
  onOpen();
}

/** What every item of the menu needs; what else it needs, Google asks for there, too. */
const shown: readonly Permission[] = ['spreadsheets.currentonly', 'script.container.ui'];
const sending: readonly Permission[] = [...shown, 'script.external_request'];

/** The sidebar names whatever else is missing, and links to the page on which Google asks for it. */
export function showSidebar(): void {
  requirePermissions(shown);
  openSidebar();
}

export function syncContacts(): void {
  runInteractive(sending, () => syncAndAsk('all'));
}

export function syncSelectedRows(): void {
  runInteractive(sending, () => syncAndAsk('selected'));
}

export function stopSync(): void {
  runInteractive(shown, () => showToast(keapContactSync().sheet.stop()));
}

/** Opens a dialog that shows what a sync would do, before anything is sent. */
export function previewSync(): void {
  requirePermissions(sending);
  openDialog('preview', 'Preview', 720, 560);
}

/** Opens a dialog that fills blank cells from Keap. */
export function fetchContacts(): void {
  requirePermissions(sending);
  openDialog('fill-in', 'Fill in from Keap', 460, 340);
}

/** Opens a dialog that shows where Keap differs from the sheet, and asks what to do about it. */
export function compareWithKeap(): void {
  requirePermissions(sending);
  openDialog('compare', 'Compare with Keap', 860, 600);
}

/** Opens a dialog that shows what an undo would restore, and asks for confirmation. */
export function undoLastSync(): void {
  requirePermissions(sending);
  openDialog('undo', 'Undo', 720, 560);
}

/** What a clock trigger passes to its function (Apps Script, Event objects, "Time-driven"). */
interface ClockEvent {
  readonly triggerUid?: string | undefined;
}

/** The dispatcher of the one clock trigger. */
export function runHourly(event?: ClockEvent): void {
  keapContactSync().dispatch(event?.triggerUid ?? '');
}

/** The trigger that continues a run whose time was up, if Google allows a second trigger. */
export function goOn(event?: ClockEvent): void {
  keapContactSync().resume(event?.triggerUid ?? '');
}

/** Receives the user whom Keap sends back, after Apps Script has checked the state token. */
export function handleAuthCallback(request: {
  readonly parameter: Readonly<Record<string, string | undefined>>;
}): GoogleAppsScript.HTML.HtmlOutput {
  try {
    const { heading, text } = keapContactSync().finishConsent(request.parameter);
    return consentResultPage(heading, text);
  } catch (error) {
    if (error instanceof RunEnded) return consentResultPage('Not connected', error.advice);
    return consentResultPage('Internal error', internalError(error));
  }
}

/** The only function that the browser code of sidebar and dialogs calls. */
export function answerSidebar(name: string, args: readonly unknown[]): ServerAnswer<unknown> {
  try {
    const answer = keapContactSync().server().answer(name, args);
    return withMenuPlaceIn(answer);
  } catch (error) {
    return withMenuPlaceIn({ kind: 'problem', advice: internalError(error) });
  }
}

/**
 * Runs for a user in front of the sheet, once these permissions are granted: shows what ended the work as a sentence, and
 * a bug without its details.
 */
function runInteractive(required: readonly Permission[], work: () => void): void {
  requirePermissions(required);
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

/** The preview asks about what the sync has held back. */
function syncAndAsk(rows: 'all' | 'selected'): void {
  const { sheet } = keapContactSync();
  showToast(sheet.sync(rows));
  if (sheet.isAsking()) previewSync();
}

/** A missing permission is no bug: it is named, with how to grant it. */
function internalError(error: unknown): string {
  const permission = missingPermissionIn(error);
  if (permission !== undefined) return permissionMissing(permission).advice;
  Logger.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  // Google's own exceptions hold nothing of what is stored, and often name a limit.
  if (error instanceof Error && error.name === 'Exception') {
    return `Google has refused something that the add-on needs: "${error.message.slice(0, 300)}" Nothing is lost. If this names a limit or a quota, wait a day and try again. If it names a permission, choose ${menuPath('Sync now')}, and allow it.`;
  }
  return 'An unexpected error occurred. Nothing is lost: try again. If it happens again, the execution log shows where.';
}
