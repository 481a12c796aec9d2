/**
 * The brake: holds back opt-outs and emptied fields that nobody can have meant without being asked. A plan goes in, and
 * a plan without what is held comes out; the rest of each row is sent as ever:
 *
 *     wish ── few, and from a column that is known ──> released ──> sent
 *     wish ── more than the limit, or from a doubtful column ──> held ── yes ──> released
 *                                                                 └── no ──> declined, until its status is cleared.
 */
import type { ContactChange } from '../../keap/contacts/contact.ts';
import {
  type Decision,
  type Decisions,
  markedCell,
  markIn,
  type WishKind,
  wishKinds,
  withoutMark,
} from '../sheet/brake-mark.ts';
import { columnLetter } from '../sheet/columns.ts';
import { comparedCell } from '../sheet/compare-mark.ts';
import type { Fingerprint } from '../sheet/fingerprint.ts';
import type { ManagedChange } from '../sheet/managed-columns.ts';
import { optOutColumns, optOutIn } from '../sheet/row.ts';
import { type ContactRow, contactRows, managedCell, type SheetView } from '../sheet/sheet-view.ts';
import type { StatusChange } from '../sheet/status.ts';
import {
  type BrakeMemory,
  type BrakeQuestions,
  type ColumnConcern,
  rememberedHeader,
} from './brake-memory.ts';
import { isEmptyChange } from './diff.ts';
import { type Plan, type PlannedChange, type PlanScope, planSync } from './plan.ts';

/** Somebody's answer for all wishes of these kinds in the plan. */
export interface BrakeAnswer {
  readonly kinds: readonly WishKind[];
  readonly isYes: boolean;
}

export interface BrakeInput {
  readonly view: SheetView;
  readonly account: string;
  readonly scope: PlanScope;
  readonly memory: BrakeMemory;
  /** How many contacts of each kind pass without a question. */
  readonly maxAtOnce: number;
  readonly answer?: BrakeAnswer | undefined;
}

/** A plan without what is held back. */
export interface BrakedPlan {
  readonly changes: readonly PlannedChange[];
  /** Those of `changes` of which a part is held or was declined. */
  readonly reduced: ReadonlySet<PlannedChange>;
  readonly statuses: ReadonlyMap<number, ManagedChange>;
  readonly unchanged: number;
  /** Rows that need a check, with those of which nothing is left to send. */
  readonly check: number;
  /** How many contacts of this plan are held back, by kind of wish. */
  readonly held: Readonly<Record<WishKind, number>>;
  /** What waits for an answer in the whole sheet, whichever rows are planned. */
  readonly questions: BrakeQuestions;
  /** Names these very rows and wishes; empty where nothing waits. */
  readonly asked: string;
  readonly agreed: BrakeMemory['agreed'];
  readonly filled: BrakeMemory['filled'];
}

/** Plans a sync, and holds back what has to be confirmed first. */
export function planWithBrake(input: BrakeInput): BrakedPlan {
  const { view, account, scope, memory } = input;
  const plan = planSync(view, account, scope);
  if (!canWish(view)) {
    const { agreed, filled } = memory;
    return {
      ...plan,
      reduced: new Set(),
      held: { optOut: 0, emptied: 0 },
      questions: {},
      asked: '',
      agreed,
      filled,
    };
  }
  const rowIndexes = new Set(view.grid.cells.keys());
  const everything = planSync(view, account, { kind: 'selected', rowIndexes });
  return brakedPlan(input, plan, everything);
}

/** Which rows of the sheet, by fingerprint, hold a wish of this kind that waits for an answer. */
export function heldFingerprints(view: SheetView, account: string, kind: WishKind): ReadonlySet<Fingerprint> {
  const rowIndexes = new Set(view.grid.cells.keys());
  const { changes } = planSync(view, account, { kind: 'selected', rowIndexes });
  return new Set(
    changes
      .filter((planned) => decisionsOf(view, planned)[kind] === 'held')
      .map(({ fingerprint }) => fingerprint),
  );
}

/** How many contacts of a plan would be opted out, those aside that somebody has declined to opt out. */
export function optOutsIn(view: SheetView, changes: readonly PlannedChange[]): number {
  return changes.filter(
    (planned) => hasWish(planned.change, 'optOut') && decisionsOf(view, planned).optOut !== 'declined',
  ).length;
}

