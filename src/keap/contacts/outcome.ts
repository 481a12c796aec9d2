/** The results of reading and changing contacts, as both APIs report them. */
import type { FieldValues } from './contact.ts';

/** A fault of one contact. `reason` is a sentence for the user: what is wrong and what to do. */
export interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
  /** Set when Keap did not answer for this contact: another API may. */
  readonly isUnanswered?: true;
}

/** The result of one contact's change. */
export type Outcome = { readonly kind: 'done'; readonly note?: string } | Failed;

/** The result of reading one contact. Fields that are empty in Keap are empty strings; those the API lacks are missing. */
export type Loaded = { readonly kind: 'found'; readonly fields: FieldValues } | Failed;

/** Whether an address may receive marketing emails, and Keap's label for its status, for instance `Single opt-in`. */
export type OptState =
  | {
      readonly kind: 'known';
      readonly mayBeMailed: boolean;
      readonly label: string;
      /** Set when only the owner of the address can opt in again. */
      readonly refusesOptIn?: true;
    }
  | Failed;
