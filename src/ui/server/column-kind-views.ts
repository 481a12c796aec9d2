/** Everything that a column can be mapped to, with labels for the sidebar. */
import type { FieldName } from '../../keap/contacts/contact.ts';
import { contactFields } from '../../keap/contacts/contact-fields.ts';
import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import { notSent } from '../../sync/sheet/column-kinds.ts';
import type { ColumnKindView } from '../api.ts';

/** First "not sent", then ids and reasons, Keap's fields, and the given custom fields. */
export function columnKindViews(customFields: readonly FieldName[]): ColumnKindView[] {
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
    ...[...new Set(customFields)].map((name) => ({ value: name, label: name, group: 'Custom fields' })),
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
  return /Name$|^(Nickname|Suffix|Title|Birthday|Anniversary)$/.test(name) ? 'Contact' : 'More';
}
