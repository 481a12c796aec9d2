/** `ContactService` over Keap's XML-RPC. */
import { XmlRpcDateTime, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactChange, ContactId, FieldValues } from '../contacts/contact.ts';
import { contactField } from '../contacts/contact-fields.ts';
import type { ContactApi } from '../contacts/contact-service.ts';
import { dateParts } from '../contacts/field-check.ts';
import { noAnswer, wrongContact } from '../contacts/messages.ts';
import { optStateOf } from '../contacts/opt-status.ts';
import { applyInSteps, type CurrentAddress } from '../contacts/opting.ts';
import type { Failed, FieldsOutcome, OptState } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, sendEach } from './answers.ts';
import { loadContacts } from './contact-load.ts';
import { keapCall, probes } from './methods.ts';
import { optInAddresses, optOutAddresses } from './opt-changes.ts';
import { fetchOptStatuses } from './opt-statuses.ts';

/** Reads contacts by the hundred, and writes with one call per contact and step. */
export function xmlRpcContactService(exchange: Exchange): ContactApi {
  return {
    api: () => 'XML-RPC',
    probe: () => exchange.probe(probes),
    load: (ids, fields) => loadContacts(exchange, ids, fields),
    optStates: (addresses) => fetchOptStates(exchange, addresses),
    apply: (changes) =>
      applyInSteps(
        {
          addresses: (ids) => fetchAddresses(exchange, ids),
          optOut: (requests) => optOutAddresses(exchange, requests),
          optIn: (requests) => optInAddresses(exchange, requests),
          writeFields: (withFields) => writeFields(exchange, withFields),
        },
        changes,
      ),
    concurrency: () => exchange.maxConcurrency,
  };
}

/** Asks for nothing else of the contacts, so that no other value can stand in the way. */
function fetchAddresses(exchange: Exchange, ids: readonly ContactId[]): (CurrentAddress | Failed)[] {
  return loadContacts(exchange, ids, ['Email']).map((one) =>
    one.kind === 'found' ? { kind: 'address', address: one.fields.get('Email') ?? '' } : one,
  );
}

function writeFields(exchange: Exchange, changes: readonly ContactChange[]): FieldsOutcome[] {
  const steps = sendEach(exchange, changes, ({ id, fields }) =>
    keapCall('ContactService.update', id, structOf(fields)),
  );
  return changes.map(({ id }, index): FieldsOutcome => {
    const step = steps[index];
    if (step === undefined) return noAnswer;
    return failureOf(step) ?? (resultOf(step) === id ? { kind: 'done' } : wrongContact);
  });
}

function structOf(fields: FieldValues): Record<string, XmlRpcValue> {
  const struct: Record<string, XmlRpcValue> = Object.create(null);
  for (const [name, text] of fields) {
    const date = contactField(name)?.kind === 'date' ? dateParts(text) : undefined;
    struct[name] = date === undefined ? text : new XmlRpcDateTime(`${date.date}T${date.time}`);
  }
  return struct;
}

function fetchOptStates(exchange: Exchange, addresses: readonly string[]): OptState[] {
  return fetchOptStatuses(exchange, addresses).map((one) => ('kind' in one ? one : optStateOf(one)));
}
