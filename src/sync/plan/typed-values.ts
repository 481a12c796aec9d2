/** Gives a planned change the values that its custom fields' types make of the cells, and finds those that they do not take. */
import type { FieldName } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { type CustomFields, customFieldProblem } from '../../keap/contacts/custom-field-types.ts';
import { shownValues } from '../../keap/contacts/field-values.ts';
import type { PlannedChange } from './plan.ts';

/**
 * The changes with their values as `ContactService.load` gives them. Where a value does not fit what is known of its field,
 * Keap is asked again: somebody may have added an option since.
 */
export function withTypes(
  service: Pick<ContactService, 'customFields'>,
  changes: readonly PlannedChange[],
): PlannedChange[] {
  const names = new Set(changes.flatMap(({ change }) => [...change.fields.keys()]));
  const known = service.customFields(names);
  const isDoubted = changes.some((planned) => typeProblems(planned, known).size > 0);
  const custom = isDoubted ? service.customFields(names, true) : known;
  return changes.map((planned) => {
    const { change, problems } = planned;
    const ofTypes = typeProblems(planned, custom);
    return {
      ...planned,
      change: { ...change, fields: shownValues(change.fields, custom) },
      problems: ofTypes.size === 0 ? problems : new Map([...ofTypes, ...problems]),
    };
  });
}

function typeProblems({ change }: PlannedChange, custom: CustomFields): ReadonlyMap<FieldName, string> {
  const problems = new Map<FieldName, string>();
  for (const [name, text] of change.fields) {
    const field = custom.get(name);
    const problem = field === undefined ? undefined : customFieldProblem(name, field, text);
    if (problem !== undefined) problems.set(name, problem);
  }
  return problems;
}
