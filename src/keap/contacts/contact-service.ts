/** The seam between the sheet and Keap's two APIs: all that the sync knows of Keap. */
import type { ContactChange, ContactId, FieldName } from './contact.ts';
import type { Loaded, OptState, Outcome } from './outcome.ts';

/** Keap's two APIs, by the names that its documentation gives them. */
export type ApiName = 'XML-RPC' | 'REST v2';

/**
 * Each method returns one result per item, in order. A fault of one contact is such a result; a fault of the account (no
 * valid token, a quota, an outage) is thrown as a `RunEnded`. Nothing is known then about the items of that call, and all
 * of them are safe to send again.
 */
export interface ContactService {
  /** The API that the next call goes to. */
  api(): ApiName;
  /**
   * The current values of these fields, each from `contactFields` or a custom field's `_Name`. Leaves out fields that
   * this API does not have; a change that names one fails.
   */
  load(ids: readonly ContactId[], fields: readonly FieldName[]): Loaded[];
  /** Whether these addresses may receive marketing emails; the status belongs to an address, not to a contact. */
  optStates(addresses: readonly string[]): OptState[];
  /** Sends the changes. */
  apply(changes: readonly ContactChange[]): Outcome[];
  /** How many changes go out together at best: multiples of it waste no time. */
  concurrency(): number;
}

/** The service over one of the APIs. */
export interface ContactApi extends ContactService {
  /**
   * Whether this API answers right now what it answers whenever it answers anybody. Throws `QuotaSpent` for Google's own
   * quota.
   */
  probe(): boolean;
}
