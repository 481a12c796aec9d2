/**
 * Gives rows without a contact id the id of their contact, before the sync is planned:
 *
 *     address ── one contact ──> its id is written ──> planned like any other row
 *             ── none ── may be created ──> noted, recorded, created ──> its id is written
 *             ── none, several, or no clear answer ──> Check, with the reason
 *
 * Whatever kills an execution in between, the next one looks the address up again, and finds what the notes say.
 */
import type { ContactId } from '../../keap/contacts/contact.ts';
import { limitedRule } from '../plan/new-tags.ts';
import type { PlannedChange, PlanScope } from '../plan/plan.ts';
import { checkName } from '../plan/plan-token.ts';
import type { NewTagRule } from '../plan/tag-changes.ts';
import { loadUnknownTags } from '../plan/unknown-tags.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun } from '../run/run-lifecycle.ts';
import type { UnfinishedSync } from '../run/unfinished-run.ts';
import type { Fingerprint } from '../sheet/fingerprint.ts';
import { matchGrids } from '../sheet/grid-match.ts';
import { managedCell, type SheetView } from '../sheet/sheet-view.ts';
import type { StatusChange } from '../sheet/status.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import type { WithoutId } from '../sheet/without-id.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { type CreationResult, createMissing, unlessEnded } from './create-missing.ts';
import { type CreationNotes, creationNotes } from './creation-notes.ts';
import { type LookedUp, lookUp, noneText } from './look-up.ts';
import { mayCreate } from './may-create.ts';
import { loadMissingIds } from './missing-ids.ts';
import { fingerprintWith, noContact, type RowToFind, rowsToFind } from './rows-to-find.ts';
import { identityColumns, refusedText, writeIds } from './write-ids.ts';

/** The sheet as it is read after that, and what is left. */
export interface FoundIds {
  readonly view: SheetView;
  /** The same rows as before, wherever they are now. */
  readonly scope: PlanScope;
  /** Rows that were not reached. */
  readonly waiting: number;
  /** Contacts that were created. */
  readonly created: number;
}

/** What is known so far. */
interface Search {
  readonly context: RunContext;
  readonly run: OpenRun<UnfinishedSync>;
  readonly notes: CreationNotes;
  view: SheetView;
  scope: PlanScope;
  /** By the rows' `key`. */
  readonly looked: Map<string, LookedUp>;
  readonly reasons: Map<string, WithoutId>;
  /** What rows of created contacts ask for, with their ids. */
  readonly fingerprints: Set<Fingerprint>;
  /** The ids of created contacts, by the rows' `key`. */
  readonly created: Map<string, ContactId>;
}

/** Does nothing where the sheet's owner has not chosen it. Throws what the sheet's reader throws. */
export function findMissingIds(
  context: RunContext,
  run: OpenRun<UnfinishedSync>,
  start: { readonly view: SheetView; readonly scope: PlanScope },
): FoundIds {
  const { document, table, service, account, clock } = context;
  const choice = loadMissingIds(document.properties, table.sheetId);
  const rows = choice === 'leave' ? [] : rowsToFind(start.view, start.scope, account);
  if (rows.length === 0) return { ...start, waiting: 0, created: 0 };
  const notes = creationNotes(document.properties, account, () => clock.nowMs());
  const search: Search = {
    ...{ context, run, notes, view: start.view, scope: start.scope, looked: new Map() },
    ...{ reasons: new Map(), fingerprints: new Set(), created: new Map() },
  };
  if (choice === 'create') noteMayCreate(search, rows);
  markWaiting(search, rows);
  const looked = unlessEnded(run, () => lookUp(service, rows, choice, notes)) ?? new Map();
  for (const [key, one] of looked) search.looked.set(key, one);
  writeFound(search);
  if (choice === 'create') create(search);
  else {
    const none = rows.filter(({ key }) => looked.get(key)?.kind === 'none');
    for (const { key, address } of none) check(search, key, noneText(address));
  }
  for (const [key, one] of search.looked) if ('reason' in one) check(search, key, one.reason);
  return end(search);
}

