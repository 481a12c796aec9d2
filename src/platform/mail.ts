/** Email to the user, as plain text. */

export interface Mail {
  /** Throws when the daily quota of emails is used up. */
  send(to: string, subject: string, text: string): void;
}
