export interface Triggers {
  /** Makes sure that exactly one hourly trigger of ours exists. */
  install(): void;
  /** Removes every trigger of ours that this user owns. */
  remove(): void;
  isInstalled(): boolean;
}
