/** What Google does where its documentation leaves a question open, or where a test wants a kinder Google. */

/** Each option names the real behavior; certainty A is documented, B reported by users, C unsettled. */
export interface Behavior {
  /**
   * C: what `getActiveSpreadsheet()` and the document's properties give in a clock trigger; else null.
   * probe: trigger/active-spreadsheet, trigger/document-properties
   */
  readonly clockTriggersOpenTheirDocument: boolean;
  /**
   * C: `getUserTriggers(spreadsheet)` lists the clock triggers made in that document, not only those on its events.
   * probe: triggers/clock-triggers-of-a-document
   */
  readonly userTriggersIncludeClockTriggers: boolean;
  /**
   * B (issue 150756612): triggers that a trigger execution creates fire; else they are listed and disabled.
   * probe: triggers/made-inside-a-trigger
   */
  readonly triggersMadeInTriggersFire: boolean;
  /**
   * C: a write into a protected or validated cell throws at the write itself, or only at the next flush or read.
   * probe: sheets/validated-block, protection/refused-write
   */
  readonly refusedWritesThrowAt: 'write' | 'flush';
  /**
   * C: a date whose midnight the clocks of the spreadsheet's zone skip is the hour after it, or the hour before.
   * probe: sheets/skipped-midnight
   */
  readonly skippedMidnightIs: 'after' | 'before';
  /**
   * C: an apostrophe written at the beginning of a cell of format `@` stays part of its text.
   * probe: sheets/apostrophe-in-plain-text
   */
  readonly plainTextKeepsApostrophe: boolean;
  /**
   * C: a text that begins with `=` and is written by a script becomes a formula in a cell of format `@`, too.
   * probe: sheets/plain-text-format
   */
  readonly plainTextTakesFormulas: boolean;
}

/**
 * The strict side of every question, but for `clockTriggersOpenTheirDocument`, without which nothing can run unattended in
 * an add-on: a test sees what people are told then. A test turns each option over.
 */
export const strictBehavior: Behavior = {
  clockTriggersOpenTheirDocument: true,
  userTriggersIncludeClockTriggers: false,
  triggersMadeInTriggersFire: false,
  refusedWritesThrowAt: 'flush',
  skippedMidnightIs: 'after',
  plainTextKeepsApostrophe: true,
  plainTextTakesFormulas: true,
};
