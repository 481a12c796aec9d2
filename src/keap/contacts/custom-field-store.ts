/** Keeps the custom fields of an account with the document, so that Keap is asked for them once a day. */
import type { Properties } from '../../platform/properties.ts';
import { loadSplitRecord, saveSplitRecord } from '../../split-record.ts';
import type { FieldName } from './contact.ts';
import type { ApiName } from './contact-service.ts';
import { customFieldType, type TypedField } from './custom-field-types.ts';

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

const key = 'fields';

/** Slightly less than a day, so that the next scheduled sync looks again. */
const freshMs = 20 * 60 * 60 * 1000;

/** Far less than a store holds (500 KB): an account with more in its lists of options is asked in each execution. */
const maxCharacters = 60_000;

interface StoreOptions {
  readonly properties: Properties;
  /** Names the Keap account. */
  readonly account: string;
  readonly nowMs: () => number;
}

export function customFieldStore({ properties, account, nowMs }: StoreOptions): CustomFieldStore {
  function loadApis(): Readonly<Record<string, unknown>> {
    const record = loadSplitRecord(properties, key);
    return record.account === account ? recordIn(record.apis) : {};
  }
  return {
    load(api) {
      const { atMs, fields } = recordIn(loadApis()[api]);
      if (typeof atMs !== 'number') return undefined;
      const ageMs = nowMs() - atMs;
      return { fields: readFields(fields), isFresh: ageMs >= 0 && ageMs < freshMs };
    },
    save(api, fields) {
      const apis = { ...loadApis(), [api]: { atMs: nowMs(), fields: Object.fromEntries(fields) } };
      const record = { account, apis };
      if (JSON.stringify(record).length <= maxCharacters) saveSplitRecord(properties, key, 1, record);
    },
  };
}

function readFields(value: unknown): AccountFields {
  const fields = new Map<FieldName, AccountField>();
  for (const [name, one] of Object.entries(recordIn(value))) {
    const { id, type, options } = recordIn(one);
    if (typeof id !== 'string') continue;
    fields.set(name, { id, type: customFieldType(type), options: textsIn(options) });
  }
  return fields;
}

function recordIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
