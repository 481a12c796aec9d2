import type { ContactChange, ContactId, FieldName } from './contact.ts';
import type { Loaded, OptState, Outcome } from './outcome.ts';

/** Keap's two APIs, by the names that its documentation gives them. */
export type ApiName = 'XML-RPC' | 'REST v2';

/**
 * The seam between the sheet and Keap's APIs. Each method answers one item per item, in order.
 * A contact's trouble is such an answer; an account's trouble (no valid token, a quota, an outage) is
 * thrown as a `RunEnded`, and then nothing is known of the items of that call: all of them are safe to send again.
 */
export interface ContactService {
  /** The API that the next call goes to. */
  api(): ApiName;
  /**
   * The current values of these fields, any of `contactFields` or a custom field's `_Name`. A field that this API
   * does not have is left out of the values; a change that names it fails.
   */
  load(ids: readonly ContactId[], fields: readonly FieldName[]): Loaded[];
  /** Whether these addresses may be mailed; the status belongs to an address, not to a contact. */
  optStates(addresses: readonly string[]): OptState[];
  apply(changes: readonly ContactChange[]): Outcome[];
  /** How many changes go out together at best: multiples of it waste no time. */
  concurrency(): number;
}

/** The seam in one API. */
export interface ContactApi extends ContactService {
  /** Whether this API answers at all, to one cheap call that is sent once. Throws `QuotaSpent` for Google's own quota. */
  isThere(): boolean;
}
