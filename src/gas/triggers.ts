/** The clock triggers of Apps Script. */
import type { TriggerKind, Triggers } from '../platform/triggers.ts';

/** The functions that triggers call. */
export type TriggeredFunctions = Readonly<Record<TriggerKind, string>>;

/** With a list of scopes, Google tells about these alone (Apps Script, ScriptApp.getAuthorizationInfo). */
type AskAboutScopes = (
  mode: GoogleAppsScript.Script.AuthMode,
  scopes: readonly string[],
) => GoogleAppsScript.Script.AuthorizationInfo;

/**
 * `getProjectTriggers` lists the triggers of all documents of a script; `getUserTriggers` names a document and may leave
 * clock triggers out.
 */
export function gasTriggers(functions: TriggeredFunctions): Triggers {
  const idsIn = (triggers: readonly GoogleAppsScript.Script.Trigger[], kind: TriggerKind) =>
    triggers
      .filter((trigger) => trigger.getHandlerFunction() === functions[kind])
      .map((trigger) => trigger.getUniqueId());
  return {
    ids: (kind) => idsIn(ScriptApp.getProjectTriggers(), kind),
    idsOfDocument(kind) {
      const open = SpreadsheetApp.getActiveSpreadsheet() as GoogleAppsScript.Spreadsheet.Spreadsheet | null;
      return open === null ? [] : idsIn(ScriptApp.getUserTriggers(open), kind);
    },
    create(kind, waitMs = 0) {
      const clock = ScriptApp.newTrigger(functions[kind]).timeBased();
      return (kind === 'hourly' ? clock.everyHours(1) : clock.after(waitMs)).create().getUniqueId();
    },
    delete(id) {
      const found = ScriptApp.getProjectTriggers().find((trigger) => trigger.getUniqueId() === id);
      if (found !== undefined) ScriptApp.deleteTrigger(found);
    },
    isPermissionMissing() {
      const scopes = ['https://www.googleapis.com/auth/script.scriptapp'];
      const { AuthMode, AuthorizationStatus } = ScriptApp;
      const ask: AskAboutScopes = ScriptApp.getAuthorizationInfo;
      const info = ask.call(ScriptApp, AuthMode.FULL, scopes);
      return info.getAuthorizationStatus() === AuthorizationStatus.REQUIRED;
    },
  };
}
