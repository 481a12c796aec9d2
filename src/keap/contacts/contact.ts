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

/**
 * The change to one contact. With neither fields nor `opt` there is nothing to send. Whatever compares, shows, records or
 * sends a change takes all of its parts out and has `rest satisfies NothingElse`, so that a part added here does not
 * compile before each of them handles it.
 */
export interface ContactChange {
  readonly id: ContactId;
  readonly fields: FieldValues;
  readonly opt?: OptChange;
}

/** What is left of a change once all of its parts have been taken out. */
export type NothingElse = Readonly<Record<string, never>>;