/** Statuses of rows that were sent in part: they say what is held or was declined, and keep the mark of it. */
export function statusesWithBrake(
  view: SheetView,
  statuses: ReadonlyMap<number, StatusChange>,
): Map<number, ManagedChange> {
  return new Map(
    [...statuses].map(([rowIndex, status]): [number, ManagedChange] => {
      const cell = managedCell(view, rowIndex, 'fingerprint');
      const mark = markIn(cell);
      if (mark === undefined) return [rowIndex, status];
      const { fingerprint = '' } = status;
      if (status.status === 'Failed') {
        // What was decided for these values holds when they are sent again.
        const kept = markedCell(fingerprint, mark.decisions, mark.fingerprint);
        return [rowIndex, { ...status, fingerprint: kept }];
      }
      const message = messageOf(mark.decisions);
      if (fingerprint === '' || fingerprint !== mark.fingerprint || message === '') return [rowIndex, status];
      const content = withoutMark(cell);
      // What is held is sent later, and only what was chosen of it.
      const left = comparedCell(content).chosen === undefined ? fingerprint : content;
      const kept = markedCell(left, mark.decisions, fingerprint);
      return [rowIndex, { ...status, status: 'Check', message, fingerprint: kept }];
    }),
  );
}

/** Whether any row can ask for what the brake holds. */
export function canWish({ columns }: SheetView): boolean {
  return columns.optOut !== undefined || columns.fields.some(({ blankClears }) => blankClears === true);
}

function brakedPlan(input: BrakeInput, plan: Plan, everything: Plan): BrakedPlan {
  const { view, memory, answer } = input;
  const concern = columnConcern(view, everything, memory);
  const columns = clearableColumns(view, everything);
  const blank = columns.filter(({ header, isBlank }) => isBlank && memory.filled.includes(header));
  const blankFields = new Set(blank.map(({ name }) => name));
  const decided = {
    optOut: decide(input, plan, 'optOut', () => concern !== undefined),
    emptied: decide(input, plan, 'emptied', ({ fields }) =>
      [...blankFields].some((name) => fields.get(name) === ''),
    ),
  };
  const changes: PlannedChange[] = [];
  const reduced = new Set<PlannedChange>();
  const statuses = new Map<number, ManagedChange>(plan.statuses);
  const held: Record<WishKind, number> = { optOut: 0, emptied: 0 };
  const names: string[] = [];
  let { check } = plan;
  for (const planned of plan.changes) {
    const [optOut, emptied] = [decided.optOut.get(planned), decided.emptied.get(planned)];
    const decisions: Decisions = {
      ...(optOut === undefined ? {} : { optOut }),
      ...(emptied === undefined ? {} : { emptied }),
    };
    for (const kind of wishKinds) {
      if (decisions[kind] !== 'held') continue;
      held[kind]++;
      names.push(`${kind} ${planned.fingerprint}`);
    }
    const change = changeWithout(planned.change, decisions);
    const left = change === planned.change ? planned : { ...planned, change };
    const isLeft = left === planned || !isEmptyChange(change);
    if (isLeft) changes.push(left);
    else check += planned.rowIndexes.length;
    if (isLeft && left !== planned) reduced.add(left);
    for (const rowIndex of planned.rowIndexes) {
      const content = withoutMark(managedCell(view, rowIndex, 'fingerprint'));
      statuses.set(rowIndex, {
        ...(isLeft ? plan.statuses.get(rowIndex) : { status: 'Check', message: messageOf(decisions) }),
        ...(wishKinds.some((kind) => decisions[kind] !== undefined)
          ? { fingerprint: markedCell(content, decisions, planned.fingerprint) }
          : {}),
      });
    }
  }
  const elsewhere = heldElsewhere(view, plan, everything);
  const waiting = { optOut: held.optOut, emptied: held.emptied };
  for (const { kind, fingerprint } of elsewhere) {
    waiting[kind]++;
    names.push(`${kind} ${fingerprint}`);
  }
  const isAnswered = (kind: WishKind) => answer?.kinds.includes(kind) === true;
  const isAgreed = concern !== undefined && isAnswered('optOut') && answer?.isYes === true;
  const had = isAnswered('emptied') ? [] : memory.filled;
  return {
    ...{ changes, reduced, statuses, unchanged: plan.unchanged, check, held },
    ...{ questions: questionsOf(waiting, concern, blank), asked: nameOf(names) },
    agreed: isAgreed ? [...memory.agreed, rememberedHeader(concern.header)] : memory.agreed,
    filled: columns
      .filter(({ header, isBlank }) => !isBlank || had.includes(header))
      .map(({ header }) => header),
  };
}

