/**
 * Reads contacts by the hundred over XML-RPC: `DataService.query` accepts up to 1,000 ids in one condition (Keap's staff,
 * "Sticky For Query Operators" on integration.keap.com: an array is an IN, on Id fields only), while
 * `ContactService.load` needs a call for each contact.
 */
import type { XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactId, FieldName } from '../contacts/contact.ts';
import { noAnswer } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import { sendDivided } from '../http/divided.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, type Step } from './answers.ts';
import { keapCall } from './methods.ts';

/** Fewer than Keap accepts, so that an answer with many fields takes less than a second. */
const idsInQuery = 500;

type Struct = Record<string, XmlRpcValue>;

/**
 * The current values of these fields. Contacts that the query does not return are loaded one by one, which also shows
 * why. A field that Keap does not have, or does not show to this user, is left out, so that it hides no other.
 */
export function loadContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
): LoadedValues[] {
  const first = loadFields(exchange, ids, fields);
  const [asked] = ids;
  if (asked === undefined || !first.hasFieldFault) return first.loaded;
  return loadFields(exchange, ids, readableFields(exchange, asked, fields)).loaded;
}

/** What Keap has of one contact, as it came; undefined for an empty field. */
export type LoadedValues =
  | { readonly kind: 'found'; readonly values: ReadonlyMap<FieldName, XmlRpcValue | undefined> }
  | Failed;

interface LoadedFields {
  readonly loaded: LoadedValues[];
  /** Whether Keap has refused one of the fields. */
  readonly hasFieldFault: boolean;
}

function loadFields(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
): LoadedFields {
  const uniqueIds = [...new Set(ids)];
  const loaded = new Map<ContactId, LoadedValues>();
  // For one contact either call costs the same, and loading it alone shows what is wrong with the id.
  let hasFieldFault = uniqueIds.length > 1 && queryContacts(exchange, uniqueIds, fields, loaded);
  const missing = uniqueIds.filter((id) => !loaded.has(id));
  const names = fields.length === 0 ? ['Id'] : [...fields];
  const steps = exchange.send(missing.map((id) => keapCall('ContactService.load', id, names)));
  missing.forEach((id, index) => {
    const step = steps[index];
    if (step === undefined) return;
    loaded.set(id, loadedFrom(step, fields));
    hasFieldFault ||= isFault(step, faultsOfFields);
  });
  return { loaded: ids.map((id) => loaded.get(id) ?? noAnswer), hasFieldFault };
}

/** Those of the fields that Keap does not refuse, whatever contact they are asked of. */
function readableFields(exchange: Exchange, id: ContactId, fields: readonly FieldName[]): FieldName[] {
  const parts = sendDivided(
    exchange,
    [fields],
    (names) => keapCall('DataService.query', 'Contact', 1, 0, { Id: [id] }, ['Id', ...names]),
    (step) => isFault(step, faultsOfFields),
  );
  const readable = new Set(parts.flatMap(({ items }) => items));
  return fields.filter((name) => readable.has(name));
}

/** Adds what the query returns to `loaded`, and tells whether Keap has refused one of the fields. */
function queryContacts(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
  loaded: Map<ContactId, LoadedValues>,
): boolean {
  const batches: ContactId[][] = [];
  for (let start = 0; start < ids.length; start += idsInQuery) {
    batches.push(ids.slice(start, start + idsInQuery));
  }
  const names = ['Id', ...fields];
  const parts = sendDivided(
    exchange,
    batches,
    (batch) => keapCall('DataService.query', 'Contact', 1000, 0, { Id: [...batch] }, names),
    (step) => refusalOfAll(step) === undefined && resultOf(step) === undefined,
  );
  for (const { items, result } of parts) {
    const refusal = refusalOfAll(result);
    if (refusal !== undefined) for (const id of items) loaded.set(id, refusal);
    for (const struct of resultOf(result) ?? []) {
      const id = items.find((one) => one === struct.Id);
      if (id !== undefined) loaded.set(id, { kind: 'found', values: valuesIn(struct, fields) });
    }
  }
  return parts.some(({ result }) => isFault(result, faultsOfFields));
}

/** Keap's faults for a field (developer.keap.com, "XML-RPC errors"). */
const faultsOfFields: ReadonlySet<number> = new Set([8, 10, 11]);

/** The same for a field or the table: every contact would meet them. */
const faultsOfAll: ReadonlySet<number> = new Set([7, 9, ...faultsOfFields]);

function refusalOfAll(step: Step<Struct[]>): Failed | undefined {
  return isFault(step, faultsOfAll) ? failureOf(step) : undefined;
}

function isFault(step: Step<unknown>, codes: ReadonlySet<number>): boolean {
  return step.kind === 'answered' && step.answer.kind === 'fault' && codes.has(step.answer.faultCode);
}

function loadedFrom(step: Step<Struct>, fields: readonly FieldName[]): LoadedValues {
  const failure = failureOf(step);
  if (failure !== undefined) return failure;
  return { kind: 'found', values: valuesIn(resultOf(step) ?? {}, fields) };
}

function valuesIn(
  struct: Struct,
  fields: readonly FieldName[],
): ReadonlyMap<FieldName, XmlRpcValue | undefined> {
  return new Map(fields.map((name) => [name, struct[name]]));
}
