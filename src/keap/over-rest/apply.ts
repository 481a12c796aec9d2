import type { ContactChange, FieldName, NothingElse } from '../contacts/contact.ts';
import type { Failed, Outcome } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import type { FindPaths } from './contact-model.ts';
import { changeOptStatuses } from './opt-changes.ts';
import type { PendingChange } from './pending-change.ts';
import { readLists, writeFields } from './write-fields.ts';

/**
 * A window's worth at a time: first their lists are read, then they are written. Whatever somebody else changes in
 * those lists between this read and this write, a second or two, is lost: Keap has no way to say "only if unchanged".
 */
export function applyAll(exchange: Exchange, find: FindPaths, changes: readonly ContactChange[]): Outcome[] {
  const outcomes: Outcome[] = [];
  for (let start = 0; start < changes.length; ) {
    const window = changes.slice(start, start + changesIn(exchange.concurrency()));
    outcomes.push(...applyWindow(exchange, find, window));
    start += window.length;
  }
  return outcomes;
}

/** One less than there are calls: the read before them counts as well, and would have them wait for the next second. */
export function changesIn(calls: number): number {
  return Math.max(1, calls - 1);
}

/**
 * Fields first, then the opt status of the address that the contact has by then: Keap keeps the status with
 * the address, so a new address never takes the old one's status along.
 */
function applyWindow(exchange: Exchange, find: FindPaths, changes: readonly ContactChange[]): Outcome[] {
  const all = changes.map(pendingChange);
  findPaths(find, all);
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
  return { change, address: fields.get('Email') ?? '', places: new Map() };
}

function findPaths(find: FindPaths, all: readonly PendingChange[]): void {
  for (const one of all) {
    const names = [...one.change.fields.keys()];
    const found = find(names);
    if (found.kind === 'failed') {
      one.failure = found;
      continue;
    }
    one.places = found.places;
    const lacking = names.filter((name) => !found.places.has(name));
    if (lacking.length > 0) one.failure = onlyOverXmlRpc(lacking);
  }
}

/** Nothing of such a row is sent: half a row is harder to understand than none. */
function onlyOverXmlRpc(names: readonly FieldName[]): Failed {
  const fields = names.join(', ');
  return {
    kind: 'failed',
    reason: `Keap's REST v2 has no field ${fields}, so this row was not sent. Clear the cell, or choose "Not sent" for its column in the sidebar.`,
  };
}
