/** Applies changes over REST v2: the fields in three steps (find their paths, read the lists, write), and the opting around them. */
import type { ContactChange, ContactId, FieldName } from '../contacts/contact.ts';
import { windowsPerBatch } from '../contacts/contact-service.ts';
import { noAnswer } from '../contacts/messages.ts';
import { applyInSteps, type CurrentAddress } from '../contacts/opting.ts';
import type { Failed, FieldsOutcome, Outcome } from '../contacts/outcome.ts';
import type { KnownForms } from '../contacts/trials.ts';
import type { Exchange } from '../http/exchange.ts';
import type { FindPaths } from './contact-model.ts';
import { fetchContacts } from './contact-reads.ts';
import { textAt } from './contact-text.ts';
import type { FieldPath } from './field-paths.ts';
import { isCurrent, readingAhead } from './lists-ahead.ts';
import { optInAddresses, optOutAddresses } from './opt-changes.ts';
import { fieldsOutcomeOf, type PendingChange, pendingChange } from './pending-change.ts';
import { type ListsAhead, readLists } from './read-lists.ts';
import { changesWithin, restTagSteps } from './tags.ts';
import { writeFields } from './write-fields.ts';

/** What writing goes by. */
export interface FieldWriter {
  readonly exchange: Exchange;
  readonly findPaths: FindPaths;
  /** In which form Keap takes what is not documented, as far as that was found out. */
  readonly known: KnownForms;
  readonly nowMs: () => number;
  /** The lists that were read for the changes that come next. */
  ahead: ListsAhead | undefined;
}

/**
 * Applies the changes a batch at a time: reads their lists, then writes them. What somebody else changes in those lists
 * between the read and the write, two seconds or three, is lost, because Keap cannot write "only if unchanged".
 */
export function applyAll(
  writer: FieldWriter,
  changes: readonly ContactChange[],
  next: readonly ContactChange[],
): Outcome[] {
  const { exchange } = writer;
  const outcomes: Outcome[] = [];
  for (let start = 0; start < changes.length; ) {
    const size = changesPerBatch(writer, exchange.concurrency());
    const left = changes.slice(start);
    const batch = left.slice(
      0,
      left.some(({ tags }) => tags !== undefined) ? changesWithin(size, left) : size,
    );
    start += batch.length;
    const following = [...changes.slice(start), ...next].slice(0, size + 1);
    outcomes.push(...applyBatch(writer, batch, following));
  }
  return outcomes;
}

/**
 * As many as fill the windows of a batch beside the reading of the next lists, and beside the reading before them where
 * nothing was read ahead. A call too many would take a window of its own.
 */
export function changesPerBatch({ ahead, nowMs }: FieldWriter, callsPerWindow: number): number {
  const readings = ahead !== undefined && isCurrent(ahead, nowMs()) ? 1 : 2;
  return Math.max(1, windowsPerBatch * callsPerWindow - readings);
}

function applyBatch(
  writer: FieldWriter,
  changes: readonly ContactChange[],
  following: readonly ContactChange[],
): Outcome[] {
  const { exchange } = writer;
  const ids = new Set(changes.map(({ id }) => id));
  // Opting takes time of its own, during which lists that were read ahead would grow old.
  const hasOpts = [...changes, ...following].some(({ opt }) => opt !== undefined);
  const next = hasOpts ? [] : following.filter(({ id, fields }) => fields.size > 0 && !ids.has(id));
  return applyInSteps(
    {
      addresses: (ids) => fetchAddresses(exchange, ids),
      optOut: (requests) => optOutAddresses(exchange, requests),
      optIn: (requests) => optInAddresses(exchange, requests),
      writeFields: (withFields) => writeAll(writer, withFields, next),
      ...restTagSteps(exchange),
    },
    changes,
  );
}

/** Asks for nothing else of the contacts, so that no other value can stand in the way. */
function fetchAddresses(exchange: Exchange, ids: readonly ContactId[]): (CurrentAddress | Failed)[] {
  const fetched = fetchContacts(exchange, ids, [mainAddress.property]);
  return ids.map((id) => {
    const one = fetched.get(id) ?? noAnswer;
    return one.kind === 'found' ? { kind: 'address', address: textAt(one.contact, mainAddress) } : one;
  });
}

const mainAddress: FieldPath = {
  kind: 'list-item',
  property: 'email_addresses',
  slot: 'EMAIL1',
  key: 'email',
  equivalents: [],
};

function writeAll(
  writer: FieldWriter,
  changes: readonly ContactChange[],
  next: readonly ContactChange[],
): FieldsOutcome[] {
  const { exchange, known, nowMs } = writer;
  const all = pendingChanges(writer, changes);
  // So that nothing has to wait between the reading and the writing.
  exchange.waitForMinute(all.length + 1);
  const { ahead } = writer;
  readLists(exchange, all, ahead !== undefined && isCurrent(ahead, nowMs()) ? ahead : undefined);
  const reading = readingAhead(pendingChanges(writer, next), nowMs());
  writer.ahead = writeFields(exchange, known, all, reading);
  return all.map(fieldsOutcomeOf);
}

function pendingChanges({ findPaths }: FieldWriter, changes: readonly ContactChange[]): PendingChange[] {
  const all = changes.map(pendingChange);
  setPaths(findPaths, all);
  return all;
}

function setPaths(findPaths: FindPaths, all: readonly PendingChange[]): void {
  for (const one of all) {
    const names = [...one.change.fields.keys()];
    const { paths, failures } = findPaths(names);
    one.paths = paths;
    const missing = names.filter((name) => !paths.has(name));
    if (missing.length > 0) one.failure = [...failures.values()][0] ?? xmlRpcOnly(missing);
  }
}

/** No field of such a row is sent: half a row is harder to understand than none. */
function xmlRpcOnly(names: readonly FieldName[]): Failed {
  const fields = names.join(', ');
  return {
    kind: 'failed',
    reason: `Keap's REST v2 does not have the field ${fields}, so no value of this row was sent. Clear the cell, or choose "Not sent" for its column in the sidebar.`,
  };
}
