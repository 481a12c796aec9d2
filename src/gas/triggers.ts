import type { Triggers } from '../platform/triggers.ts';

/** The one clock trigger: hourly, which is the most that a published add-on may have (Apps Script, Add-on triggers). */
export function gasTriggers(functionName: string): Triggers {
  return {
    install() {
      if (ours(functionName).length > 0) return;
      ScriptApp.newTrigger(functionName).timeBased().everyHours(1).create();
    },
    remove() {
      for (const trigger of ours(functionName)) ScriptApp.deleteTrigger(trigger);
    },
    isInstalled: () => ours(functionName).length > 0,
  };
}

function ours(functionName: string): GoogleAppsScript.Script.Trigger[] {
  return ScriptApp.getProjectTriggers().filter((trigger) => trigger.getHandlerFunction() === functionName);
}
