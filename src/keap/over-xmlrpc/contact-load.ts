/**
 * Reads contacts by the hundred over XML-RPC: `DataService.query` accepts up to 1,000 ids in one condition (Keap's staff,
 * "Sticky For Query Operators" on integration.keap.com: an array is an IN, on Id fields only), while
 * `ContactService.load` needs a call for each contact.
 */
import type { XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactId, FieldName } from '../contacts/contact.ts';
import { noAnswer } from '../contacts/messages.ts';
import type { Failed, Loaded } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, type Step } from './answers.ts';
import { keapCall } from './methods.ts';

/** Fewer than Keap accepts, so that an answer with many fields takes less than a second. */
const idsInQuery = 500;

type Struct = Record<string, XmlRpcValue>;

/**
 * The current values of these fields. Contacts that the query does not return are loaded one by one, which also shows
 * why.
 */
export function loadContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
): Loaded[] {
  const uniqueIds = [...new Set(ids)];
  // For one contact either call costs the same, and loading it alone shows what is wrong with the id.
  const loaded =
    uniqueIds.length > 1 ? queryContacts(exchange, uniqueIds, fields) : new Map<ContactId, Loaded>();
  const missing = uniqueIds.filter((id) => !loaded.has(id));
  const steps = exchange.send(missing.map((id) => keapCall('ContactService.load', id, [...fields])));
  missing.forEach((id, index) => {
    const step = steps[index];
    if (step !== undefined) loaded.set(id, loadedFrom(step, fields));
  });
  return ids.map((id) => loaded.get(id) ?? noAnswer);
}

function queryContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
): Map<ContactId, Loaded> {
  const batches: ContactId[][] = [];
  for (let start = 0; start < ids.length; start += idsInQuery) {
    batches.push(ids.slice(start, start + idsInQuery));
  }
  const names = ['Id', ...fields];
  const steps = exchange.send(
    batches.map((batch) => keapCall('DataService.query', 'Contact', 1000, 0, { Id: batch }, names)),
  );
  const loaded = new Map<ContactId, Loaded>();
  batches.forEach((batch, index) => {
    const step = steps[index];
    if (step === undefined) return;
    const refusal = refusalOfAll(step);
    if (refusal !== undefined) for (const id of batch) loaded.set(id, refusal);
    for (const struct of resultOf(step) ?? []) {
      const id = batch.find((one) => one === struct.Id);
      if (id !== undefined) loaded.set(id, { kind: 'found', fields: fieldTexts(struct, fields) });
    }
  });
  return loaded;
}

/** Keap's faults for a table or a field (developer.keap.com, "XML-RPC errors"): every contact would meet the same. */
const faultsOfAll: ReadonlySet<number> = new Set([7, 8, 9, 10, 11]);

function refusalOfAll(step: Step<Struct[]>): Failed | undefined {
  const isOfAll =
    step.kind === 'answered' && step.answer.kind === 'fault' && faultsOfAll.has(step.answer.faultCode);
  return isOfAll ? failureOf(step) : undefined;
}

function loadedFrom(step: Step<Struct>, fields: readonly FieldName[]): Loaded {
  const failure = failureOf(step);
  if (failure !== undefined) return failure;
  return { kind: 'found', fields: fieldTexts(resultOf(step) ?? {}, fields) };
}

function fieldTexts(struct: Struct, fields: readonly FieldName[]): ReadonlyMap<FieldName, string> {
  return new Map(fields.map((name) => [name, textOf(struct[name])]));
}

/** Keap leaves empty fields out of its structs. */
function textOf(value: XmlRpcValue | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}
