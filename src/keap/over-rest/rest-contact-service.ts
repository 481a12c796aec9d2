import type { ContactId, FieldName } from '../contacts/contact.ts';
import type { ContactService } from '../contacts/contact-service.ts';
import { unanswered } from '../contacts/messages.ts';
import type { Loaded } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { applyAll, changesIn } from './apply.ts';
import { type FindPaths, pathFinder } from './contact-model.ts';
import { textAt } from './contact-text.ts';
import { fetchContacts } from './contacts.ts';
import { fetchStatuses, optState } from './opt-status-calls.ts';

/** `ContactService` in Keap's REST v2: reads by the hundred, merges lists before it writes them. */
export function restContactService(exchange: Exchange): ContactService {
  const find = pathFinder(exchange);
  return {
    api: () => 'REST v2',
    load: (ids, fields) => loadAll(exchange, find, ids, fields),
    optStates(addresses) {
      const statuses = fetchStatuses(exchange, addresses);
      return addresses.map((address) => optState(statuses.get(address)));
    },
    apply: (changes) => applyAll(exchange, find, changes),
    concurrency: () => changesIn(exchange.maxConcurrency),
  };
}

function loadAll(
  exchange: Exchange,
  find: FindPaths,
  ids: readonly ContactId[],
  fields: readonly FieldName[],
): Loaded[] {
  if (ids.length === 0) return [];
  const found = find(fields);
  if (found.kind === 'failed') return ids.map(() => found);
  const places = [...found.places];
  const properties = places.map(([, place]) => place.property);
  const fetched = fetchContacts(exchange, ids, properties);
  return ids.map((id): Loaded => {
    const one = fetched.get(id) ?? unanswered('no answer');
    if (one.kind === 'failed') return one;
    return {
      kind: 'found',
      fields: new Map(places.map(([name, place]) => [name, textAt(one.contact, place)])),
    };
  });
}
