/** The custom fields of an account as a person chooses among them: with the labels that Keap's screens show. */
import type { Properties } from '../../platform/properties.ts';
import { loadSplitRecord, saveSplitRecord } from '../../split-record.ts';
import type { FieldName } from './contact.ts';
import { contactField } from './contact-fields.ts';
import { type CustomFieldType, customFieldType } from './custom-field-types.ts';
import { excerpt } from './messages.ts';

/** A custom field with its label. */
export interface LabelledField {
  /** With the `_` of XML-RPC. */
  readonly name: FieldName;
  /** Two fields may have the same. */
  readonly label: string;
  readonly type: CustomFieldType;
  /** The first options of a choice, as an excerpt. */
  readonly options: readonly string[];
  /** How many options it has. */
  readonly optionCount: number;
}

/** The list for the sidebar, which is only a copy: losing it costs a call. */
export interface FieldListStore {
  /** `isFresh` while it is less than a day old; undefined where there is none of this account. */
  load(): { readonly fields: readonly LabelledField[]; readonly isFresh: boolean } | undefined;
  save(fields: readonly LabelledField[]): void;
}

/** Enough to recognize a field by. */
const maxOptions = 12;

interface Described {
  readonly name: FieldName;
  readonly label: string;
  readonly type: CustomFieldType;
  readonly options: readonly string[];
}

/** Undefined for a field that no column can name. A field without a label is called by its name. */
export function labelledField({ name, label, type, options }: Described): LabelledField | undefined {
  if (contactField(name) === undefined) return undefined;
  const shown = label.replace(/\s+/g, ' ').trim().slice(0, 255);
  return {
    name,
    label: shown === '' ? name : shown,
    type,
    options: options.slice(0, maxOptions).map((option) => excerpt(option)),
    optionCount: options.length,
  };
}

const key = 'field-list';

/** Somewhat less than a day, so that a sidebar that is opened every morning looks again. */
const freshMs = 20 * 60 * 60 * 1000;

/** A fifth of what a store holds (500 KB): more than a thousand fields without their options. */
const maxCharacters = 100_000;

interface StoreOptions {
  readonly properties: Properties;
  /** Names the Keap account. */
  readonly account: string;
  readonly nowMs: () => number;
}

export function fieldListStore({ properties, account, nowMs }: StoreOptions): FieldListStore {
  return {
    load() {
      const record = loadSplitRecord(properties, key);
      const { atMs, fields } = record;
      if (record.account !== account || typeof atMs !== 'number' || !Array.isArray(fields)) return undefined;
      const ageMs = nowMs() - atMs;
      return { fields: fields.flatMap(readField), isFresh: ageMs >= 0 && ageMs < freshMs };
    },
    save(fields) {
      const record = { account, atMs: nowMs(), fields: fitting(fields) };
      saveSplitRecord(properties, key, 1, record);
    },
  };
}

/** Without options where the list is too long with them, and no more fields than fit. */
function fitting(fields: readonly LabelledField[]): readonly LabelledField[] {
  if (JSON.stringify(fields).length <= maxCharacters) return fields;
  let left = maxCharacters;
  return fields.flatMap((field) => {
    const short: LabelledField = { ...field, options: [] };
    left -= JSON.stringify(short).length + 1;
    return left < 0 ? [] : [short];
  });
}

function readField(stored: unknown): LabelledField[] {
  const { name, label, type, options, optionCount }: Record<string, unknown> =
    typeof stored === 'object' && stored !== null ? { ...stored } : {};
  if (typeof name !== 'string' || typeof label !== 'string' || contactField(name) === undefined) return [];
  const texts = Array.isArray(options) ? options.filter((one) => typeof one === 'string') : [];
  const count = typeof optionCount === 'number' ? optionCount : texts.length;
  return [{ name, label, type: customFieldType(type), options: texts, optionCount: count }];
}
