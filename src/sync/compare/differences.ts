/** Reads what Keap has of contacts whose rows are in order, and tells where it differs from them. */
import type { ContactChange, FieldName, NothingElse } from '../../keap/contacts/contact.ts';
import { fieldsBeside } from '../../keap/contacts/contact-fields.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { shownValue } from '../../keap/contacts/field-values.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import { differenceOf } from '../plan/diff.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { withTypes } from '../plan/typed-values.ts';

/** One field in which Keap has something else than the row. */
export interface FieldDifference {
  readonly name: FieldName;
  readonly inSheet: string;
  readonly inKeap: string;
}

/** A contact, and where Keap differs from its rows or why it cannot be read. */
export type ComparedContact = { readonly planned: PlannedChange } & (
  | { readonly kind: 'read'; readonly differences: readonly FieldDifference[] }
  | { readonly kind: 'failed'; readonly reason: string }
);

/**
 * Compares as a sync does, field by field of what the rows name. A wish to opt in or out is no value and is not compared,
 * and neither is a field that the API cannot read. Throws as `ContactService.load` does.
 */
export function compareContacts(
  service: ContactService,
  contacts: readonly PlannedChange[],
): ComparedContact[] {
  const named = contacts.map(fieldsOnly).filter(({ change }) => change.fields.size > 0);
  if (named.length === 0) return [];
  const names = new Set(
    named.flatMap(({ change }) => [...change.fields.keys()].flatMap((name) => [name, ...fieldsBeside(name)])),
  );
  const loaded = service.load(
    named.map(({ change }) => change.id),
    [...names],
  );
  return withTypes(service, named).map((planned, index): ComparedContact => {
    const now = loaded[index] ?? noAnswer;
    if (now.kind === 'failed') return { planned, kind: 'failed', reason: unreadReason(now.reason) };
    const { fields } = differenceOf(planned.change, now.fields, planned.forms);
    const differences = [...fields].flatMap(([name, inSheet]): FieldDifference[] => {
      const text = now.fields.get(name);
      return text === undefined ? [] : [{ name, inSheet, inKeap: shownValue(name, text) }];
    });
    return { planned, kind: 'read', differences };
  });
}

/** An opt-in, an opt-out and tags are wishes; only values can differ. */
function fieldsOnly(planned: PlannedChange): PlannedChange {
  const { id, fields, opt: _opt, tags: _tags, ...rest } = planned.change satisfies ContactChange;
  rest satisfies NothingElse;
  return { ...planned, change: { id, fields } };
}

/** The reasons of a sync speak of the next one, which does not read rows in order. */
function unreadReason(reason: string): string {
  return reason.replace(/The next sync sends this row again\./, 'Compare again later.');
}
