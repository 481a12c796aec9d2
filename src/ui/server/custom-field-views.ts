/** The account's custom fields in the columns' list: by their labels, with what each takes. */
import type { FieldName } from '../../keap/contacts/contact.ts';
import type { LabelledField } from '../../keap/contacts/field-list.ts';
import { quotedList } from '../../keap/contacts/nearest.ts';
import { looseHeader } from '../../sync/sheet/header-names.ts';
import { fieldsLabelled } from '../../sync/sheet/label-match.ts';
import type { ColumnKindView } from '../api.ts';

const group = 'Custom fields';

/** Those of the account by label, and after them those that only the sheet names. */
export function customFieldViews(
  fields: readonly LabelledField[],
  named: readonly FieldName[],
): ColumnKindView[] {
  const nameInSheet = new Map(named.map((name) => [name.toLowerCase(), name]));
  const times = new Map<string, number>();
  for (const { label } of fields) times.set(looseHeader(label), (times.get(looseHeader(label)) ?? 0) + 1);
  const labelled = fields.map((field): ColumnKindView => {
    const isAlone = times.get(looseHeader(field.label)) === 1;
    const label = isAlone ? field.label : `${field.label} (${field.name})`;
    // Where Keap does not tell the name of a field, the sheet may write it in another case.
    const value = nameInSheet.get(field.name.toLowerCase()) ?? field.name;
    return { value, label, group, note: noteOf({ ...field, name: value }) };
  });
  const known = new Set(labelled.map(({ value }) => value));
  const others = [...new Set(named)].filter((name) => !known.has(name));
  return [
    ...labelled.sort((one, other) => (one.label.toLowerCase() < other.label.toLowerCase() ? -1 : 1)),
    ...others.map((name) => ({ value: name, label: name, group, note: '' })),
  ];
}

/** `_Color, dropdown: Red, Green and 3 more`. */
function noteOf({ name, type, options, optionCount }: LabelledField): string {
  const kind = `${name}, ${typeNames[type] ?? type.toLowerCase().replace(/_/g, ' ')}`;
  const left = optionCount - options.length;
  if (options.length === 0) return optionCount === 0 ? kind : `${kind} with ${optionCount} options`;
  return `${kind}: ${options.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** Where the name of the type does not say what the field takes. */
const typeNames: Readonly<Partial<Record<LabelledField['type'], string>>> = {
  YES_NO: 'yes or no',
  LIST_BOX: 'list of one or more options',
  DATE_TIME: 'date and time',
  RADIO: 'one of several options',
  CURRENCY: 'amount of money',
  USER: 'id of a Keap user',
  USER_LIST_BOX: 'list of Keap users',
  TEXT_AREA: 'text of several lines',
};

/** What a column that is not sent could be, by its header. */
export interface LabelOffer {
  /** The one field to offer; empty where there is none, or more than one. */
  readonly suggestion: FieldName | '';
  /** Empty where no label is like the header. */
  readonly note: string;
}

/** `taken` are the fields that other columns are sent to. */
export function labelOffer(
  header: string,
  fields: readonly LabelledField[],
  taken: ReadonlySet<string>,
): LabelOffer {
  const found = fieldsLabelled(header, fields);
  const [first] = found;
  if (first === undefined) return { suggestion: '', note: '' };
  if (found.length > 1) {
    const names = quotedList(
      found.map(({ name }) => name),
      'and',
    );
    return {
      suggestion: '',
      note: `Keap has several custom fields with this label: ${names}. This column is not sent until you choose one of them here.`,
    };
  }
  if ([...taken].some((name) => name.toLowerCase() === first.name.toLowerCase())) {
    return {
      suggestion: '',
      note: `This header is the label of the custom field ${first.name}, which another column is sent to, so this column is not sent.`,
    };
  }
  return {
    suggestion: first.name,
    note: `This header is the label of the custom field ${first.name} in Keap. The column is not sent until you choose the field here and save.`,
  };
}
