/** Everything that a column can be mapped to, with labels for the sidebar. */
import type { FieldName } from '../../keap/contacts/contact.ts';
import { contactFields } from '../../keap/contacts/contact-fields.ts';
import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import type { LabelledField } from '../../keap/contacts/field-list.ts';
import { notSent } from '../../sync/sheet/column-kinds.ts';
import type { ColumnKindView } from '../api.ts';
import { customFieldViews } from './custom-field-views.ts';

/** First "not sent", then ids and reasons, Keap's fields, the account's custom fields, and those that the sheet names. */
export function columnKindViews(
  customFields: readonly LabelledField[],
  named: readonly FieldName[],
): ColumnKindView[] {
  return [
    ...ownKinds().map((kind) => ({ ...kind, note: notes[kind.value] ?? '' })),
    ...customFieldViews(customFields, named),
  ];
}

const notes: Readonly<Record<string, string>> = {
  OwnerID: "A Keap user's name, email address or id",
  LeadSourceId: "A lead source's name or id",
};

function ownKinds(): Omit<ColumnKindView, 'note'>[] {
  return [
    { value: notSent, label: 'Not sent', group: '' },
    { value: 'id', label: 'Contact ID', group: 'Contact' },
    { value: 'opt-out', label: 'Opt-out reason', group: 'Opting in and out' },
    { value: 'opt-in', label: 'Opt-in reason', group: 'Opting in and out' },
    {
      value: 'opt-status',
      label: 'Opt status (filled in from Keap, never sent)',
      group: 'Opting in and out',
    },
    { value: 'tags', label: tagKindLabels.tags, group: 'Tags' },
    { value: 'remove-tags', label: tagKindLabels['remove-tags'], group: 'Tags' },
    ...groups.flatMap((group) =>
      contactFields
        .filter(({ name }) => groupOf(name) === group)
        .map(({ name }) => ({ value: name, label: fieldLabel(name), group })),
    ),
  ];
}

/** As the list of kinds names columns of tags. */
export const tagKindLabels = { tags: 'Tags to apply', 'remove-tags': 'Tags to remove' } as const;

const groups = ['Contact', 'Email and phone', 'Address', 'Work', 'More'] as const;
type Group = (typeof groups)[number];

function groupOf(name: FieldName): Group {
  if (/^(Email|Phone|Fax)/.test(name)) return 'Email and phone';
  if (/^(StreetAddress|City|State|PostalCode|ZipFour|Country|Address)/.test(name)) return 'Address';
  if (/^(Company|JobTitle|Assistant|Website)/.test(name)) return 'Work';
  return /Name$|^(OwnerID|LeadSourceId|Nickname|Suffix|Title|Birthday|Anniversary)$/.test(name)
    ? 'Contact'
    : 'More';
}
