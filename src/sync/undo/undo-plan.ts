/** Decides from the log which values an undo restores, and which it leaves. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Loaded } from '../../keap/contacts/outcome.ts';
import { isClipped, optField, outcomeTexts, summaryField } from '../log/journal.ts';
import type { LogLine } from '../log/log-sheet.ts';
import { isSameValue, shownValue } from '../plan/diff.ts';
import { contactIdOf } from '../sheet/sheet-view.ts';

/** A field that a run has written, over all its executions. */
interface Written {
  /** Before the run touched it. */
  readonly oldValue: string;
  /** What the run wrote last. */
  newValue: string;
}

/** What a run did to one contact. */
export interface WrittenContact {
  readonly id: ContactId;
  readonly fields: ReadonlyMap<FieldName, Written>;
  /** `Opted out: …` or `Opted in: …`, where the run did that. */
  readonly opts: readonly string[];
}

/** A value to restore. */
export interface SetBack {
  readonly contact: ContactId;
  readonly field: FieldName;
  /** As Keap has it now. */
  readonly from: string;
  readonly to: string;
}

/** A value that stays as it is, and the reason, as a sentence. */
export interface LeftAlone {
  readonly contact: ContactId;
  readonly field: string;
  readonly reason: string;
}

export interface UndoPlan {
  readonly back: readonly SetBack[];
  readonly left: readonly LeftAlone[];
}

/** What a run has written according to the log, by contact; lines that cannot be read are left out. */
export function writtenBy(run: string, lines: readonly LogLine[]): WrittenContact[] {
  const contacts = new Map<ContactId, { id: ContactId; fields: Map<FieldName, Written>; opts: string[] }>();
  for (const { run: of, contact, field, oldValue, newValue, outcome } of lines) {
    const id = contactIdOf(String(contact));
    if (of !== run || id === undefined || field === summaryField) continue;
    const known = contacts.get(id) ?? { id, fields: new Map<FieldName, Written>(), opts: [] };
    contacts.set(id, known);
    const earlier = known.fields.get(field);
    if (field === optField) known.opts.push(...(isNotDone(outcome) ? [] : [newValue]));
    // The first line knows what was there before; a later one of the same run only repeats it.
    else if (earlier === undefined) known.fields.set(field, { oldValue, newValue });
    else earlier.newValue = newValue;
  }
  return [...contacts.values()];
}

/** Whether the log says that an address was not opted in or out; where nobody knows, it may have been. */
function isNotDone(outcome: string): boolean {
  return outcome.startsWith('Failed') || outcome.startsWith(outcomeTexts.notSent);
}

/** Restores only where Keap still has what the run wrote; `loaded` is what Keap has now, in the order of `contacts`. */
export function planUndo(
  contacts: readonly WrittenContact[],
  loaded: readonly (Loaded | undefined)[],
): UndoPlan {
  const back: SetBack[] = [];
  const left: LeftAlone[] = [];
  contacts.forEach(({ id, fields, opts }, index) => {
    const now = loaded[index] ?? noAnswer;
    for (const [field, written] of fields) {
      if (now.kind === 'failed') {
        left.push({ contact: id, field, reason: now.reason });
        continue;
      }
      const current = now.fields.get(field) ?? '';
      const reason = reasonToLeave(field, written, current);
      if (reason !== undefined) left.push({ contact: id, field, reason });
      else if (!isSameValue(field, current, written.oldValue)) {
        back.push({ contact: id, field, from: current, to: shownValue(field, written.oldValue) });
      }
    }
    for (const opt of opts) left.push({ contact: id, field: optField, reason: reasonOfOpt(opt) });
  });
  return { back, left };
}

function reasonToLeave(
  field: FieldName,
  { oldValue, newValue }: Written,
  current: string,
): string | undefined {
  if (isSameValue(field, current, oldValue)) return undefined;
  if (isClipped(oldValue) || isClipped(newValue)) {
    return 'The value was too long for the log to keep in full, so it cannot be restored.';
  }
  return isSameValue(field, current, newValue)
    ? undefined
    : 'This value has changed since the run, so it stays as it is.';
}

function reasonOfOpt(newValue: string): string {
  return newValue.startsWith('Opted out')
    ? 'An opt-out cannot be undone here: only the contact can opt in again, through a form or a link.'
    : 'An opt-in stays as it is. To opt the address out again, enter an opt-out reason in its row.';
}
