/** Locates fields in a contact of REST v2, including custom ones, whose ids differ from account to account. */
import type { FieldName } from '../contacts/contact.ts';
import { refused } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, resultOf } from './calls.ts';
import { type FieldPath, standardPath } from './field-paths.ts';

/** Where the fields are; one that REST v2 does not have is in neither map. */
interface FoundPaths {
  readonly paths: ReadonlyMap<FieldName, FieldPath>;
  /** Custom fields that this account does not have, or does not tell of. */
  readonly failures: ReadonlyMap<FieldName, Failed>;
}

/** Locates fields: one that is not found hides no other. */
export type FindPaths = (names: Iterable<FieldName>) => FoundPaths;

/** Fetches the account's model once, when the first custom field is named. */
export function pathFinder(exchange: Exchange): FindPaths {
  let model: ReadonlyMap<FieldName, string> | Failed | undefined;
  return (names) => {
    const paths = new Map<FieldName, FieldPath>();
    const failures = new Map<FieldName, Failed>();
    for (const name of names) {
      const path = isCustom(name) ? customPath(name) : standardPath(name);
      if (path === undefined) continue;
      if (path.kind === 'failed') failures.set(name, path);
      else paths.set(name, path);
    }
    return { paths, failures };
  };
  function customPath(name: FieldName): FieldPath | Failed {
    const fetched = model ?? fetchCustomFields(exchange);
    model = fetched;
    if ('kind' in fetched) return fetched;
    const id = fetched.get(name);
    if (id === undefined) return refused('no-field', `no field ${name}`);
    return { kind: 'custom', property: 'custom_fields', id };
  }
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
