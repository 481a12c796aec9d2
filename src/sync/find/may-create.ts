/** Decides which contacts a sync creates: no more at once than somebody has agreed to, and none whose row cannot take its id. */
import { includesCell } from '../../platform/area.ts';
import { loadMaxAtOnce } from '../plan/brake-memory.ts';
import type { PlanScope } from '../plan/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun } from '../run/run-lifecycle.ts';
import type { UnfinishedSync } from '../run/unfinished-run.ts';
import { managedCell, type SheetView } from '../sheet/sheet-view.ts';
import type { StatusChange } from '../sheet/status.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import { unsentMessage, unwrittenRows } from '../sheet/unwritten-rows.ts';
import type { Candidate } from './candidates.ts';
import { formulaCells } from './write-ids.ts';

interface CreateRequest {
  readonly context: RunContext;
  readonly run: Pick<OpenRun<UnfinishedSync>, 'state' | 'update'>;
  /** As it has just been read. */
  readonly view: SheetView;
  readonly scope: PlanScope;
}

/** What may be created, whose rows say Waiting from here on, and why the others may not, by the rows' `key`. */
export interface Allowed {
  readonly candidates: readonly Candidate[];
  readonly reasons: ReadonlyMap<string, string>;
}

export function mayCreate(request: CreateRequest, candidates: readonly Candidate[]): Allowed {
  const reasons = new Map<string, string>();
  const unless = (reasonOf: (one: Candidate) => string | undefined) => (one: Candidate) => {
    const reason = reasonOf(one);
    if (reason !== undefined) reasons.set(one.key, reason);
    return reason === undefined;
  };
  const writable = candidates.filter(unless(idProblem(request, candidates)));
  const agreed = writable.filter(unless(limitProblem(request, writable)));
  return { candidates: agreed.filter(unless(statusProblem(request, agreed))), reasons };
}

/** More contacts than the brake lets pass are created only where somebody has seen how many in a preview. */
function limitProblem(
  { context, run, scope, view }: CreateRequest,
  candidates: readonly Candidate[],
): (one: Candidate) => string | undefined {
  const isShown = scope.kind === 'planned';
  if (isShown && candidates.length > 0) run.update({ mayCreate: candidates.length });
  const shown = context.resumes === undefined ? 0 : (run.state().mayCreate ?? 0);
  const marked = candidates.filter(({ rows }) =>
    rows.some(({ rowIndex }) => managedCell(view, rowIndex, 'status') === 'Waiting'),
  );
  // Rows of another run may wait as well: more than were shown are none that somebody has agreed to.
  const agreed = new Set(isShown ? candidates : marked.length <= shown ? marked : []);
  const open = new Set(candidates.filter((one) => !agreed.has(one)));
  const max = loadMaxAtOnce(context.document.properties);
  const reason = `This contact was not created, because the sync would create ${open.size} contacts, and your limit is ${max}. To create them, press "Preview…" in the sidebar, and sync from there.`;
  return (one) => (open.size > max && open.has(one) ? reason : undefined);
}

/** A contact whose id could not be written would be looked up again by every sync. */
function idProblem(
  { context: { table }, view }: CreateRequest,
  candidates: readonly Candidate[],
): (one: Candidate) => string | undefined {
  const rowIndexes = candidates.flatMap(({ rows }) => rows.map(({ rowIndex }) => rowIndex));
  if (rowIndexes.length === 0) return () => undefined;
  const columnIndex = view.columns.id;
  const first = rowIndexes.reduce((one, other) => Math.min(one, other));
  const last = rowIndexes.reduce((one, other) => Math.max(one, other));
  const locked = table.locked([{ rowIndex: first, columnIndex, rowCount: last - first + 1, columnCount: 1 }]);
  const isFormula = formulaCells(view, table.formulas());
  return ({ rows }) => {
    if (rows.some(({ rowIndex }) => includesCell(locked, rowIndex, columnIndex))) return lockedText;
    return rows.some(({ rowIndex }) => isFormula(rowIndex)) ? formulaText : undefined;
  };
}

/** A row that cannot show what becomes of it is not sent at all. */
function statusProblem(
  { context: { table }, view }: CreateRequest,
  candidates: readonly Candidate[],
): (one: Candidate) => string | undefined {
  const waiting: StatusChange = { status: 'Waiting', message: '' };
  const statuses = new Map(
    candidates.flatMap(({ rows }) => rows.map(({ rowIndex }) => [rowIndex, waiting] as const)),
  );
  const unwritten = unwrittenRows(view, statuses, writeStatuses(table, view, statuses), ['status']);
  return ({ rows }) => (rows.some(({ rowIndex }) => unwritten.has(rowIndex)) ? unsentMessage : undefined);
}

const lockedText =
  'This contact was not created, because the id cell is protected, so its id could not be written. Remove the protection from the column of contact ids.';

const formulaText =
  'This contact was not created, because a formula fills the id cell. Delete the formula, or enter the id.';
