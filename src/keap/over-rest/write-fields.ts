/** Writes fields over REST v2: merges them into the lists as they were read, writes, and checks the answer. */
import type { FieldName } from '../contacts/contact.ts';
import { wrongContact } from '../contacts/messages.ts';
import { recordProblem, sentRecordId } from '../contacts/record-fields.ts';
import type { KnownForms } from '../contacts/trials.ts';
import type { Exchange } from '../http/exchange.ts';
import { checkAcknowledgement } from './acknowledgement.ts';
import { addressProblems } from './address-codes.ts';
import { type Answer, failureOf, resultOf, type Step } from './calls.ts';
import { type ContactPatch, contactPatch, patchContactCall } from './contact-patch.ts';
import type { Contact } from './contract.ts';
import { formAt, tryDoubtful } from './doubtful-values.ts';
import type { ReadingAhead } from './lists-ahead.ts';
import { failFields, type PendingChange } from './pending-change.ts';
import type { ListsAhead } from './read-lists.ts';

/**
 * Sends the fields of each change, merged into the lists as they were read. Gives what `reading`, which is sent beside them,
 * has read; undefined where it was not sent.
 */
export function writeFields(
  exchange: Exchange,
  known: KnownForms,
  all: readonly PendingChange[],
  reading?: ReadingAhead,
): ListsAhead | undefined {
  for (const one of all) {
    failFields(one, addressProblems(one.fields, one.current));
    failFields(one, unknownRecords(one));
  }
  tryDoubtful(exchange, known, all);
  const { refused, ahead } = patchAll(exchange, known, all.filter(isLeft), reading);
  const withoutAddresses = refused.filter(leaveAddressesOut);
  patchAll(exchange, known, withoutAddresses.filter(isLeft));
  return ahead;
}

/** A text that means no record would be refused together with the other values. */
function unknownRecords({ fields, paths }: PendingChange): ReadonlyMap<FieldName, string> {
  const problems = new Map<FieldName, string>();
  for (const [name, text] of fields) {
    const path = paths.get(name);
    if (path?.kind !== 'record' || sentRecordId(path.field, text) !== undefined) continue;
    problems.set(name, recordProblem(path.field, text));
  }
  return problems;
}

function isLeft({ failure, fields }: PendingChange): boolean {
  return failure === undefined && fields.size > 0;
}

interface Patched {
  /** The changes that Keap has refused. */
  readonly refused: readonly PendingChange[];
  readonly ahead?: ListsAhead;
}

/** Sends a PATCH for each change, and the reading beside them. */
function patchAll(
  exchange: Exchange,
  known: KnownForms,
  all: readonly PendingChange[],
  reading?: ReadingAhead,
): Patched {
  if (all.length === 0) return { refused: [] };
  const patches = all.map(({ fields, current, paths }) =>
    contactPatch(fields, current, paths, formAt(known)),
  );
  const calls = all.map(({ change }, index) => patchContactCall(change.id, patches[index] ?? noPatch));
  const steps = exchange.send<Answer<Contact | Contact[]>>(
    reading === undefined ? calls : [...calls, reading.call],
  );
  const refused = all.filter((one, index) => {
    const step = steps[index] ?? { kind: 'unanswered', reason: 'not sent' };
    takeAnswer(one, patches[index] ?? noPatch, step);
    return step.kind === 'answered' && step.answer.kind === 'refusal';
  });
  return reading === undefined ? { refused } : { refused, ahead: reading.listsIn(steps[all.length]) };
}

function takeAnswer(one: PendingChange, patch: ContactPatch, step: Step<Contact | Contact[]>): void {
  one.failure = failureOf(step);
  const answer = resultOf(step);
  if (answer === undefined || Array.isArray(answer)) return;
  if (answer.id !== String(one.change.id)) {
    one.failure = wrongContact;
    return;
  }
  const { failure, note } = checkAcknowledgement(one, patch, answer);
  one.failure = failure;
  if (note !== undefined) one.note = note;
}

const noPatch: ContactPatch = { mask: [], body: {} };

/**
 * Keap knows which regions a country has, and refuses an address that it does not like, even one that nobody changes
 * beside another: what else the change has goes without. False where there is nothing else.
 */
function leaveAddressesOut(one: PendingChange): boolean {
  const { failure } = one;
  if (failure === undefined || failure.isMissing === true) return false;
  const names = [...one.fields.keys()].filter((name) => one.paths.get(name)?.property === 'addresses');
  if (names.length === 0 || names.length === one.fields.size) return false;
  one.failure = undefined;
  failFields(one, new Map(names.map((name) => [name, failure.reason])));
  return true;
}
