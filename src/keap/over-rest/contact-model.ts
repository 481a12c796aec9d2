/** Locates fields in a contact of REST v2, including custom ones, whose ids differ from account to account. */
import type { FieldName } from '../contacts/contact.ts';
import { refused } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, resultOf } from './calls.ts';
import { type FieldPath, standardPath } from './field-paths.ts';

/** The paths of the fields that REST v2 has. */
type FoundPaths =
  | { readonly kind: 'found'; readonly paths: ReadonlyMap<FieldName, FieldPath> }
  /** Keap does not have a custom field, or does not say: no contact can be asked for it. */
  | Failed;

/** Locates fields; those that REST v2 does not have are left out. */
export type FindPaths = (names: Iterable<FieldName>) => FoundPaths;

/** Fetches the account's model once, when the first custom field is named. */
export function pathFinder(exchange: Exchange): FindPaths {
  let model: ReadonlyMap<FieldName, string> | undefined;
  return (names) => {
    const paths = new Map<FieldName, FieldPath>();
    for (const name of names) {
      if (!isCustom(name)) {
        const path = standardPath(name);
        if (path !== undefined) paths.set(name, path);
        continue;
      }
      const fetched = model ?? fetchCustomFields(exchange);
      if ('kind' in fetched) return fetched;
      model = fetched;
      const id = model.get(name);
      if (id === undefined) return refused('no-field', `no field ${name}`);
      paths.set(name, { kind: 'custom', property: 'custom_fields', id });
    }
    return { kind: 'found', paths };
  };
}

function isCustom(name: FieldName): boolean {
  return name.startsWith('_');
}

/** The ids by the fields' XML-RPC names. */
function fetchCustomFields(exchange: Exchange): ReadonlyMap<FieldName, string> | Failed {
  const [step] = exchange.send([getCall('/contacts/model', ({ custom_fields }) => fieldsIn(custom_fields))]);
  if (step === undefined) return refused('other', 'no answer');
  return resultOf(step) ?? failureOf(step) ?? refused('other', 'no answer');
}

/** The model's names are the columns of Keap's database; XML-RPC puts a `_` before them. */
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
