import type { FieldValues } from './contact.ts';

/** `reason` is a sentence for the user: what is wrong and what to do. */
export interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
  /** Set where Keap has said nothing of this contact: another API may. */
  readonly isUnanswered?: true;
}

/** What became of one contact's change. */
export type Outcome = { readonly kind: 'done'; readonly note?: string } | Failed;

/** What reading one contact gave. Fields that are empty in Keap are empty strings; those its API lacks are left out. */
export type Loaded = { readonly kind: 'found'; readonly fields: FieldValues } | Failed;

/** Whether an address may be mailed, and Keap's own word for it, for instance `Single opt-in`. */
export type OptState =
  | {
      readonly kind: 'known';
      readonly mayBeMailed: boolean;
      readonly word: string;
      /** Set where Keap opts the address in for nobody but its owner. */
      readonly refusesOptIn?: true;
    }
  | Failed;
