/** A contact and the change to it, as the sheet and both APIs understand them. */
declare const contactId: unique symbol;

/** A Keap contact's number: a whole number from 1 to 2,147,483,647 (XML-RPC's int). */
export type ContactId = number & { readonly [contactId]: true };

/** `Email`, `FirstName`, `_CustomField` …: a field of Keap's Contact table by its XML-RPC name. */
export type FieldName = string;

/** Field values as text, by field name. A field that is missing is left alone; an empty text empties the field. */
export type FieldValues = ReadonlyMap<FieldName, string>;

/** The opt-out or opt-in of a contact's current address; the reason goes into Keap's records. */
export type OptChange = { readonly kind: 'opt-out' | 'opt-in'; readonly reason: string };

declare const tagId: unique symbol;

/** The digits of a tag's id. */
export type TagId = string & { readonly [tagId]: true };

/** A tag: by what a cell says, its name or its id; by Keap's name once its `id` is known. */
export interface Tag {
  readonly name: string;
  readonly id?: TagId;
}

/** The tags that a contact is to have and not to have. Each can start an automation in Keap. */
export interface TagChange {
  readonly apply: readonly Tag[];
  readonly remove: readonly Tag[];
}

/**
 * The change to one contact. With neither fields nor `opt` nor `tags` there is nothing to send. Whatever compares, shows, records or
 * sends a change takes all of its parts out and has `rest satisfies NothingElse`, so that a part added here does not
 * compile before each of them handles it.
 */
export interface ContactChange {
  readonly id: ContactId;
  readonly fields: FieldValues;
  readonly opt?: OptChange;
  /** Sent only with their ids. */
  readonly tags?: TagChange;
}

/** What is left of a change once all of its parts have been taken out. */
export type NothingElse = Readonly<Record<string, never>>;
