/** The steps of a change over REST v2: find the fields' paths, read the lists, write, then opt in or out. */
import type { ContactChange, FieldName, NothingElse } from '../contacts/contact.ts';
import type { Failed, Outcome } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import type { FindPaths } from './contact-model.ts';
import { changeOptStatuses } from './opt-changes.ts';
import type { PendingChange } from './pending-change.ts';
import { readLists, writeFields } from './write-fields.ts';

/**
 * Applies the changes one window at a time: reads their lists, then writes them. What somebody else changes in those lists
 * between the read and the write, a second or two, is lost, because Keap cannot write "only if unchanged".
 */
export function applyAll(
  exchange: Exchange,
  findPaths: FindPaths,
  changes: readonly ContactChange[],
): Outcome[] {
  const outcomes: Outcome[] = [];
  for (let start = 0; start < changes.length; ) {
    const window = changes.slice(start, start + changesPerWindow(exchange.concurrency()));
    outcomes.push(...applyWindow(exchange, findPaths, window));
    start += window.length;
  }
  return outcomes;
}

/** One less than the calls of a window: the read before them counts too, and would push them into the next second. */
export function changesPerWindow(calls: number): number {
  return Math.max(1, calls - 1);
}

/**
 * Fields first, then the opt status of the address that the contact has by then: Keap keeps the status with the address,
 * so a new address does not inherit the old one's status.
 */
function applyWindow(exchange: Exchange, findPaths: FindPaths, changes: readonly ContactChange[]): Outcome[] {
  const all = changes.map(pendingChange);
  setPaths(findPaths, all);
  readLists(exchange, all);
  writeFields(exchange, all);
  changeOptStatuses(exchange, all);
  return all.map(({ failure, note }): Outcome => {
    return failure ?? (note === undefined ? { kind: 'done' } : { kind: 'done', note });
  });
}

/** Fields are written by `writeFields`, and `opt` by `changeOptStatuses`. */
function pendingChange(change: ContactChange): PendingChange {
  const { id: _id, fields, opt: _opt, ...rest } = change;
  rest satisfies NothingElse;
  return { change, address: fields.get('Email') ?? '', paths: new Map() };
}

function setPaths(findPaths: FindPaths, all: readonly PendingChange[]): void {
  for (const one of all) {
    const names = [...one.change.fields.keys()];
    const found = findPaths(names);
    if (found.kind === 'failed') {
      one.failure = found;
      continue;
    }
    one.paths = found.paths;
    const missing = names.filter((name) => !found.paths.has(name));
    if (missing.length > 0) one.failure = xmlRpcOnly(missing);
  }
}

/** Nothing of such a row is sent: half a row is harder to understand than none. */
function xmlRpcOnly(names: readonly FieldName[]): Failed {
  const fields = names.join(', ');
  return {
    kind: 'failed',
    reason: `Keap's REST v2 does not have the field ${fields}, so this row was not sent. Clear the cell, or choose "Not sent" for its column in the sidebar.`,
  };
}
