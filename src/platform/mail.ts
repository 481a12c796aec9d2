/** Email to the user. */

/** The same content twice: mail programs show the HTML where they can. */
export interface EmailBody {
  readonly text: string;
  readonly html: string;
}

export interface Mail {
  /** `to` may be several addresses with commas between them. Throws when the daily quota of emails is used up. */
  send(to: string, subject: string, body: EmailBody): void;
}
