/** What the steps of writing fields over REST v2 hand to one another. */
import type { ContactChange, FieldName, FieldValues } from '../contacts/contact.ts';
import type { Failed, FieldsOutcome } from '../contacts/outcome.ts';
import { withFailedFields } from '../contacts/outcome-parts.ts';
import type { Contact } from './contract.ts';
import type { FieldPath } from './field-paths.ts';

/** A change on its way through the steps; `failure` ends it, and later steps skip it. */
export interface PendingChange {
  readonly change: ContactChange;
  /** What is left to write. */
  fields: FieldValues;
  paths: ReadonlyMap<FieldName, FieldPath>;
  /** The lists that are sent back, as Keap had them a moment ago; undefined when there are none. */
  current?: Contact;
  failure?: Failed | undefined;
  /** Fields that are not written although the others are, each with the reason. */
  readonly failures: Map<FieldName, string>;
  note?: string;
}

export function pendingChange(change: ContactChange): PendingChange {
  return { change, fields: change.fields, paths: new Map(), failures: new Map() };
}

/** Takes these fields out of what is left to write, each with the reason. */
export function failFields(one: PendingChange, reasons: ReadonlyMap<FieldName, string>): void {
  if (reasons.size === 0) return;
  for (const [name, reason] of reasons) one.failures.set(name, reason);
  one.fields = new Map([...one.fields].filter(([name]) => !reasons.has(name)));
}

/** What became of a change that has been through all steps. */
export function fieldsOutcomeOf({ change, failure, failures, note }: PendingChange): FieldsOutcome {
  if (failure !== undefined) return withFailedFields(failure, failures);
  if (failures.size === change.fields.size && failures.size > 0) return withFailedFields(undefined, failures);
  return withFailedFields(note === undefined ? { kind: 'done' } : { kind: 'done', note }, failures);
}
