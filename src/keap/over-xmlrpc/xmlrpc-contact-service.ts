/** `ContactService` over Keap's XML-RPC. */
import type { ContactId, FieldName } from '../contacts/contact.ts';
import type { ContactApi } from '../contacts/contact-service.ts';
import { windowsPerBatch } from '../contacts/contact-service.ts';
import { customFieldBook } from '../contacts/custom-field-book.ts';
import type { CustomFieldStore } from '../contacts/custom-field-store.ts';
import type { CustomField } from '../contacts/custom-field-types.ts';
import { optStateOf } from '../contacts/opt-status.ts';
import { applyInSteps, type CurrentAddress } from '../contacts/opting.ts';
import type { Failed, Loaded, OptState } from '../contacts/outcome.ts';
import { recordBook } from '../contacts/record-book.ts';
import type { RecordStore } from '../contacts/record-store.ts';
import type { KnownForms } from '../contacts/trials.ts';
import type { Exchange } from '../http/exchange.ts';
import { loadContacts } from './contact-load.ts';
import { createContacts } from './create-contacts.ts';
import { findContacts } from './find-contacts.ts';
import { fetchFormFields } from './form-fields.ts';
import { probes } from './methods.ts';
import { optInAddresses, optOutAddresses } from './opt-changes.ts';
import { fetchOptStatuses } from './opt-statuses.ts';
import { fetchRecords } from './records.ts';
import { createTags, fetchTags, xmlRpcTagSteps } from './tags.ts';
import { textOfWire } from './wire-values.ts';
import { type FieldBook, writeFields } from './write-fields.ts';

/** Reads contacts by the hundred, and writes with one call per contact and step. */
export function xmlRpcContactService(
  exchange: Exchange,
  store?: CustomFieldStore,
  recordStore?: RecordStore,
): ContactApi {
  const custom = customFieldBook({ api: 'XML-RPC', store, fetch: () => fetchFormFields(exchange) });
  const records = recordBook({ store: recordStore, fetch: (table) => fetchRecords(exchange, table) });
  const book: FieldBook = {
    find(names) {
      const all = [...names];
      return { fields: new Map<FieldName, CustomField>([...custom.find(all).fields, ...records.find(all)]) };
    },
  };
  const known: KnownForms = new Map();
  let tags: ReturnType<typeof fetchTags> | undefined;
  return {
    api: () => 'XML-RPC',
    probe: () => exchange.probe(probes),
    load: (ids, fields) => loadTexts(exchange, book, ids, fields),
    customFields(names, isDoubted = false) {
      const all = [...names];
      if (isDoubted) custom.lookAgain();
      if (isDoubted) records.lookAgain(all);
      return book.find(all).fields;
    },
    allCustomFields: () => custom.all(),
    tags(isAgain = false) {
      if (isAgain || tags === undefined) tags = fetchTags(exchange);
      return tags;
    },
    createTags: (names) => createTags(exchange, names),
    optStates: (addresses) => fetchOptStates(exchange, addresses),
    find: (addresses) => findContacts(exchange, addresses),
    create: (contacts) => createContacts({ exchange, book }, contacts),
    apply: (changes) =>
      applyInSteps(
        {
          addresses: (ids) => fetchAddresses(exchange, ids),
          optOut: (requests) => optOutAddresses(exchange, requests),
          optIn: (requests) => optInAddresses(exchange, requests),
          writeFields: (withFields) => writeFields({ exchange, book, known }, withFields),
          ...xmlRpcTagSteps(exchange),
        },
        changes,
      ),
    batchSize: () => windowsPerBatch * exchange.maxConcurrency,
  };
}

function loadTexts(
  exchange: Exchange,
  book: FieldBook,
  ids: readonly ContactId[],
  names: readonly FieldName[],
): Loaded[] {
  if (ids.length === 0) return [];
  const { fields } = book.find(names);
  return loadContacts(exchange, ids, names).map((one): Loaded => {
    if (one.kind === 'failed') return one;
    const texts = [...one.values].map(([name, value]): [FieldName, string] => {
      return [name, textOfWire(name, fields.get(name), value)];
    });
    return { kind: 'found', fields: new Map(texts) };
  });
}

/** Asks for nothing else of the contacts, so that no other value can stand in the way. */
function fetchAddresses(exchange: Exchange, ids: readonly ContactId[]): (CurrentAddress | Failed)[] {
  return loadContacts(exchange, ids, ['Email']).map((one) =>
    one.kind === 'found' ? { kind: 'address', address: String(one.values.get('Email') ?? '') } : one,
  );
}

function fetchOptStates(exchange: Exchange, addresses: readonly string[]): OptState[] {
  return fetchOptStatuses(exchange, addresses).map((one) => ('kind' in one ? one : optStateOf(one)));
}
