/** `ContactService` over Keap's REST v2. */
import type { ContactId, FieldName } from '../contacts/contact.ts';
import type { ContactApi } from '../contacts/contact-service.ts';
import { noAnswer } from '../contacts/messages.ts';
import { optStateOf } from '../contacts/opt-status.ts';
import type { Loaded, OptState } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { applyAll, changesPerWindow } from './apply.ts';
import { probes } from './calls.ts';
import { type FindPaths, pathFinder } from './contact-model.ts';
import { fetchContacts } from './contact-reads.ts';
import { textAt } from './contact-text.ts';
import { fetchStatuses } from './opt-status-calls.ts';

/** Reads contacts in lists, and merges a contact's lists before it writes them. */
export function restContactService(exchange: Exchange): ContactApi {
  const findPaths = pathFinder(exchange);
  return {
    api: () => 'REST v2',
    probe: () => exchange.probe(probes),
    load: (ids, fields) => loadAll(exchange, findPaths, ids, fields),
    optStates(addresses) {
      const statuses = fetchStatuses(exchange, addresses);
      return addresses.map((address): OptState => {
        const status = statuses.get(address) ?? noAnswer;
        return 'kind' in status ? status : optStateOf(status);
      });
    },
    apply: (changes) => applyAll(exchange, findPaths, changes),
    concurrency: () => changesPerWindow(exchange.maxConcurrency),
  };
}

function loadAll(
  exchange: Exchange,
  findPaths: FindPaths,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
): Loaded[] {
  if (ids.length === 0) return [];
  const paths = [...findPaths(fields).paths];
  const properties = paths.map(([, path]) => path.property);
  const fetched = fetchContacts(exchange, ids, properties);
  return ids.map((id): Loaded => {
    const one = fetched.get(id) ?? noAnswer;
    if (one.kind === 'failed') return one;
    return {
      kind: 'found',
      fields: new Map(paths.map(([name, path]) => [name, textAt(one.contact, path)])),
    };
  });
}
