export interface Triggers {
  /** Makes sure that exactly one hourly trigger of ours exists. */
  install(): void;
  /** Removes every trigger of ours that this user owns. */
  remove(): void;
  isInstalled(): boolean;
  /**
   * Once after this time, if Google lets us: an add-on may have no second clock trigger, and then the hourly one
   * has to do.
   */
  scheduleResume(waitMs: number): void;
  /** Removes what `goOnAfter` has installed; it counts until it is deleted. */
  cancelResume(): void;
}
