/** Keeps the custom fields of an account with the document, so that Keap is asked for them once a day. */
import type { FieldName } from './contact.ts';
import type { ApiName } from './contact-service.ts';
import { customFieldType, type TypedField } from './custom-field-types.ts';
import { type CopyOptions, dailyCopy, storedIn } from './daily-copy.ts';

/** A custom field, and what its API knows it by. */
export interface AccountField extends TypedField {
  readonly id: string;
}

export type AccountFields = ReadonlyMap<FieldName, AccountField>;

/** What Keap has said of an account's custom fields, by API. It is only a copy: losing it costs a call. */
export interface CustomFieldStore {
  /** `isFresh` while it is less than a day old; undefined where there is none of this account. */
  load(api: ApiName): { readonly fields: AccountFields; readonly isFresh: boolean } | undefined;
  save(api: ApiName, fields: AccountFields): void;
}

export function customFieldStore(options: CopyOptions): CustomFieldStore {
  const copy = dailyCopy(options, 'fields', 'apis');
  return {
    load(api) {
      const found = copy.load(api);
      return found && { fields: readFields(found.stored.fields), isFresh: found.isFresh };
    },
    save: (api, fields) => copy.save(api, { fields: Object.fromEntries(fields) }),
  };
}

function readFields(value: unknown): AccountFields {
  const fields = new Map<FieldName, AccountField>();
  for (const [name, one] of Object.entries(storedIn(value))) {
    const { id, type, options } = storedIn(one);
    if (typeof id !== 'string') continue;
    fields.set(name, { id, type: customFieldType(type), options: textsIn(options) });
  }
  return fields;
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
