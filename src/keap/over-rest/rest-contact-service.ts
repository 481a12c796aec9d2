/** `ContactService` over Keap's REST v2. */
import type { ContactId, FieldName } from '../contacts/contact.ts';
import type { ContactApi } from '../contacts/contact-service.ts';
import { type CustomFieldBook, customFieldBook } from '../contacts/custom-field-book.ts';
import type { CustomFieldStore } from '../contacts/custom-field-store.ts';
import type { CustomField } from '../contacts/custom-field-types.ts';
import { noAnswer } from '../contacts/messages.ts';
import { optStateOf } from '../contacts/opt-status.ts';
import type { Loaded, OptState } from '../contacts/outcome.ts';
import { recordBook } from '../contacts/record-book.ts';
import type { RecordStore } from '../contacts/record-store.ts';
import { tagsField } from '../contacts/tags.ts';
import type { Exchange } from '../http/exchange.ts';
import { applyAll, changesPerBatch, type FieldWriter } from './apply.ts';
import { probes } from './calls.ts';
import { type FindPaths, fetchModel, pathFinder } from './contact-model.ts';
import { type FetchedContact, fetchContacts } from './contact-reads.ts';
import { itemsIn, textAt } from './contact-text.ts';
import { createContacts } from './create-contacts.ts';
import type { FieldPath } from './field-paths.ts';
import { findContacts } from './find-contacts.ts';
import { fetchStatuses } from './opt-status-calls.ts';
import { fetchRecords } from './records.ts';
import { changesWithin, createTags, fetchTags, tagIdsOf } from './tags.ts';

/** Reads contacts in lists, and merges a contact's lists before it writes them. */
export function restContactService(
  exchange: Exchange,
  nowMs: () => number,
  store?: CustomFieldStore,
  recordStore?: RecordStore,
): ContactApi {
  const book = customFieldBook({ api: 'REST v2', store, fetch: () => fetchModel(exchange) });
  const records = recordBook({ store: recordStore, fetch: (table) => fetchRecords(exchange, table) });
  const findPaths = pathFinder(book, records);
  const writer: FieldWriter = { exchange, findPaths, known: new Map(), nowMs, ahead: undefined };
  let tags: ReturnType<typeof fetchTags> | undefined;
  return {
    api: () => 'REST v2',
    probe: () => exchange.probe(probes),
    load: (ids, fields) => loadAll(exchange, { book, findPaths }, ids, fields),
    customFields(names, isDoubted = false) {
      const all = [...names];
      if (isDoubted) book.lookAgain();
      if (isDoubted) records.lookAgain(all);
      return new Map<FieldName, CustomField>([...book.find(all).fields, ...records.find(all)]);
    },
    allCustomFields: () => book.all(),
    tags(isAgain = false) {
      if (isAgain || tags === undefined) tags = fetchTags(exchange);
      return tags;
    },
    createTags: (names) => createTags(exchange, names),
    optStates(addresses) {
      const statuses = fetchStatuses(exchange, addresses);
      return addresses.map((address): OptState => {
        const status = statuses.get(address) ?? noAnswer;
        return 'kind' in status ? status : optStateOf(status);
      });
    },
    find: (addresses, isThorough = false) => findContacts(exchange, addresses, isThorough),
    create: (contacts) => createContacts(exchange, findPaths, contacts),
    apply: (changes, next = []) => applyAll(writer, changes, next),
    batchSize(left = []) {
      const size = changesPerBatch(writer, exchange.maxConcurrency);
      return left.some(({ tags }) => tags !== undefined) ? changesWithin(size, left) : size;
    },
  };
}

interface Fields {
  readonly book: CustomFieldBook;
  readonly findPaths: FindPaths;
}

function loadAll(
  exchange: Exchange,
  { book, findPaths }: Fields,
  ids: readonly ContactId[],
  names: readonly FieldName[],
): Loaded[] {
  if (ids.length === 0) return [];
  const hasTags = names.includes(tagsField);
  const fields = names.filter((name) => name !== tagsField);
  let paths = findPaths(fields).paths;
  const properties = [
    ...[...paths.values()].map(({ property }) => property),
    ...(hasTags ? ['tag_ids'] : []),
  ];
  const fetched = fetchContacts(exchange, ids, properties);
  // A field that no contact has may have been deleted since Keap was asked for its fields.
  if ([...paths.values()].some((path) => isNowhere(path, fetched)) && book.lookAgain()) {
    paths = findPaths(fields).paths;
  }
  return ids.map((id): Loaded => {
    const one = fetched.get(id) ?? noAnswer;
    if (one.kind === 'failed') return one;
    const texts = new Map([...paths].map(([name, path]) => [name, textAt(one.contact, path)]));
    if (hasTags) texts.set(tagsField, tagIdsOf(one.contact).join(','));
    return { kind: 'found', fields: texts };
  });
}

function isNowhere(path: FieldPath, fetched: ReadonlyMap<ContactId, FetchedContact>): boolean {
  if (path.kind !== 'custom') return false;
  return ![...fetched.values()].some(
    (one) =>
      one.kind === 'found' && itemsIn(one.contact, path.property).some((item) => String(item.id) === path.id),
  );
}
