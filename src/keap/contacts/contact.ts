declare const contactId: unique symbol;

/** A Keap contact's number: a whole number from 1 to 2,147,483,647 (XML-RPC's int). */
export type ContactId = number & { readonly [contactId]: true };

/** `Email`, `FirstName`, `_CustomField` …: a field of Keap's Contact table by its XML-RPC name. */
export type FieldName = string;

/** Field values as text, by field name. A field that is not named is not touched; an empty text empties the field. */
export type FieldValues = ReadonlyMap<FieldName, string>;

/** What a contact's current address is to receive: the reason goes to Keap's records. */
export type OptChange = { readonly kind: 'opt-out' | 'opt-in'; readonly reason: string };

/**
 * What is to change about one contact. With neither fields nor `opt` there is nothing to send. Whatever compares, sends or
 * reports a change takes it apart into all of its parts and has `rest satisfies NothingElse`, so that a part added here
 * does not compile until each of them has been told about it.
 */
export interface ContactChange {
  readonly id: ContactId;
  readonly fields: FieldValues;
  readonly opt?: OptChange;
}

/** What is left of a change once all of its parts have been taken out. */
export type NothingElse = Readonly<Record<string, never>>;
