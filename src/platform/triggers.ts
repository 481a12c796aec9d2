/** The clock triggers that start the script without a user. */

export interface Triggers {
  /** Makes sure that exactly one hourly trigger of ours exists. */
  install(): void;
  /** Removes every trigger of ours that this user owns. */
  remove(): void;
  isInstalled(): boolean;
  /**
   * Schedules one execution after this time, if Google allows it: a published add-on may not have a second clock trigger,
   * and then the hourly one has to do.
   */
  scheduleResume(waitMs: number): void;
  /** Removes the trigger that `scheduleResume` has made; Google counts it until it is deleted. */
  cancelResume(): void;
}
