import type { ContactId, FieldName } from '../contact.ts';
import { unanswered } from '../contact-sentences.ts';
import type { ContactService } from '../contact-service.ts';
import type { Exchange } from '../exchange.ts';
import type { Loaded } from '../outcome.ts';
import { applyAll, changesIn } from './apply.ts';
import { type FindPlaces, placeFinder } from './contact-model.ts';
import { textAt } from './contact-text.ts';
import { fetchContacts } from './contacts.ts';
import { fetchStatuses, optState } from './opt-status.ts';

/** `ContactService` in Keap's REST v2: reads by the hundred, merges lists before it writes them. */
export function restContactService(exchange: Exchange): ContactService {
  const find = placeFinder(exchange);
  return {
    api: () => 'REST v2',
    load: (ids, fields) => loadAll(exchange, find, ids, fields),
    optStates(addresses) {
      const statuses = fetchStatuses(exchange, addresses);
      return addresses.map((address) => optState(statuses.get(address)));
    },
    apply: (changes) => applyAll(exchange, find, changes),
    width: () => changesIn(exchange.widest),
  };
}

function loadAll(
  exchange: Exchange,
  find: FindPlaces,
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
