export interface Consent {
  /** The address that Keap sends the user back to; it is entered once in the Keap developer app. */
  redirectUri(): string;
  /**
   * A new state token, good for `timeoutSeconds` (at most 3,600): whoever returns with it runs
   * `callbackName` with these arguments, as the user who asked for it.
   */
  newState(
    callbackName: string,
    callbackArguments: Readonly<Record<string, string>>,
    timeoutSeconds: number,
  ): string;
}
