/** The results of reading and changing contacts, as both APIs report them. */
import type { ContactId, FieldName, FieldValues, TagId } from './contact.ts';

/** A fault of one contact. `reason` is a sentence for the user: what is wrong and what to do. */
export interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
  /** Set when Keap did not answer for this contact: another API may. */
  readonly isUnanswered?: true;
  /** Set when Keap has no such contact, so that nothing else about it can succeed either. */
  readonly isMissing?: true;
  /** The fields that failed, where Keap has acknowledged all others of the change. */
  readonly fields?: ReadonlySet<FieldName>;
  /** The tags that failed, where Keap has acknowledged all others of the change. */
  readonly tags?: ReadonlySet<TagId>;
}

/** Keap has acknowledged it; `note` is a sentence for the user. */
export interface Done {
  readonly kind: 'done';
  readonly note?: string;
}

/** Not sent, because a person has to decide; `reason` as in `Failed`. */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
}

/** What became of a contact's fields. */
export type FieldsOutcome = Done | Failed;

/** What became of the opt-out or opt-in of a contact's address. */
export type OptOutcome = Done | Failed | Refused;

/** What became of a contact's tags; refused where they wait for the rest of the row. */
export type TagsOutcome = Done | Failed | Refused;

/** The result of one contact's change: of its worst part, with all parts where the change has several. */
export type Outcome = (Done | Failed | Refused) & { readonly parts?: OutcomeParts };

/** A part that the change does not have says what became of the others. */
interface OutcomeParts {
  readonly fields: FieldsOutcome | Refused;
  readonly opt: OptOutcome;
  readonly tags?: TagsOutcome;
}

/** The result of reading one contact. Fields that are empty in Keap are empty strings; those the API lacks are missing. */
export type Loaded = { readonly kind: 'found'; readonly fields: FieldValues } | Failed;

/** The contacts that have an address, by their ids in ascending order; none where Keap has no such contact. */
export type Found = { readonly kind: 'found'; readonly ids: readonly ContactId[] } | Failed;

/** The result of creating one contact: where it failed, there is none. */
export type Created =
  | { readonly kind: 'created'; readonly id: ContactId }
  /** It was sent, and nothing tells whether Keap did it. */
  | { readonly kind: 'unknown' }
  | Failed;

export const unknownOutcome = { kind: 'unknown' } as const;

/** The result of creating one tag; otherwise as `Created`. */
export type CreatedTag =
  | { readonly kind: 'created'; readonly id: TagId }
  | { readonly kind: 'unknown' }
  | Failed;

/** Whether an address may receive marketing emails, and Keap's label for its status, for instance `Single opt-in`. */
export type OptState =
  | {
      readonly kind: 'known';
      readonly mayBeMailed: boolean;
      readonly label: string;
      /** Why the address cannot be opted in, as a sentence; missing where it can, or is already. */
      readonly optInRefusal?: string;
    }
  | Failed;
