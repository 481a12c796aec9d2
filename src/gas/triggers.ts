/** The clock triggers of Apps Script. */
import type { Triggers } from '../platform/triggers.ts';

/** The functions that triggers call. */
export interface TriggeredFunctions {
  readonly hourly: string;
  readonly resume: string;
}

/** One hourly clock trigger, which is the most that a published add-on may have (Apps Script, Add-on triggers). */
export function gasTriggers({ hourly, resume }: TriggeredFunctions): Triggers {
  return {
    install() {
      if (triggersOf(hourly).length > 0) return;
      ScriptApp.newTrigger(hourly).timeBased().everyHours(1).create();
    },
    remove() {
      for (const trigger of [...triggersOf(hourly), ...triggersOf(resume)]) ScriptApp.deleteTrigger(trigger);
    },
    isInstalled: () => triggersOf(hourly).length > 0,
    scheduleResume(waitMs) {
      try {
        if (triggersOf(resume).length === 0) ScriptApp.newTrigger(resume).timeBased().after(waitMs).create();
      } catch {
        // An add-on already has its one trigger: the hourly one continues the run.
      }
    },
    cancelResume() {
      for (const trigger of triggersOf(resume)) ScriptApp.deleteTrigger(trigger);
    },
  };
}

function triggersOf(functionName: string): GoogleAppsScript.Script.Trigger[] {
  return ScriptApp.getProjectTriggers().filter((trigger) => trigger.getHandlerFunction() === functionName);
}
