/** Decides which of the values that a run has written an undo restores, and which it keeps. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { CustomFields } from '../../keap/contacts/custom-field-types.ts';
import { unsendableProblem } from '../../keap/contacts/field-check.ts';
import { shownValue } from '../../keap/contacts/field-values.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Loaded } from '../../keap/contacts/outcome.ts';
import { createdField, isClipped, optField } from '../log/journal.ts';
import { tagOfLine } from '../log/tag-lines.ts';
import { isSameLogged } from './logged-values.ts';
import type { Written, WrittenContact } from './written.ts';

/** A value to restore. */
export interface RestoredValue {
  readonly contact: ContactId;
  readonly field: FieldName;
  /** As Keap has it now. */
  readonly from: string;
  readonly to: string;
}

/** A value that stays as it is, and the reason, as a sentence. */
export interface KeptValue {
  readonly contact: ContactId;
  readonly field: string;
  readonly reason: string;
}

export interface UndoPlan {
  readonly restored: readonly RestoredValue[];
  readonly kept: readonly KeptValue[];
  /** Values that Keap has again already: an earlier execution of this undo, or a person, has restored them. */
  readonly alreadyBack: readonly Pick<RestoredValue, 'contact' | 'field'>[];
}

/**
 * Restores only where Keap still has what the run wrote; `loaded` is what Keap has now, in the order of `contacts`. The
 * log may have values as `custom` does not write them: it may be older.
 */
export function planUndo(
  contacts: readonly WrittenContact[],
  loaded: readonly (LoadedFields | undefined)[],
  custom: CustomFields,
): UndoPlan {
  const restored: RestoredValue[] = [];
  const kept: KeptValue[] = [];
  const alreadyBack: Pick<RestoredValue, 'contact' | 'field'>[] = [];
  contacts.forEach(({ id: contact, fields, opts, isCreated }, index) => {
    for (const [field, written] of fields) {
      const now = loaded[index]?.get(field) ?? noAnswer;
      const decision =
        now.kind === 'failed'
          ? keep(unreadReason(now))
          : decide(field, shownWritten(field, written, custom), now.value);
      switch (decision.kind) {
        case 'restore':
          restored.push({ contact, field, from: decision.from, to: decision.to });
          break;
        case 'keep':
          kept.push({ contact, field, reason: decision.reason });
          break;
        case 'back':
          alreadyBack.push({ contact, field });
          break;
        case 'unchanged':
      }
    }
    if (isCreated === true) kept.push({ contact, field: createdField, reason: createdReason });
    for (const opt of opts) kept.push({ contact, field: optField, reason: reasonOfOpt(opt) });
  });
  return { restored, kept, alreadyBack };
}

/** What Keap has in each field now, or why that cannot be read. */
export type LoadedFields = ReadonlyMap<FieldName, LoadedField>;

export type LoadedField =
  | { readonly kind: 'found'; readonly value: string }
  | Extract<Loaded, { kind: 'failed' }>;

type Decision =
  | { readonly kind: 'restore'; readonly from: string; readonly to: string }
  | { readonly kind: 'keep'; readonly reason: string }
  /** Keap has the old value again. */
  | { readonly kind: 'back' }
  /** The run wrote what was there. */
  | { readonly kind: 'unchanged' };

function decide(field: FieldName, { oldValue, newValue, isOvertaken }: Written, current: string): Decision {
  const isBack = isSameLogged(field, current, oldValue);
  if (isBack) return { kind: isSameLogged(field, newValue, oldValue) ? 'unchanged' : 'back' };
  if (isClipped(oldValue) || isClipped(newValue)) {
    return keep('The value was too long for the log to keep in full, so it cannot be restored.');
  }
  if (isOvertaken || !isSameLogged(field, current, newValue)) {
    return keep('This value has changed since the run, so it stays as it is.');
  }
  if (unsendableProblem(field, oldValue) !== undefined) {
    return keep(
      'The previous value contains a character that cannot be sent to Keap, so it is not restored.',
    );
  }
  // What a contact has of a tag has no name of its own.
  const from = tagOfLine(field) === undefined ? current : newValue;
  return { kind: 'restore', from, to: oldValue };
}

function shownWritten(field: FieldName, written: Written, custom: CustomFields): Written {
  const shown = (text: string) => (isClipped(text) ? text : shownValue(field, text, custom));
  return { ...written, oldValue: shown(written.oldValue), newValue: shown(written.newValue) };
}

function keep(reason: string): Decision {
  return { kind: 'keep', reason };
}

/** The reasons of a sync speak of rows and of the next sync, where Keap did not answer. */
function unreadReason({ reason, isUnanswered }: Extract<Loaded, { kind: 'failed' }>): string {
  return isUnanswered === true
    ? 'Keap did not answer for this contact, so this value stays as it is.'
    : reason;
}

const createdReason =
  "A contact that a sync has created stays in Keap, and its id stays in the sheet. If you don't need it, delete it in Keap.";

function reasonOfOpt(newValue: string): string {
  return newValue.startsWith('Opted out')
    ? 'An opt-out cannot be undone here: only the contact can opt in again, through a form or a link.'
    : 'An opt-in stays as it is. To opt the address out again, enter an opt-out reason in its row.';
}
