/** The clock triggers of Apps Script. */
import type { TriggerKind, Triggers } from '../platform/triggers.ts';

/** The functions that triggers call. */
export type TriggeredFunctions = Readonly<Record<TriggerKind, string>>;

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
  };
}
