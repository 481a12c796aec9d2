/** The seam between the sheet and Keap's two APIs: all that the sync knows of Keap. */
import type { ContactChange, ContactId, FieldName, FieldValues } from './contact.ts';
import type { CustomFields } from './custom-field-types.ts';
import type { LabelledField } from './field-list.ts';
import type { Created, CreatedTag, Failed, Found, Loaded, OptState, Outcome } from './outcome.ts';
import type { KnownTag } from './tags.ts';

/** Keap's two APIs, by the names that its documentation gives them. */
export type ApiName = 'XML-RPC' | 'REST v2';

/**
 * Each method returns one result per item, in order. A fault of one contact is such a result; a fault of the account (no
 * valid token, a quota, an outage) is thrown as a `RunEnded`. Nothing is known then about the items of that call, and all
 * of them are safe to send again, except for `create` and `createTags`.
 */
export interface ContactService {
  /** The API that the next call goes to. */
  api(): ApiName;
  /**
   * The current values of these fields, each from `contactFields` or a custom field's `_Name`, as `shownValue` writes them.
   * Leaves out fields that this API does not have; a change that names one fails. `tagsField` is one of them, too.
   */
  load(ids: readonly ContactId[], fields: readonly FieldName[]): Loaded[];
  /**
   * The types of these fields, as far as they are custom and Keap tells of them. `isDoubted` where what is known seems to be
   * out of date: then Keap is asked again, at most once.
   */
  customFields(names: Iterable<FieldName>, isDoubted?: boolean): CustomFields;
  /** All custom fields of contacts that a column can name, in Keap's order; or why Keap does not tell of them. */
  allCustomFields(): readonly LabelledField[] | Failed;
  /** All tags of the account; Keap is asked at most once in an execution, unless `isAgain`. */
  tags(isAgain?: boolean): readonly KnownTag[] | Failed;
  /** Creates a tag of each of these names, without a category. Is never repeated by itself, as `create` is not. */
  createTags(names: readonly string[]): CreatedTag[];
  /** Whether these addresses may receive marketing emails; the status belongs to an address, not to a contact. */
  optStates(addresses: readonly string[]): OptState[];
  /**
   * The contacts that have each of these addresses among their three, whatever its case; in as few calls as the API and the
   * size of the account allow. Unless `isThorough`, a contact may be missed by its second or third address.
   */
  find(addresses: readonly string[], isThorough?: boolean): Found[];
  /**
   * Creates a contact with each of these sets of values, or with those of them that need no trial; opts nobody in. Is never
   * repeated by itself: where it throws, any of the contacts may have been created.
   */
  create(contacts: readonly FieldValues[]): Created[];
  /**
   * Sends the changes. `next` are those that will follow right afterwards, in this order: an API that has to read before it
   * writes may read for them at the same time.
   */
  apply(changes: readonly ContactChange[], next?: readonly ContactChange[]): Outcome[];
  /**
   * How many changes make `windowsPerBatch` full windows, with the reading for the next ones: multiples of it waste no time.
   * Of those that are `left`, where some cost less than a request of their own.
   */
  batchSize(left?: readonly ContactChange[]): number;
}

/**
 * How many windows of requests lie between two looks at the clock, and over REST v2 between reading the lists of contacts
 * and writing them.
 */
export const windowsPerBatch = 2;

/** The service over one of the APIs. */
export interface ContactApi extends ContactService {
  /**
   * Whether this API answers right now what it answers whenever it answers anybody. Throws `QuotaSpent` for Google's own
   * quota.
   */
  probe(): boolean;
}
