/** Reads what Keap has now in the fields that a run has written, and isolates those that cannot be read. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Loaded } from '../../keap/contacts/outcome.ts';
import { loadLogged } from './logged-values.ts';
import type { LoadedField, LoadedFields } from './undo-plan.ts';
import type { WrittenContact } from './written.ts';

/**
 * The fields of each contact, in order. All are read together first. Where that fails for a contact, its fields are read
 * one by one: a field that was deleted in Keap, or a value that cannot be decoded, does not hide the others.
 */
export function loadFields(service: ContactService, contacts: readonly WrittenContact[]): LoadedFields[] {
  const names = new Set(contacts.flatMap(({ fields }) => [...fields.keys()]));
  const concerned = contacts.filter(({ fields }) => fields.size > 0);
  const all = loadById(service, concerned, [...names]);
  const hidden = concerned.filter(({ id }) => mayHideFields(all.get(id), all));
  const single = new Map(
    [...names].map((name) => {
      const having = hidden.filter(({ fields }) => fields.has(name));
      return [name, names.size > 1 ? loadById(service, having, [name]) : new Map<ContactId, Loaded>()];
    }),
  );
  return contacts.map(({ id, fields }) => {
    const of = (name: FieldName): [FieldName, LoadedField] => {
      return [name, fieldIn(single.get(name)?.get(id) ?? all.get(id), name)];
    };
    return new Map([...fields.keys()].map(of));
  });
}

function loadById(
  service: ContactService,
  contacts: readonly WrittenContact[],
  names: readonly FieldName[],
): ReadonlyMap<ContactId, Loaded> {
  if (contacts.length === 0) return new Map();
  const ids = contacts.map(({ id }) => id);
  const loaded = loadLogged(service, ids, names);
  return new Map(ids.map((id, index) => [id, loaded[index] ?? noAnswer]));
}

/** A contact that alone is missing or closed has nothing to hide: each of its fields would cost a call in vain. */
function mayHideFields(one: Loaded | undefined, all: ReadonlyMap<ContactId, Loaded>): boolean {
  if (one?.kind !== 'failed') return false;
  return one.isUnanswered === true || [...all.values()].every(({ kind }) => kind === 'failed');
}

function fieldIn(loaded: Loaded = noAnswer, name: FieldName): LoadedField {
  if (loaded.kind === 'failed') return loaded;
  const value = loaded.fields.get(name);
  return value === undefined ? notOfThisApi : { kind: 'found', value };
}

/** Deleted in Keap since, or written over XML-RPC before the document went over to REST v2. */
const notOfThisApi: LoadedField = {
  kind: 'failed',
  reason: 'Keap does not have this field, or not over the API in use, so this value stays as it is.',
};
