declare const contactId: unique symbol;

/** A Keap contact's number: a whole number from 1 to 2,147,483,647 (XML-RPC's int). */
export type ContactId = number & { readonly [contactId]: true };

/** `Email`, `FirstName`, `_CustomField` …: a field of Keap's Contact table by its XML-RPC name. */
export type FieldName = string;

/** Field values as text, by field name. A field that is not named is not touched; an empty text empties the field. */
export type FieldValues = ReadonlyMap<FieldName, string>;

/** What a contact's current address is to receive: the reason goes to Keap's records. */
export type OptChange = { readonly kind: 'opt-out' | 'opt-in'; readonly reason: string };

/** What one contact is to become. With neither fields nor `opt` there is nothing to send. */
export interface ContactChange {
  readonly id: ContactId;
  readonly fields: FieldValues;
  readonly opt?: OptChange;
}
