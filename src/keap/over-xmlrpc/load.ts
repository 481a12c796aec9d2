/**
 * Reads contacts by the hundred: `DataService.query` takes up to 1,000 ids in one condition (Keap's staff, "Sticky
 * For Query Operators" on integration.keap.com: an array is an IN, on Id fields only), where `ContactService.load`
 * takes one call a contact. Whoever the query does not bring is asked for alone, which also tells why.
 */
import type { XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactId, FieldName } from '../contacts/contact.ts';
import { unanswered } from '../contacts/messages.ts';
import type { Failed, Loaded } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { keapCall } from './methods.ts';
import { failureOf, resultOf, type Step } from './step.ts';

/** Fewer than Keap takes, so that an answer with many fields stays within a second. */
const idsInQuery = 500;

type Struct = Record<string, XmlRpcValue>;

export function loadAll(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
): Loaded[] {
  const asked = [...new Set(ids)];
  // One call costs the same either way, and a load says what is wrong with the id.
  const known = asked.length > 1 ? queried(exchange, asked, fields) : new Map<ContactId, Loaded>();
  const missing = asked.filter((id) => !known.has(id));
  const steps = exchange.send(missing.map((id) => keapCall('ContactService.load', id, [...fields])));
  missing.forEach((id, place) => {
    const step = steps[place];
    if (step !== undefined) known.set(id, loadedFrom(step, fields));
  });
  return ids.map((id) => known.get(id) ?? unanswered('no answer'));
}

function queried(
  exchange: Exchange,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
): Map<ContactId, Loaded> {
  const parts: ContactId[][] = [];
  for (let start = 0; start < ids.length; start += idsInQuery) {
    parts.push(ids.slice(start, start + idsInQuery));
  }
  const names = ['Id', ...fields];
  const steps = exchange.send(
    parts.map((part) => keapCall('DataService.query', 'Contact', 1000, 0, { Id: part }, names)),
  );
  const found = new Map<ContactId, Loaded>();
  parts.forEach((part, place) => {
    const step = steps[place];
    if (step === undefined) return;
    const refusal = refusalOfAll(step);
    if (refusal !== undefined) for (const id of part) found.set(id, refusal);
    for (const struct of resultOf(step) ?? []) {
      const id = part.find((one) => one === struct.Id);
      if (id !== undefined) found.set(id, { kind: 'found', fields: textsOf(struct, fields) });
    }
  });
  return found;
}

/** Keap's faults for a table or a field (developer.keap.com, "XML-RPC errors"): each contact would meet the same. */
const faultsOfAll: ReadonlySet<number> = new Set([7, 8, 9, 10, 11]);

function refusalOfAll(step: Step<Struct[]>): Failed | undefined {
  const isOfAll =
    step.kind === 'answered' && step.answer.kind === 'fault' && faultsOfAll.has(step.answer.faultCode);
  return isOfAll ? failureOf(step) : undefined;
}

function loadedFrom(step: Step<Struct>, fields: readonly FieldName[]): Loaded {
  const failure = failureOf(step);
  if (failure !== undefined) return failure;
  return { kind: 'found', fields: textsOf(resultOf(step) ?? {}, fields) };
}

function textsOf(struct: Struct, fields: readonly FieldName[]): ReadonlyMap<FieldName, string> {
  return new Map(fields.map((name) => [name, textOf(struct[name])]));
}

/** Keap leaves empty fields out of its structs. */
function textOf(value: XmlRpcValue | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}
