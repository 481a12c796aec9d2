/** `/contacts` of REST v2, over the same contacts that XML-RPC has. */

import { type ContactBook, duplicateOf, type SimulatedContact } from '../contacts.ts';
import type { CustomField } from '../custom-fields.ts';
import type { FieldCatalog } from '../field-catalog.ts';
import type { KeapBehavior } from '../open-questions.ts';
import type { OptBook } from '../opt-book.ts';
import { contactJson } from './contact-json.ts';
import { patchOf } from './contact-patch.ts';
import { type Filter, filterIn, isLike } from './filter.ts';
import { pageOf } from './page.ts';
import { created, isRefusal, ok, type RestAnswer, refusal } from './rest-answer.ts';
import type { RestRequest } from './rest-request.ts';

export interface ContactsResource {
  get(request: RestRequest): RestAnswer;
  list(request: RestRequest): RestAnswer;
  patch(request: RestRequest): RestAnswer;
  post(request: RestRequest): RestAnswer;
  model(): RestAnswer;
}

export interface ContactsOptions {
  readonly book: ContactBook;
  readonly opts: OptBook;
  readonly catalog: FieldCatalog;
  readonly behavior: KeapBehavior;
}

const filters = ['ids', 'contact_ids', 'email', 'given_name', 'family_name'];

export function contactsResource({ book, opts, catalog, behavior }: ContactsOptions): ContactsResource {
  const shown = (contact: SimulatedContact, query: URLSearchParams) =>
    contactJson({ book, opts, custom: catalog.custom() }, contact, wantedIn(query));
  return {
    get({ parameter, query }) {
      const contact = contactWith(book, parameter);
      return contact === undefined ? notFound(parameter) : ok(shown(contact, query));
    },

    list({ query, nowMs }) {
      const read = filterIn(query, filters);
      if (isRefusal(read)) return read;
      const page = pageOf(query, ordered(chosen(book, read.filter, behavior, nowMs), query));
      if (isRefusal(page)) return page;
      return ok({ contacts: page.items.map((one) => shown(one, query)), ...page.next });
    },

    patch({ parameter, query, body, nowMs }) {
      const contact = contactWith(book, parameter);
      if (contact === undefined) return notFound(parameter);
      const patch = patchOf(body, query.getAll('update_mask'), catalog, behavior);
      if (isRefusal(patch)) return patch;
      book.update(contact.id, patch.fields, { by: 'api', nowMs });
      for (const { address, reason } of patch.optIns) {
        opts.follow({ address, wish: 'in', reason, api: 'REST v2' }, nowMs);
      }
      return ok(shown(book.find(contact.id) ?? contact, query));
    },

    post({ query, body, nowMs }) {
      const isReachable = reachedBy.some((name) => Array.isArray(body[name]) && body[name].length > 0);
      if (!isReachable) return refusal(400, `A contact has one of ${reachedBy.join(', ')}.`, 'contact');
      const posted = patchOf(body, [], catalog, behavior);
      if (isRefusal(posted)) return posted;
      const check = query.get('duplicate_option') ?? '';
      const same = check === '' ? undefined : duplicateOf(book, posted.fields, check);
      const writing = { by: 'api', nowMs } as const;
      if (same !== undefined) book.update(same.id, posted.fields, writing);
      const id = same?.id ?? book.add(posted.fields, writing);
      for (const { address, reason } of posted.optIns) {
        opts.follow({ address, wish: 'in', reason, api: 'REST v2' }, nowMs);
      }
      const contact = shown(book.find(id) ?? { id, fields: {} }, query);
      return same === undefined ? created(contact) : ok(contact);
    },

    model: () =>
      ok({
        custom_fields: catalog.custom().map((field) => customFieldJson(field, behavior)),
        optional_properties: [],
      }),
  };
}

/** Ids are texts, and only the digits of a number name a contact. */
function contactWith(book: ContactBook, id: string): SimulatedContact | undefined {
  return /^[1-9]\d{0,9}$/.test(id) ? book.find(Number(id)) : undefined;
}

function wantedIn(query: URLSearchParams): ReadonlySet<string> | undefined {
  const fields = query.get('fields');
  return fields === null || fields === '' ? undefined : new Set(fields.split(','));
}

/** "Contact must contain at least one item" of these (contract, `createContact`). */
const reachedBy = ['email_addresses', 'phone_numbers', 'addresses'];

function chosen(
  book: ContactBook,
  filter: Filter,
  { emailFilter }: KeapBehavior,
  nowMs: number,
): SimulatedContact[] {
  const ids = filter.ids ?? filter.contact_ids;
  const wanted = ids === undefined ? undefined : new Set(ids.split(',').map((id) => id.trim()));
  const alike = (name: string, texts: readonly (string | undefined)[]) =>
    filter[name] === undefined || texts.some((text) => isLike(text ?? '', filter[name] ?? ''));
  const known = wanted === undefined ? book.searched(nowMs) : book.all();
  return known.filter(({ id, fields }) => {
    if (wanted !== undefined && !wanted.has(String(id))) return false;
    const { Email, EmailAddress2, EmailAddress3, FirstName, LastName } = fields;
    return (
      alike('email', emailFilter === 'first-address' ? [Email] : [Email, EmailAddress2, EmailAddress3]) &&
      alike('given_name', [FirstName]) &&
      alike('family_name', [LastName])
    );
  });
}

/** By id unless the query says otherwise: never in the order of the filter. */
function ordered(contacts: SimulatedContact[], query: URLSearchParams): SimulatedContact[] {
  return /^id[ +]desc$/i.test(query.get('order_by') ?? '') ? contacts.reverse() : contacts;
}

function notFound(id: string): RestAnswer {
  return refusal(404, `Contact with id ${id} was not found.`, id);
}

/** The name has no `_` here. */
function customFieldJson(
  { id, name, label, type, options }: CustomField,
  { modelFieldNames }: KeapBehavior,
): Record<string, unknown> {
  return {
    id,
    label,
    ...(modelFieldNames ? { field_name: name.replace(/^_/, '') } : {}),
    field_type: type,
    record_type: 'CONTACT',
    group_id: '3',
    group_name: 'Custom Fields',
    options: options.map((option, index) => ({ id: String(index + 1), label: option })),
  };
}
