import type { ContactChange, OptChange, TagId } from '../../src/keap/contacts/contact.ts';
import type { ContactService } from '../../src/keap/contacts/contact-service.ts';
import type { CustomField } from '../../src/keap/contacts/custom-field-types.ts';
import { keyOf, tagsField } from '../../src/keap/contacts/tags.ts';

/** The account name under which these sheets are synced. */
export const keptAccount = 'app1';

/** A Keap that has every contact, and keeps what it is given, so that a later reading finds it. */
export interface KeepingKeap {
  readonly service: ContactService;
  /** Every change that was sent, in order. */
  readonly sent: ContactChange[];
  readonly fields: Map<number, Map<string, string>>;
  readonly opted: { readonly id: number; readonly opt: OptChange }[];
}

/** `types` are those of the custom fields, and `tagNames` the account's tags, whose ids count from 1. */
export function keepingKeap(
  types: ReadonlyMap<string, CustomField> = new Map(),
  tagNames: readonly string[] = [],
): KeepingKeap {
  const fields = new Map<number, Map<string, string>>();
  const sent: ContactChange[] = [];
  const opted: { readonly id: number; readonly opt: OptChange }[] = [];
  const tags = new Map<number, Set<TagId>>();
  const known = tagNames.map((name, index) => ({ id: String(index + 1) as TagId, name }));
  if (new Set(tagNames.map(keyOf)).size < tagNames.length) throw new Error('Two tags have one name.');
  const tagsOf = (id: number) => {
    const own = tags.get(id) ?? new Set<TagId>();
    tags.set(id, own);
    return own;
  };
  const textOf = (id: number, name: string) =>
    name === tagsField ? [...tagsOf(id)].join() : (fields.get(id)?.get(name) ?? '');
  const service: ContactService = {
    api: () => 'XML-RPC',
    batchSize: () => 50,
    load: (ids, names) =>
      ids.map((id) => ({ kind: 'found', fields: new Map(names.map((name) => [name, textOf(id, name)])) })),
    customFields: () => types,
    allCustomFields: () => [],
    tags: () => known,
    optStates: (addresses) =>
      addresses.map(() => ({ kind: 'known', mayBeMailed: false, label: 'Unconfirmed' })),
    find: (addresses) => addresses.map(() => ({ kind: 'found', ids: [] })),
    create: () => [],
    createTags: () => [],
    apply: (changes) =>
      changes.map((change) => {
        sent.push(change);
        fields.set(change.id, new Map([...(fields.get(change.id) ?? []), ...change.fields]));
        if (change.opt !== undefined) opted.push({ id: change.id, opt: change.opt });
        for (const { id } of change.tags?.apply ?? []) if (id !== undefined) tagsOf(change.id).add(id);
        for (const { id } of change.tags?.remove ?? []) if (id !== undefined) tagsOf(change.id).delete(id);
        return { kind: 'done' };
      }),
  };
  return { service, sent, fields, opted };
}
