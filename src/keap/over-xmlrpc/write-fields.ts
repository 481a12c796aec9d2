/** Writes fields over XML-RPC, with one call per contact, and finds out first in which form Keap takes what is not documented. */
import type { XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactChange, FieldName, FieldValues } from '../contacts/contact.ts';
import type { CustomField } from '../contacts/custom-field-types.ts';
import { isSameValue } from '../contacts/field-values.ts';
import { noAnswer, notStored, wrongContact } from '../contacts/messages.ts';
import type { Failed, FieldsOutcome } from '../contacts/outcome.ts';
import { withFailedFields } from '../contacts/outcome-parts.ts';
import { recordProblem, sentRecordId } from '../contacts/record-fields.ts';
import { failureOfForms, formOf, type KnownForms, tryForms } from '../contacts/trials.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, type Step, sendEach } from './answers.ts';
import { loadContacts } from './contact-load.ts';
import { keapCall } from './methods.ts';
import { doubtOf, textOfWire, wireForms } from './wire-values.ts';

/** Finds what only the account explains of its fields. */
export interface FieldBook {
  find(names: Iterable<FieldName>): { readonly fields: ReadonlyMap<FieldName, CustomField> };
}

/** What writing goes by. */
export interface FieldWriter {
  readonly exchange: Exchange;
  readonly book: FieldBook;
  /** In which form Keap takes a field's values, as far as that was found out. */
  readonly known: KnownForms;
}

/** A change on its way; what is in `failures` is not written although the rest is. */
interface Writing {
  readonly change: ContactChange;
  readonly custom: ReadonlyMap<FieldName, CustomField>;
  /** What is left to write. */
  fields: FieldValues;
  readonly failures: Map<FieldName, string>;
}

/** One result per change, in order. */
export function writeFields(writer: FieldWriter, changes: readonly ContactChange[]): FieldsOutcome[] {
  const all = changes.map((change): Writing => {
    const custom = writer.book.find(change.fields.keys()).fields;
    return { change, custom, fields: change.fields, failures: new Map() };
  });
  for (const one of all) leaveUnknownRecordsOut(one);
  for (const [key, name] of doubtfulFields(all)) tryField(writer, all, key, name);
  const left = all.filter(({ fields }) => fields.size > 0);
  const steps = sendEach(writer.exchange, left, ({ change, ...one }) =>
    keapCall('ContactService.update', change.id, structOf(writer, one)),
  );
  const written = new Map(left.map((one, index) => [one, outcomeOf(one, steps[index])]));
  return all.map((one) => withFailedFields(written.get(one), one.failures));
}

/** A text that means no record would be taken for some id, or for none. */
function leaveUnknownRecordsOut(one: Writing): void {
  for (const [name, text] of one.fields) {
    const field = one.custom.get(name);
    if (field?.type !== 'RECORD' || sentRecordId(field, text) !== undefined) continue;
    one.failures.set(name, recordProblem(field, text));
    leaveOut(one, name);
  }
}

/** What is to be found out, by the kind of value. */
function doubtfulFields(all: readonly Writing[]): ReadonlyMap<string, FieldName> {
  const names = new Map<string, FieldName>();
  for (const one of all) {
    for (const [name, text] of one.fields) {
      const key = doubtOf(name, one.custom.get(name), text);
      if (key !== undefined) names.set(key, name);
    }
  }
  return names;
}

function tryField(writer: FieldWriter, all: readonly Writing[], key: string, name: FieldName): void {
  const { known } = writer;
  const items = all.filter(({ fields, custom }) => {
    const text = fields.get(name);
    return text !== undefined && doubtOf(name, custom.get(name), text) === key;
  });
  const { done, failures } = tryForms(known, {
    key,
    items,
    formsFor: (one) => formsOf(one, name).length,
    write: (one, form) => writeForm(writer, one, name, form),
    check: (one) => checkStored(writer, one, name),
  });
  if (done !== undefined) leaveOut(done, name);
  const ofAll = failureOfForms(known, key);
  for (const one of items) {
    const failure = ofAll ?? failures.get(one);
    if (failure === undefined) continue;
    one.failures.set(name, failure.reason);
    leaveOut(one, name);
  }
}

function leaveOut(one: Writing, name: FieldName): void {
  one.fields = new Map([...one.fields].filter(([other]) => other !== name));
}

function formsOf({ custom, fields }: Omit<Writing, 'change'>, name: FieldName): readonly XmlRpcValue[] {
  return wireForms(name, custom.get(name), fields.get(name) ?? '');
}

function writeForm(
  { exchange }: FieldWriter,
  one: Writing,
  name: FieldName,
  form: number,
): Failed | undefined {
  const struct: Record<string, XmlRpcValue> = Object.create(null);
  struct[name] = formsOf(one, name)[form] ?? '';
  const [step] = sendEach(exchange, [one], ({ change }) =>
    keapCall('ContactService.update', change.id, struct),
  );
  const outcome = outcomeOf(one, step);
  return outcome.kind === 'failed' ? outcome : undefined;
}

function checkStored(
  { exchange }: FieldWriter,
  { change, custom, fields }: Writing,
  name: FieldName,
): Failed | 'unread' | undefined {
  const [loaded] = loadContacts(exchange, [change.id], [name]);
  if (loaded?.kind !== 'found' || !loaded.values.has(name)) return 'unread';
  const stored = textOfWire(name, custom.get(name), loaded.values.get(name));
  return isSameValue(name, stored, fields.get(name) ?? '') ? undefined : notStored(name, stored);
}

function outcomeOf({ change }: Writing, step: Step<number> | undefined): FieldsOutcome {
  if (step === undefined) return noAnswer;
  return failureOf(step) ?? (resultOf(step) === change.id ? { kind: 'done' } : wrongContact);
}

function structOf({ known }: FieldWriter, one: Omit<Writing, 'change'>): Record<string, XmlRpcValue> {
  const struct: Record<string, XmlRpcValue> = Object.create(null);
  for (const [name, text] of one.fields) {
    const key = doubtOf(name, one.custom.get(name), text);
    const forms = formsOf(one, name);
    struct[name] = forms[key === undefined ? 0 : formOf(known, key)] ?? '';
  }
  return struct;
}
