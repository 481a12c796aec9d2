import type { FieldName } from '../contacts/contact.ts';
import { refused } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, resultOf } from './calls.ts';
import { type FieldPath, standardPath } from './field-paths.ts';

/** Where fields stand: those of every account, and this account's own by its model. */
export type FoundPaths =
  | { readonly kind: 'found'; readonly places: ReadonlyMap<FieldName, FieldPath> }
  /** Keap has no such field, or does not tell: no contact can be asked for it. */
  | Failed;

/** Fields that REST v2 has no place for are left out. */
export type FindPaths = (names: Iterable<FieldName>) => FoundPaths;

/** Asks for the account's model once, when the first field of its own is named. */
export function pathFinder(exchange: Exchange): FindPaths {
  let model: ReadonlyMap<FieldName, string> | undefined;
  return (names) => {
    const places = new Map<FieldName, FieldPath>();
    for (const name of names) {
      if (!isCustom(name)) {
        const place = standardPath(name);
        if (place !== undefined) places.set(name, place);
        continue;
      }
      const asked = model ?? customFields(exchange);
      if ('kind' in asked) return asked;
      model = asked;
      const id = model.get(name);
      if (id === undefined) return refused('no-field', `no field ${name}`);
      places.set(name, { kind: 'custom', property: 'custom_fields', id });
    }
    return { kind: 'found', places };
  };
}

function isCustom(name: FieldName): boolean {
  return name.startsWith('_');
}

/** Ids by the name that XML-RPC has for the field. */
function customFields(exchange: Exchange): ReadonlyMap<FieldName, string> | Failed {
  const [step] = exchange.send([getCall('/contacts/model', ({ custom_fields }) => fieldsIn(custom_fields))]);
  if (step === undefined) return refused('other', 'no answer');
  return resultOf(step) ?? failureOf(step) ?? refused('other', 'no answer');
}

/** The model's names are the columns of Keap's database, which XML-RPC writes with a `_` before them. */
function fieldsIn(list: unknown): ReadonlyMap<FieldName, string> | undefined {
  if (!Array.isArray(list)) return list === undefined ? new Map() : undefined;
  const fields = new Map<FieldName, string>();
  for (const one of list) {
    const { id, field_name: name } = typeof one === 'object' && one !== null ? one : {};
    if ((typeof id !== 'string' && typeof id !== 'number') || typeof name !== 'string') continue;
    fields.set(name.startsWith('_') ? name : `_${name}`, String(id));
  }
  return fields;
}
