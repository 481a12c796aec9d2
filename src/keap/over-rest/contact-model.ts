/** Locates fields in a contact of REST v2, including custom ones, whose ids differ from account to account. */
import type { FieldName } from '../contacts/contact.ts';
import { type CustomFieldBook, type FetchedFields, noSuchField } from '../contacts/custom-field-book.ts';
import type { AccountField } from '../contacts/custom-field-store.ts';
import { customFieldType } from '../contacts/custom-field-types.ts';
import { type LabelledField, labelledField } from '../contacts/field-list.ts';
import { noAnswer } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { RecordBook } from '../contacts/record-book.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, resultOf } from './calls.ts';
import { type FieldPath, recordPath, standardPath } from './field-paths.ts';

/** Where the fields are; one that REST v2 does not have is in neither map. */
interface FoundPaths {
  readonly paths: ReadonlyMap<FieldName, FieldPath>;
  /** Custom fields that this account does not have, or does not tell of. */
  readonly failures: ReadonlyMap<FieldName, Failed>;
}

/** Locates fields: one that is not found hides no other. */
export type FindPaths = (names: Iterable<FieldName>) => FoundPaths;

export function pathFinder(book: CustomFieldBook, records: RecordBook): FindPaths {
  return (names) => {
    const all = [...names];
    const { fields, failure } = book.find(all);
    const pointing = records.find(all);
    const paths = new Map<FieldName, FieldPath>();
    const failures = new Map<FieldName, Failed>();
    for (const name of all) {
      const field = fields.get(name);
      const record = pointing.get(name);
      const path: FieldPath | undefined =
        record !== undefined
          ? recordPath(record)
          : field === undefined
            ? standardPath(name)
            : { kind: 'custom', property: 'custom_fields', id: field.id, field };
      if (path !== undefined) paths.set(name, path);
      else if (name.startsWith('_')) failures.set(name, failure ?? noSuchField(name));
    }
    return { paths, failures };
  };
}

/** Asks for the account's custom fields. */
export function fetchModel(exchange: Exchange): FetchedFields | Failed {
  const [step] = exchange.send([getCall('/contacts/model', ({ custom_fields }) => fieldsIn(custom_fields))]);
  return resultOf(step) ?? (step && failureOf(step)) ?? noAnswer;
}

function fieldsIn(list: unknown): FetchedFields | undefined {
  if (!Array.isArray(list)) return list === undefined ? { get: () => undefined, all: [] } : undefined;
  const byName = new Map<FieldName, AccountField>();
  const byLabel = new Map<string, AccountField | 'ambiguous'>();
  const described: { name: FieldName; label: string; field: AccountField }[] = [];
  for (const one of list) {
    const {
      id,
      field_name: name,
      label,
      field_type,
      options,
    } = typeof one === 'object' && one !== null ? one : {};
    if (typeof id !== 'string' && typeof id !== 'number') continue;
    const field: AccountField = {
      id: String(id),
      type: customFieldType(field_type),
      options: labelsIn(options),
    };
    // The model's names are the columns of Keap's database; XML-RPC puts a `_` before them.
    const text = typeof label === 'string' ? label : '';
    if (typeof name === 'string') {
      const full = name.startsWith('_') ? name : `_${name}`;
      byName.set(full, field);
      described.push({ name: full, label: text, field });
    } else if (text !== '') {
      byLabel.set(keyOf(text), byLabel.has(keyOf(text)) ? 'ambiguous' : field);
      described.push({ name: nameOf(text), label: text, field });
    }
  }
  const get = (name: FieldName) => {
    const labelled = byLabel.get(keyOf(name));
    return byName.get(name) ?? (labelled === 'ambiguous' ? undefined : labelled);
  };
  const all = described.flatMap(({ name, label, field: { type, options, id } }): LabelledField[] => {
    const labelled = labelledField({ name, label, type, options });
    return labelled !== undefined && get(name)?.id === id ? [labelled] : [];
  });
  return { get, all };
}

/** Keap makes the name of a field from the letters and digits of its label. */
function keyOf(nameOrLabel: string): string {
  return nameOrLabel
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The name that Keap most likely made of this label, where the model has none. */
function nameOf(label: string): FieldName {
  return `_${label.replace(/[^A-Za-z0-9]/g, '')}`;
}

function labelsIn(options: unknown): string[] {
  if (!Array.isArray(options)) return [];
  const labels = options.map((one) => (typeof one === 'object' && one !== null ? one.label : one));
  return [...new Set(labels.filter((label) => typeof label === 'string' && label !== ''))];
}
