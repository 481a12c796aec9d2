/** What OAuth's consent needs from the platform: a callback URL and state tokens. */

export interface Consent {
  /** The URL to which Keap sends the user back; it is entered once in the Keap developer app. */
  redirectUri(): string;
  /**
   * A new state token, valid for `timeoutSeconds` (at most 3,600). Returning with it runs `callbackName` with these
   * arguments, as the user for whom it was made.
   */
  newState(
    callbackName: string,
    callbackArguments: Readonly<Record<string, string>>,
    timeoutSeconds: number,
  ): string;
}
