import type { ContactChange, ContactId, FieldName } from './contact.ts';
import type { Loaded, Outcome } from './outcome.ts';

/**
 * The seam between the sheet and Keap's APIs. Each method answers one item per item, in order.
 * A contact's trouble is such an answer; an account's trouble (no valid token, a quota, an outage) is
 * thrown as a `RunEnded`, and then nothing is known of the items of that call: all of them are safe to send again.
 */
export interface ContactService {
  load(ids: readonly ContactId[], fields: readonly FieldName[]): Loaded[];
  apply(changes: readonly ContactChange[]): Outcome[];
}
