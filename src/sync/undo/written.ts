/** What a run has written, as its lines in the log say. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import { isSameValue } from '../../keap/contacts/field-values.ts';
import { optField, outcomeTexts, summaryField } from '../log/journal.ts';
import type { LogLine } from '../log/log-sheet.ts';
import { oldestFirst } from '../log/trim.ts';
import { contactIdOf } from '../sheet/sheet-view.ts';

/** How an undo is named in the log, before the name of the run that it undoes. */
export const undoPrefix = 'Undo of ';

/** A field that a run has written, over all its executions. */
export interface Written {
  /** What Keap had before the run wrote last, unless the run itself had put it there. */
  readonly oldValue: string;
  /** What the run wrote last. */
  readonly newValue: string;
  /** Whether a newer run has written the field: an undo that was interrupted does not undo that one as well. */
  readonly isOvertaken: boolean;
}

/** What a run did to one contact. */
export interface WrittenContact {
  readonly id: ContactId;
  readonly fields: ReadonlyMap<FieldName, Written>;
  /** `Opted out: …` or `Opted in: …`, where the run did that. */
  readonly opts: readonly string[];
}

/**
 * What a run has written according to the log, by contact. The order of the lines does not count, as people sort the
 * log; lines that cannot be read, and values that were recorded and then not sent, are left out.
 */
export function writtenBy(run: string, lines: readonly LogLine[]): WrittenContact[] {
  const contacts = new Map<ContactId, { id: ContactId; fields: Map<FieldName, Written>; opts: string[] }>();
  for (const line of oldestFirst(lines)) {
    const id = contactIdOf(String(line.contact));
    const { field, newValue, outcome } = line;
    if (id === undefined || field === summaryField || outcome.startsWith(outcomeTexts.notSent)) continue;
    if (line.run !== run) {
      const earlier = line.startedBy.startsWith(undoPrefix) ? undefined : contacts.get(id)?.fields.get(field);
      if (earlier !== undefined) contacts.get(id)?.fields.set(field, { ...earlier, isOvertaken: true });
      continue;
    }
    const contact = contacts.get(id) ?? { id, fields: new Map<FieldName, Written>(), opts: [] };
    contacts.set(id, contact);
    if (field === optField) contact.opts.push(...(isNotDone(outcome) ? [] : [newValue]));
    else contact.fields.set(field, writtenAfter(contact.fields.get(field), line));
  }
  return [...contacts.values()];
}

/** Whether the log says that an address was not opted in or out; where nobody knows, it may have been. */
function isNotDone(outcome: string): boolean {
  return outcome.startsWith('Failed') || outcome.startsWith(outcomeTexts.notSent);
}

/** A later execution of a run finds what an earlier one wrote, or did not: what was there before that is the old value. */
function writtenAfter(earlier: Written | undefined, { field, oldValue, newValue }: LogLine): Written {
  if (earlier === undefined) return { oldValue, newValue, isOvertaken: false };
  const isOwn = isSameValue(field, oldValue, earlier.newValue);
  return { oldValue: isOwn ? earlier.oldValue : oldValue, newValue, isOvertaken: false };
}