/** What is decided for each change of the plan that has a wish of this kind. */
function decide(
  { view, scope, maxAtOnce, answer }: BrakeInput,
  plan: Plan,
  kind: WishKind,
  isDoubtful: (change: ContactChange) => boolean,
): ReadonlyMap<PlannedChange, Decision> {
  const isAnswered = answer?.kinds.includes(kind) === true;
  // What is left of a run is fewer than the run was asked about.
  const keepsHolding = scope.kind === 'waiting' || scope.kind === 'marked' || answer !== undefined;
  const decided = new Map<PlannedChange, Decision>();
  const open: PlannedChange[] = [];
  for (const planned of plan.changes) {
    if (!hasWish(planned.change, kind)) continue;
    const before = decisionsOf(view, planned)[kind];
    if (isAnswered) decided.set(planned, answer.isYes ? 'released' : 'declined');
    else if (before === 'released' || before === 'declined') decided.set(planned, before);
    else if (before === 'held' && keepsHolding) decided.set(planned, before);
    else open.push(planned);
  }
  for (const planned of open) {
    const isHeld = open.length > maxAtOnce || isDoubtful(planned.change);
    decided.set(planned, isHeld ? 'held' : 'released');
  }
  return decided;
}

function hasWish({ fields, opt }: ContactChange, kind: WishKind): boolean {
  if (kind === 'optOut') return opt?.kind === 'opt-out';
  return [...fields.values()].some((text) => text === '');
}

/** What its rows say was decided for these very values. A cleared status asks about a declined wish again. */
function decisionsOf(view: SheetView, { rowIndexes, fingerprint }: PlannedChange): Decisions {
  for (const rowIndex of rowIndexes) {
    const mark = markIn(managedCell(view, rowIndex, 'fingerprint'));
    if (mark?.fingerprint !== fingerprint) continue;
    if (managedCell(view, rowIndex, 'status') !== '') return mark.decisions;
    const kept = wishKinds.filter((kind) => mark.decisions[kind] !== 'declined');
    return Object.fromEntries(kept.map((kind) => [kind, mark.decisions[kind]]));
  }
  return {};
}

/** Held wishes of rows that are not planned now. */
function heldElsewhere(
  view: SheetView,
  plan: Plan,
  everything: Plan,
): { readonly kind: WishKind; readonly fingerprint: Fingerprint }[] {
  const planned = new Set(plan.changes.map(({ fingerprint }) => fingerprint));
  return everything.changes
    .filter(({ fingerprint }) => !planned.has(fingerprint))
    .flatMap((other) => {
      const decisions = decisionsOf(view, other);
      return wishKinds
        .filter((kind) => decisions[kind] === 'held')
        .map((kind) => ({ kind, fingerprint: other.fingerprint }));
    });
}

/** Another text for other names, in any order; empty for none (FNV-1a, summed). */
function nameOf(names: readonly string[]): string {
  if (names.length === 0) return '';
  let sum = 0;
  for (const name of names) {
    let hash = 0x811c9dc5;
    for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    sum = (sum + hash) >>> 0;
  }
  return `${names.length}-${sum.toString(16)}`;
}

/**
 * The change without what is held or was declined. The new address of a row whose opt-out is held waits with it: once
 * Keap has it, the old one could not be opted out any more. So do its tags: they can start an automation that sends email.
 */
function changeWithout(change: ContactChange, { optOut, emptied }: Decisions): ContactChange {
  const isOptKept = optOut === undefined || optOut === 'released';
  const isEmptiedKept = emptied === undefined || emptied === 'released';
  if (isOptKept && isEmptiedKept) return change;
  const { opt, fields, tags, ...rest } = change;
  const left = [...fields].filter(
    ([name, text]) =>
      (isEmptiedKept || text !== '') && (isOptKept || optOut === 'declined' || name !== 'Email'),
  );
  return {
    ...rest,
    fields: new Map(left),
    ...(opt === undefined || !isOptKept ? {} : { opt }),
    ...(tags === undefined || optOut === 'held' ? {} : { tags }),
  };
}

