import type { Triggers } from '../platform/triggers.ts';

/** The functions that triggers call. */
export interface TriggeredFunctions {
  readonly hourly: string;
  readonly goOn: string;
}

/** The one clock trigger: hourly, which is the most that a published add-on may have (Apps Script, Add-on triggers). */
export function gasTriggers({ hourly, goOn }: TriggeredFunctions): Triggers {
  return {
    install() {
      if (ours(hourly).length > 0) return;
      ScriptApp.newTrigger(hourly).timeBased().everyHours(1).create();
    },
    remove() {
      for (const trigger of [...ours(hourly), ...ours(goOn)]) ScriptApp.deleteTrigger(trigger);
    },
    isInstalled: () => ours(hourly).length > 0,
    scheduleResume(waitMs) {
      try {
        if (ours(goOn).length === 0) ScriptApp.newTrigger(goOn).timeBased().after(waitMs).create();
      } catch {
        // An add-on has its one trigger already: the hourly one goes on with the run.
      }
    },
    cancelResume() {
      for (const trigger of ours(goOn)) ScriptApp.deleteTrigger(trigger);
    },
  };
}

function ours(functionName: string): GoogleAppsScript.Script.Trigger[] {
  return ScriptApp.getProjectTriggers().filter((trigger) => trigger.getHandlerFunction() === functionName);
}
