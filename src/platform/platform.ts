import type { Clock, Random } from './clock.ts';
import type { Consent } from './consent.ts';
import type { Http } from './http.ts';
import type { Lock } from './lock.ts';
import type { Log } from './log.ts';
import type { Mail } from './mail.ts';
import type { Properties } from './properties.ts';
import type { Workbook } from './table.ts';
import type { Triggers } from './triggers.ts';

/** What belongs to the open document: everyone who may open it shares the properties and the lock. */
export interface OpenDocument {
  readonly workbook: Workbook;
  readonly properties: Properties;
  readonly lock: Lock;
}

/** All that the product needs of the world. Nothing in it is touched before it is used. */
export interface Platform {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly mail: Mail;
  readonly triggers: Triggers;
  readonly consent: Consent;
  /** What only the person who runs this can read: tokens and keys lie here. */
  readonly user: { readonly properties: Properties; readonly lock: Lock };
  /** Throws `SettingsWrong` where no document is open, as in the callback after consent. */
  document(): OpenDocument;
}