function messageOf({ optOut, emptied }: Decisions): string {
  return [
    ...(optOut === 'held'
      ? ["Confirm in the sidebar: this row would opt its contact out, which can't be undone."]
      : []),
    ...(emptied === 'held' ? ['Confirm in the sidebar: this row would clear fields in Keap.'] : []),
    ...(optOut === 'declined'
      ? [
          "Not opted out, as you chose in the sidebar. Delete the reason, or clear this row's status to be asked again.",
        ]
      : []),
    ...(emptied === 'declined'
      ? ["No field was cleared, as you chose in the sidebar. Clear this row's status to be asked again."]
      : []),
  ].join(' ');
}

/** Fewer rows than this are seen at a glance. */
const minRows = 5;

/** Of the columns that would opt out most of the sheet and that nobody has confirmed yet, the one with most reasons. */
function columnConcern(view: SheetView, everything: Plan, memory: BrakeMemory): ColumnConcern | undefined {
  const { grid, columns } = view;
  const planned = new Set(
    everything.changes.flatMap(({ change, rowIndexes }) =>
      change.opt?.kind === 'opt-out' ? rowIndexes : [],
    ),
  );
  const rows = contactRows(view).filter(({ id }) => id !== undefined);
  const of = rows.length;
  if (of < minRows || planned.size * 2 <= of) return undefined;
  const headerOf = (columnIndex: number) =>
    String(grid.cells[columns.headerRowIndex]?.[columnIndex] ?? '').trim();
  const isAgreed = (columnIndex: number) => memory.agreed.includes(rememberedHeader(headerOf(columnIndex)));
  const wishesOf = (columnIndex: number, ofRows: readonly ContactRow[]) =>
    ofRows.flatMap((row) => {
      const wish = optOutIn(row, columns, columnIndex);
      return wish.kind === 'wish' ? [wish.reason] : [];
    });
  const all = optOutColumns(columns);
  const agreed = all.filter(isAgreed);
  const unsure = rows.filter(
    (row) => planned.has(row.rowIndex) && agreed.every((column) => wishesOf(column, [row]).length === 0),
  );
  if (unsure.length * 2 <= of) return undefined;
  const [first] = all
    .filter((column) => !isAgreed(column))
    .map((columnIndex) => ({ columnIndex, reasons: wishesOf(columnIndex, unsure) }))
    .sort((one, other) => other.reasons.length - one.reasons.length);
  if (first === undefined) return undefined;
  const { columnIndex, reasons } = first;
  return {
    letter: columnLetter(columnIndex),
    header: headerOf(columnIndex),
    of,
    reason: mostFrequent(reasons),
  };
}

function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [first] = [...counts].sort(([, one], [, other]) => other - one);
  return (first?.[0] ?? '').slice(0, 80);
}

interface ClearableColumn {
  readonly name: string;
  readonly header: string;
  /** Whether none of at least two rows has a value in it. */
  readonly isBlank: boolean;
}

/** The columns whose empty cells empty the field. */
function clearableColumns({ grid, columns }: SheetView, { changes }: Plan): ClearableColumn[] {
  return columns.fields.flatMap(({ name, columnIndex, blankClears }) => {
    if (blankClears !== true) return [];
    const header = rememberedHeader(String(grid.cells[columns.headerRowIndex]?.[columnIndex] ?? ''));
    // A change of chosen fields alone may lack it.
    const isBlankIn = ({ change }: PlannedChange) => (change.fields.get(name) ?? '') === '';
    const isBlank = changes.length > 1 && changes.every(isBlankIn);
    return [{ name, header, isBlank }];
  });
}

function questionsOf(
  waiting: Readonly<Record<WishKind, number>>,
  concern: ColumnConcern | undefined,
  blank: readonly ClearableColumn[],
): BrakeQuestions {
  const column = concern === undefined ? {} : { column: concern };
  return {
    ...(waiting.optOut > 0 ? { optOut: { contacts: waiting.optOut, ...column } } : {}),
    ...(waiting.emptied > 0
      ? { emptied: { contacts: waiting.emptied, columns: blank.map(({ header }) => header) } }
      : {}),
  };
}
