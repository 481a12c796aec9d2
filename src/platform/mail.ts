export interface Mail {
  /** Sends plain text. Throws when the day's quota of mails is used up. */
  send(to: string, subject: string, text: string): void;
}