/** A preview has shown how many contacts would be created; a run that is resumed may create no more. */
function noteMayCreate({ run, scope, context }: Search, rows: readonly RowToFind[]): void {
  if (scope.kind !== 'planned') return;
  const shown = rows.filter((row) => isPlanned(scope, row, noContact, context.account));
  if (shown.length > 0) run.update({ mayCreate: new Set(shown.map(({ key }) => key)).size });
}

/** Of a run over some rows, the rows themselves tell the next execution which ones those are. */
function markWaiting(search: Search, rows: readonly RowToFind[]): void {
  const { context, view, scope } = search;
  if (scope.kind !== 'planned' && scope.kind !== 'selected') return;
  const statuses = new Map(
    rows.map(({ rowIndex }): [number, StatusChange] => {
      const isCleared = managedCell(view, rowIndex, 'status') === '';
      return [rowIndex, { status: 'Waiting', message: '', ...(isCleared ? { fingerprint: '' } : {}) }];
    }),
  );
  writeStatuses(context.table, view, statuses);
  readAgain(search);
}

function end(search: Search): FoundIds {
  const { view, scope, reasons, fingerprints, created } = search;
  const all = rowsToFind(view, scope, search.context.account);
  const left = all.filter(({ key }) => !reasons.has(key));
  for (const row of left) {
    const one = search.looked.get(row.key);
    // Its id was written and is not there: writing it again and again would be in vain.
    if (one?.kind === 'one') check(search, row.key, isAgreed(search, row) ? refusedText(one.id) : otherText);
    // A preview has shown another contact, which is no more.
    else if (one?.kind === 'none' && !isAgreed(search, row)) check(search, row.key, noneText(row.address));
    else reasons.set(row.key, { kind: 'waiting' });
  }
  const found = { ...view, withoutId: reasons, created: new Set(created.values()) };
  return {
    view:
      scope.kind === 'planned' ? { ...found, sought: new Set(all.map(({ rowIndex }) => rowIndex)) } : found,
    scope: scope.kind === 'planned' ? withCreated(scope, fingerprints) : scope,
    waiting: left.filter(({ key }) => reasons.get(key)?.kind === 'waiting').length,
    created: created.size,
  };
}

/** What a row says whose address has another contact than a preview has shown. */
const otherText =
  'Keap has another contact for this address than the preview showed. Open another preview, or sync again.';

/** Rows that are meant, and whose contact is the one that somebody has agreed to; they have no id yet. */
function rowsLeft(search: Search): RowToFind[] {
  const { view, scope, context } = search;
  return rowsToFind(view, scope, context.account).filter((row) => isAgreed(search, row));
}

function isAgreed({ scope, looked, created, context }: Search, row: RowToFind): boolean {
  if (scope.kind !== 'planned') return true;
  const one = looked.get(row.key);
  // A preview did not know the id of a contact that was to be created.
  const id = one?.kind === 'one' && !created.has(row.key) ? one.id : noContact;
  return isPlanned(scope, row, id, context.account);
}

/** Whether a preview has shown this row with this contact, or that its contact would be created. */
function isPlanned(
  { plan }: Extract<PlanScope, { kind: 'planned' }>,
  row: RowToFind,
  id: ContactId,
  account: string,
): boolean {
  const fingerprint = fingerprintWith(row, id, account);
  if (fingerprint !== undefined) return plan.has(fingerprint);
  const read = row.with(id);
  return id !== noContact && read.kind === 'check' && plan.hasCheck(checkName(String(id), read.reason));
}

function withCreated(
  { plan, ...scope }: Extract<PlanScope, { kind: 'planned' }>,
  created: ReadonlySet<Fingerprint>,
): PlanScope {
  return { ...scope, plan: { ...plan, has: (one) => plan.has(one) || created.has(one) } };
}

function check({ reasons }: Search, key: string, reason: string): void {
  reasons.set(key, { kind: 'check', reason });
}

