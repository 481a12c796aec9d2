/** All ports together, as one value that `gas/platform.ts` makes and `app.ts` hands on. */
import type { Clock, Random } from './clock.ts';
import type { Consent } from './consent.ts';
import type { Http } from './http.ts';
import type { Lock } from './lock.ts';
import type { Log } from './log.ts';
import type { Mail } from './mail.ts';
import type { Permissions } from './permissions.ts';
import type { Properties } from './properties.ts';
import type { Workbook } from './table.ts';
import type { Triggers } from './triggers.ts';

/** The open document: everyone who may open it shares its properties and its locks. */
export interface OpenDocument {
  readonly workbook: Workbook;
  readonly properties: Properties;
  /** Guards what runs store, and the log; a run holds it for as long as it works. */
  readonly lock: Lock;
  /** Guards what people choose, and which emails were sent; held for moments only, also while a run is in progress. */
  readonly settingsLock: Lock;
}

/** Everything that the product needs from the outside. Nothing in it is called before it is used. */
export interface Platform {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly mail: Mail;
  readonly triggers: Triggers;
  readonly permissions: Permissions;
  readonly consent: Consent;
  /** What only the current user can read: tokens and keys are stored here. */
  readonly user: { readonly properties: Properties; readonly lock: Lock };
  /** Throws `SettingsWrong` when no document is open, as in the callback after consent. */
  document(): OpenDocument;
}
