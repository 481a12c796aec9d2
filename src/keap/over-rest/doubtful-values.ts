/**
 * Finds out what REST v2 takes where its contract is silent: whether it takes notes at all, whether an empty text or a missing property empties, and in which
 * form a Yes/No field and a list box take their values.
 */
import type { FieldName } from '../contacts/contact.ts';
import { isSameValue } from '../contacts/field-values.ts';
import { notStored } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import { failureOfForms, formOf, type KnownForms, tryForms } from '../contacts/trials.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf } from './calls.ts';
import { contactPatch, formsFor, patchContactCall } from './contact-patch.ts';
import { fetchContacts } from './contact-reads.ts';
import { textAt } from './contact-text.ts';
import { type FieldPath, notes } from './field-paths.ts';
import { failFields, type PendingChange } from './pending-change.ts';

/** In which form to send a value at this path. */
export function formAt(known: KnownForms): (path: FieldPath, text: string) => number {
  return (path, text) => {
    const key = doubtOf(path, text);
    return key === undefined ? 0 : formOf(known, key);
  };
}

/** Names what has to be found out about a value before it is believed; undefined where there is no doubt. */
export function doubtOf(path: FieldPath, text: string): string | undefined {
  if (text === '')
    return `${path.kind === 'text' || path.kind === 'date' ? path.kind : path.property}, empty`;
  if (path.property === notes) return notes;
  if (path.kind !== 'custom') return undefined;
  const { type } = path.field;
  return type === 'YES_NO' || type === 'LIST_BOX' ? `custom field ${path.id}` : undefined;
}

/** Tries what is not known yet on one change of each kind, apart from its other fields; what Keap does not take is left out. */
export function tryDoubtful(exchange: Exchange, known: KnownForms, all: readonly PendingChange[]): void {
  const open = all.filter(({ failure }) => failure === undefined);
  for (const key of new Set(open.flatMap(keysOf))) tryKey(exchange, known, open, key);
}

function keysOf({ fields, paths }: PendingChange): string[] {
  return [...fields].flatMap(([name, text]) => {
    const path = paths.get(name);
    const key = path === undefined ? undefined : doubtOf(path, text);
    return key === undefined ? [] : [key];
  });
}

function tryKey(exchange: Exchange, known: KnownForms, all: readonly PendingChange[], key: string): void {
  const items = all.filter((one) => keysOf(one).includes(key));
  const { done, failures } = tryForms(known, {
    key,
    items,
    formsFor: (one) => Math.max(...pathsOf(one, key).map(([, path, text]) => formsFor(path, text))),
    write: (one, form) => writeForm(exchange, one, key, form),
    check: (one) => checkStored(exchange, one, key),
  });
  if (done !== undefined) leaveOut(done, key);
  const ofAll = failureOfForms(known, key);
  for (const one of items) {
    const failure = ofAll ?? failures.get(one);
    if (failure === undefined) continue;
    failFields(one, new Map(pathsOf(one, key).map(([name]) => [name, failure.reason])));
  }
}

function pathsOf({ fields, paths }: PendingChange, key: string): [FieldName, FieldPath, string][] {
  return [...fields].flatMap(([name, text]): [FieldName, FieldPath, string][] => {
    const path = paths.get(name);
    return path !== undefined && doubtOf(path, text) === key ? [[name, path, text]] : [];
  });
}

/** A list is sent as a whole, as it was read before: what has been written into it stays among what is sent. */
function leaveOut(one: PendingChange, key: string): void {
  const written = pathsOf(one, key);
  const others = [...one.fields.keys()].filter((name) => !written.some(([own]) => own === name));
  const isNeeded = ({ property }: FieldPath) =>
    others.some((name) => one.paths.get(name)?.property === property);
  const done = new Set(written.filter(([, path]) => !isNeeded(path)).map(([name]) => name));
  one.fields = new Map([...one.fields].filter(([name]) => !done.has(name)));
}

function writeForm(exchange: Exchange, one: PendingChange, key: string, form: number): Failed | undefined {
  const fields = new Map(pathsOf(one, key).map(([name, , text]) => [name, text]));
  const patch = contactPatch(fields, one.current, one.paths, () => form);
  const [step] = exchange.send([patchContactCall(one.change.id, patch)]);
  return step === undefined ? undefined : failureOf(step);
}

function checkStored(exchange: Exchange, one: PendingChange, key: string): Failed | 'unread' | undefined {
  const { id } = one.change;
  const written = pathsOf(one, key);
  const found = fetchContacts(
    exchange,
    [id],
    written.map(([, path]) => path.property),
  ).get(id);
  if (found?.kind !== 'found') return 'unread';
  for (const [name, path, text] of written) {
    const stored = textAt(found.contact, path);
    if (!isSameValue(name, stored, text)) return notStored(name, stored);
  }
  return undefined;
}
