/** What a run has written, as its lines in the log say. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import { createdField, optField, outcomeTexts, summaryField } from '../log/journal.ts';
import type { LogLine } from '../log/log-sheet.ts';
import { oldestFirst } from '../log/trim.ts';
import { contactIdOf } from '../sheet/sheet-view.ts';
import { isSameLogged } from './logged-values.ts';

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
  /** Whether the run has created the contact. */
  readonly isCreated?: true;
}

/**
 * What a run has written according to the log, by contact. The order of the lines does not count, as people sort the
 * log; lines that cannot be read, and values that were recorded and then not sent, are left out.
 */
export function writtenBy(run: string, lines: readonly LogLine[]): WrittenContact[] {
  const contacts = new Map<ContactId, WrittenSoFar>();
  for (const line of oldestFirst(lines)) {
    const id = contactIdOf(String(line.contact));
    const { field, newValue, outcome } = line;
    if (id === undefined || field === summaryField || outcome.startsWith(outcomeTexts.notSent)) continue;
    if (line.run !== run) {
      overtake(contacts.get(id)?.fields.get(field), line);
      continue;
    }
    const contact: WrittenSoFar = contacts.get(id) ?? { id, fields: new Map(), opts: [] };
    contacts.set(id, contact);
    if (field === createdField) contact.isCreated = true;
    else if (field === optField) contact.opts.push(...(isNotDone(outcome) ? [] : [newValue]));
    else contact.fields.set(field, writtenAfter(contact.fields.get(field), line));
  }
  return [...contacts.values()].map(({ id, fields, opts, isCreated }) => {
    const written = [...fields].map(([field, { oldValue, newValue, overtakenBy }]): [FieldName, Written] => {
      return [field, { oldValue, newValue, isOvertaken: overtakenBy.size > 0 }];
    });
    const known = { id, fields: new Map(written), opts };
    return isCreated === true ? { ...known, isCreated } : known;
  });
}

interface WrittenSoFar {
  readonly id: ContactId;
  readonly fields: Map<FieldName, WrittenField>;
  readonly opts: string[];
  isCreated?: true;
}

interface WrittenField extends Pick<Written, 'oldValue' | 'newValue'> {
  /** Newer runs that have written the field and have not been undone. */
  readonly overtakenBy: Set<string>;
}

/** A line of another run, which may also be the undo of a newer one: the field then has what it had before that. */
function overtake(earlier: WrittenField | undefined, { run, startedBy, outcome }: LogLine): void {
  if (earlier === undefined) return;
  if (!startedBy.startsWith(undoPrefix)) earlier.overtakenBy.add(run);
  else if (outcome === outcomeTexts.done) earlier.overtakenBy.delete(startedBy.slice(undoPrefix.length));
}

/** Whether the log says that an address was not opted in or out; where nobody knows, it may have been. */
function isNotDone(outcome: string): boolean {
  return outcome.startsWith('Failed') || outcome.startsWith(outcomeTexts.notSent);
}

/** A later execution of a run finds what an earlier one wrote, or did not: what was there before that is the old value. */
function writtenAfter(
  earlier: WrittenField | undefined,
  { field, oldValue, newValue }: LogLine,
): WrittenField {
  const overtakenBy = new Set<string>();
  if (earlier === undefined) return { oldValue, newValue, overtakenBy };
  const isOwn = isSameLogged(field, oldValue, earlier.newValue);
  return { oldValue: isOwn ? earlier.oldValue : oldValue, newValue, overtakenBy };
}