/** Searching takes a while: the ids go into the rows that hold those addresses now. */
function writeFound(search: Search): void {
  const { context, looked } = search;
  if (![...looked.values()].some(({ kind }) => kind === 'one')) return;
  readAgain(search);
  const ids = new Map(
    rowsLeft(search).flatMap((row): [number, ContactId][] => {
      const one = looked.get(row.key);
      return one?.kind === 'one' ? [[row.rowIndex, one.id]] : [];
    }),
  );
  if (ids.size === 0) return;
  const rows = new Map(
    rowsToFind(search.view, search.scope, context.account).map((row) => [row.rowIndex, row]),
  );
  for (const [rowIndex, reason] of writeIds(context.table, search.view, ids)) {
    const row = rows.get(rowIndex);
    if (row !== undefined) check(search, row.key, reason);
  }
  readAgain(search);
}

/** Reads the sheet, and finds the selected rows in it. */
function readAgain(search: Search): void {
  const { view: before, scope } = search;
  const view = search.context.read();
  search.view = view;
  if (scope.kind !== 'selected') return;
  const { headerRowIndex, managed, id } = before.columns;
  const match = matchGrids(before.grid, view.grid, {
    ...{ headerRowIndex, identityColumns: identityColumns(before), written: new Map(), isInPlace: false },
    changedColumns: new Set([id, ...Object.values(managed)]),
  });
  const rowIndexes = [...view.grid.cells.keys()].filter((rowIndex) =>
    scope.rowIndexes.has(match.editedRow(rowIndex) ?? -1),
  );
  search.scope = { ...scope, rowIndexes: new Set(rowIndexes) };
}

function create(search: Search): void {
  const { context, run, notes, looked } = search;
  if (![...looked.values()].some(({ kind }) => kind === 'none')) return;
  readAgain(search);
  const none = rowsLeft(search).filter(({ key }) => looked.get(key)?.kind === 'none');
  const found = unlessEnded(run, () =>
    candidatesOf(context.service, search.view, none, context.account, tagRuleOf(search)),
  );
  for (const [key, reason] of found?.reasons ?? []) check(search, key, reason);
  const { view, scope } = search;
  const { candidates, reasons } = mayCreate({ context, run, view, scope }, found?.candidates ?? []);
  for (const [key, reason] of reasons) check(search, key, reason);
  createMissing(
    {
      ...{ context, run, notes },
      settled(results) {
        for (const [key, result] of results) {
          if (result.kind === 'created') search.created.set(key, result.id);
          looked.set(key, result.kind === 'created' ? { kind: 'one', id: result.id } : result);
        }
        countCreated(run, results);
        noteFingerprints(search, candidates);
        writeFound(search);
      },
    },
    candidates,
  );
}

/** Those that are created are no more among those that may be: the next execution counts what waits by then. */
function countCreated(run: Search['run'], results: ReadonlyMap<string, CreationResult>): void {
  const { mayCreate: left } = run.state();
  const made = [...results.values()].filter(({ kind }) => kind === 'created').length;
  if (left !== undefined && made > 0) run.update({ mayCreate: Math.max(0, left - made) });
}

/** A contact is created only where the tags of its row can be. */
function tagRuleOf({ context, run, scope }: Search): (changes: readonly PlannedChange[]) => NewTagRule {
  const { document, table, service, resumes } = context;
  const choice = loadUnknownTags(document.properties, table.sheetId);
  const before = resumes === undefined ? 0 : (run.state().mayCreateTags ?? 0);
  const agreed = scope.kind === 'planned' ? Number.POSITIVE_INFINITY : before;
  return (changes) => limitedRule(service, changes, { choice, agreed }).rule;
}

/** A preview did not know the ids. */
function noteFingerprints(
  { created, fingerprints, context }: Search,
  candidates: readonly Candidate[],
): void {
  for (const { key, rows } of candidates) {
    const id = created.get(key);
    if (id === undefined) continue;
    for (const row of rows) {
      const fingerprint = fingerprintWith(row, id, context.account);
      if (fingerprint !== undefined) fingerprints.add(fingerprint);
    }
  }
}
