/** Plans a sync: which contacts are sent, and what the other rows say. */
import type { ContactChange, ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { Cell } from '../../platform/table.ts';
import { type Decision, markIn, withoutMark } from '../sheet/brake-mark.ts';
import { type ComparedCell, comparedCell } from '../sheet/compare-mark.ts';
import { type Fingerprint, fingerprintOf, isFingerprintOf, remembersOpt } from '../sheet/fingerprint.ts';
import { type CellForms, type Row, readRow } from '../sheet/row.ts';
import { contactRows, managedCell, type SheetView } from '../sheet/sheet-view.ts';
import { clearedCells, isInOrder, type StatusChange } from '../sheet/status.ts';
import { compareNoteIn, keptNotes } from './compare-note.ts';
import { optConflicts, optConflictText } from './opt-conflicts.ts';
import { checkName, type PlanToken } from './plan-token.ts';

/** One contact to send, and the rows (indexes from 0) that ask for it when the plan is made. */
export interface PlannedChange {
  readonly change: ContactChange;
  readonly fingerprint: Fingerprint;
  readonly rowIndexes: readonly number[];
  /** As far as all of these rows agree. */
  readonly forms: CellForms;
  /** Why a value cannot be sent, by field; of no account where Keap already has it. */
  readonly problems: ReadonlyMap<FieldName, string>;
  /** Set when the rows' opt-in or opt-out was sent in an earlier run, and so is not part of `change`. */
  readonly isOptInSent?: true;
  /** Set when only these fields are sent, as somebody has chosen after a comparison with Keap. */
  readonly chosen?: ReadonlySet<FieldName>;
  /** Set where the contact was created a moment ago. */
  readonly isNew?: true;
}

/** What a sync would do. A plain value: preview shows it, the run applies it. */
export interface Plan {
  /** In the order of the sheet. */
  readonly changes: readonly PlannedChange[];
  /** What can be said of rows before anything is sent, by row index; rows that stay as they are are missing. */
  readonly statuses: ReadonlyMap<number, StatusChange>;
  readonly unchanged: number;
  readonly check: number;
}

/**
 * Which rows a plan takes: `all`; only those that an unfinished run has left `waiting`, with what a user has asked for
 * again since; of a run over some rows only those that it has `marked` so; the `selected` ones, whatever their status;
 * those that an earlier plan has `planned`, as long as they hold what they held then, with those that needed attention; or
 * those of which somebody has `chosen` fields after a comparison with Keap.
 */
export type PlanScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'marked' }
  | { readonly kind: 'chosen' }
  | { readonly kind: 'selected'; readonly rowIndexes: ReadonlySet<number> }
  | { readonly kind: 'planned'; readonly plan: PlanToken };

type UnreadyRow = Exclude<Row, { kind: 'ready' }>;
type ReadyRow = Extract<Row, { kind: 'ready' }> & {
  readonly fingerprint: Fingerprint;
  readonly status: Cell;
  /** As the sheet has it, without what was decided about it. */
  readonly stored: string;
  readonly isStoredBare: boolean;
  /** Whether its opt-out has yet to be sent, whatever else of the row was: it waits for a yes, or has just got an answer. */
  readonly isOptOutOpen: boolean;
  readonly chosen: ComparedCell['chosen'];
  /** Whether the row has not changed since it was synced, whatever its status says. */
  readonly isSame: boolean;
  readonly isInOrder: boolean;
};

/** Compares the sheet with what was synced to this Keap account; `account` names it. */
export function planSync(view: SheetView, account: string, scope: PlanScope): Plan {
  const { ready, unready } = readRows(view, account);
  const changes: PlannedChange[] = [];
  const statuses = new Map<number, StatusChange>();
  let unchanged = 0;
  let check = 0;
  for (const row of unready) {
    const status = unreadyStatus(row, managedCell(view, row.rowIndex, 'status'));
    if (status?.status === 'Check') setCheck([row], () => status);
    else if (status !== undefined && isInScope([row], scope)) statuses.set(row.rowIndex, status);
  }
  const groups = [...groupByContact(ready)];
  const conflicts = conflictsOf(ready);
  for (const rows of groups) {
    const [first] = rows;
    if (first === undefined) continue;
    const opposite = conflicts.get(first.change.id);
    if (rows.some((row) => row.fingerprint !== first.fingerprint)) {
      setCheck(rows, (row) => disagreement(row, rows));
    } else if (opposite !== undefined) {
      setCheck(rows, () => ({ status: 'Check', message: optConflictText(opposite) }));
    } else if (!isAskedFor(rows) && rows.every((row) => row.isSame && isProblemKnown(row, view))) {
      setCheck(rows, ({ rowIndex }) => {
        return { status: 'Check', message: String(managedCell(view, rowIndex, 'message')) };
      });
    } else if (!isInScope(rows, scope)) {
      // It stays as it is.
    } else if (!isForced(scope) && rows.every((row) => row.isInOrder)) {
      unchanged += rows.length;
      for (const row of rows) {
        if (row.status === 'Undone') continue;
        statuses.set(row.rowIndex, unchangedStatus(row, keptNotes(messageAt(row.rowIndex))));
      }
    } else {
      const planned = withChoice(plannedChange(first, rows), rows, scope);
      changes.push(view.created?.has(first.change.id) === true ? { ...planned, isNew: true } : planned);
      for (const row of rows) {
        const note = planned.chosen === undefined ? '' : compareNoteIn(messageAt(row.rowIndex));
        statuses.set(row.rowIndex, { ...waitingStatus(rows), message: note });
      }
    }
  }
  return { changes, statuses, unchanged, check };

  function messageAt(rowIndex: number): string {
    return String(managedCell(view, rowIndex, 'message'));
  }

  /** Whether somebody wants these rows sent even if they are up to date. */
  function isAskedFor(rows: readonly ReadyRow[]): boolean {
    return isForced(scope) && isInScope(rows, scope);
  }

  /** Of a plan that was shown, rows say it that said it then, or that should have been sent. */
  function setCheck<Kind extends ReadyRow | UnreadyRow>(
    rows: readonly Kind[],
    statusOf: (row: Kind) => StatusChange,
  ): void {
    for (const row of rows) {
      const status = statusOf(row);
      const wasShown =
        scope.kind === 'planned' &&
        scope.plan.hasCheck(checkName(contactText(view, row.rowIndex), status.message));
      if (!wasShown && !isInScope(rows, scope)) continue;
      check++;
      statuses.set(row.rowIndex, status);
    }
  }

  function isInScope(rows: readonly (ReadyRow | UnreadyRow)[], wanted: PlanScope): boolean {
    switch (wanted.kind) {
      case 'all':
        return true;
      case 'waiting':
        return rows.some((row) => isWaiting(managedCell(view, row.rowIndex, 'status')));
      case 'marked':
        return rows.some((row) => managedCell(view, row.rowIndex, 'status') === 'Waiting');
      case 'chosen':
        return rows.some((row) => row.kind === 'ready' && row.isSame && row.chosen !== undefined);
      case 'selected':
        return rows.some((row) => wanted.rowIndexes.has(row.rowIndex));
      case 'planned':
        return rows.some((row) =>
          row.kind === 'ready' ? wanted.plan.has(row.fingerprint) : view.sought?.has(row.rowIndex) === true,
        );
    }
  }
}

/**
 * By the addresses that the sheet names; those that only Keap knows are compared before anything is sent. Rows of a contact
 * that disagree count, too: whichever of them is right, nobody is opted in whom another row opts out.
 */
function conflictsOf(rows: readonly ReadyRow[]): ReadonlyMap<ContactId, ContactId> {
  return optConflicts(
    rows
      .filter(({ change }) => change.opt !== undefined)
      .map(({ change }) => ({ change, addresses: [change.fields.get('Email') ?? ''] })),
  );
}

/** Stored in today's form, so that a later edit of the row finds what was sent. */
function unchangedStatus({ stored, isStoredBare, fingerprint }: ReadyRow, message: string): StatusChange {
  const status = { status: 'Unchanged', message } as const;
  return isStoredBare && stored === fingerprint ? status : { ...status, fingerprint };
}

/**
 * An opt-in that was sent is sent again only where somebody has cleared the status of its row; so is the opt-out of a row
 * with a value that cannot be sent, or that Keap does not know, or with fields that somebody has yet to agree to clear.
 */
function plannedChange(
  { change, fingerprint, ...first }: ReadyRow,
  rows: readonly ReadyRow[],
): PlannedChange {
  const { problems } = first;
  const forms: CellForms = {
    numbers: new Set(
      [...first.forms.numbers].filter((name) => rows.every((row) => row.forms.numbers.has(name))),
    ),
    typed: new Map(
      [...first.forms.typed].filter(([name, text]) =>
        rows.every((row) => row.forms.typed.get(name) === text),
      ),
    ),
  };
  const planned = { fingerprint, forms, problems, rowIndexes: rows.map((row) => row.rowIndex) };
  const isRemembered = rows.some((row) => row.isSame || remembersOpt(row.stored, fingerprint));
  const isOptOutSent =
    !rows.some((row) => row.isOptOutOpen) && (problems.size > 0 || rows.every(isSettledInPart));
  const isSent = isRemembered && !rows.some(isCleared) && (change.opt?.kind === 'opt-in' || isOptOutSent);
  if (change.opt === undefined || !isSent) return { change, ...planned };
  const { opt: _opt, ...withoutOpt } = change;
  return { change: withoutOpt, ...planned, isOptInSent: true };
}

/**
 * The change without what nobody has chosen, for as long as the rows hold what the choice was about: also in a later run,
 * where the one of the choice has failed or was killed. An edited row and one whose status is cleared is sent as a whole.
 */
function withChoice(planned: PlannedChange, rows: readonly ReadyRow[], { kind }: PlanScope): PlannedChange {
  const chosen = rows.find((row) => row.chosen !== undefined)?.chosen;
  const isAbout = ({ isSame, status, isInOrder: isOver }: ReadyRow) =>
    isSame && status !== '' && (kind === 'chosen' || !isOver);
  if (chosen === undefined || !rows.every(isAbout)) return planned;
  const { isOptInSent: _isOptInSent, ...rest } = planned;
  const { id, fields } = planned.change;
  const left = [...fields].filter(([name]) => chosen.has(name));
  return { ...rest, change: { id, fields: new Map(left) }, chosen };
}

/** What the sheet has as the contact id of a row. */
export function contactText({ grid, columns }: SheetView, rowIndex: number): string {
  return String(grid.cells[rowIndex]?.[columns.id] ?? '');
}

/**
 * Keap has been asked about a value that cannot be sent, and has another one: the row says so until it is edited. A row
 * that says something else needed attention for another reason, which may be gone.
 */
function isProblemKnown({ rowIndex, status, problems }: ReadyRow, view: SheetView): boolean {
  const message = String(managedCell(view, rowIndex, 'message'));
  return status === 'Check' && [...problems.values()].some((problem) => message.includes(problem));
}

/** What was remembered goes with the status that somebody has cleared: the next execution sees only Waiting. */
function waitingStatus(rows: readonly ReadyRow[]): StatusChange {
  const status = { status: 'Waiting', message: '' } as const;
  return rows.some(isCleared) ? { ...status, fingerprint: '' } : status;
}

/** Whether Keap has done all that can be done of a row before somebody decides about the rest. */
function isSettledInPart({ isSame, status }: ReadyRow): boolean {
  return isSame && status === 'Check';
}

/** A yes that was killed before anything was sent leaves a row that says Waiting. */
function isOptOutOpen(decision: Decision | undefined, status: Cell): boolean {
  return decision === 'held' || decision === 'declined' || (decision === 'released' && status === 'Waiting');
}

function isCleared({ status, stored }: ReadyRow): boolean {
  return status === '' && stored !== '';
}

/** Whether rows are sent even if they are up to date. */
function isForced({ kind }: PlanScope): boolean {
  return kind === 'selected' || kind === 'planned' || kind === 'chosen';
}

function readRows(
  view: SheetView,
  account: string,
): { readonly ready: ReadyRow[]; readonly unready: UnreadyRow[] } {
  const ready: ReadyRow[] = [];
  const unready: UnreadyRow[] = [];
  for (const contactRow of contactRows(view)) {
    const row = readRow(contactRow, view.columns);
    if (row.kind === 'ready') {
      const fingerprint = fingerprintOf(row.change, account, row.forms.typed);
      const whole = managedCell(view, row.rowIndex, 'fingerprint');
      const cell = withoutMark(whole);
      const { stored, chosen, isInOrderWith } = comparedCell(cell);
      const isSame =
        isFingerprintOf(stored, row.change, account, row.forms.typed) || isInOrderWith(fingerprint);
      const status = managedCell(view, row.rowIndex, 'status');
      ready.push({
        ...{ ...row, fingerprint, status, stored, chosen, isSame, isStoredBare: stored === cell },
        isOptOutOpen: isOptOutOpen(markIn(whole)?.decisions.optOut, status),
        isInOrder: isSame && isInOrder(status),
      });
    } else {
      unready.push(row);
    }
  }
  return { ready, unready };
}

/** A cleared status cell counts as waiting: that is how a user asks for a row again. */
function isWaiting(status: Cell): boolean {
  return status === 'Waiting' || status === '';
}

function groupByContact(rows: readonly ReadyRow[]): Iterable<ReadyRow[]> {
  const byContact = new Map<ContactId, ReadyRow[]>();
  for (const row of rows) {
    const group = byContact.get(row.change.id);
    if (group === undefined) byContact.set(row.change.id, [row]);
    else group.push(row);
  }
  return byContact.values();
}

/** The status of a row that sends nothing; undefined where it has none and never had one. */
function unreadyStatus(row: UnreadyRow, status: Cell): StatusChange | undefined {
  switch (row.kind) {
    case 'blank':
      return status === '' ? undefined : clearedCells;
    case 'idle':
      return { status: 'Unchanged', message: 'Nothing to send: this row has only a contact id.' };
    case 'waiting':
      return { status: 'Waiting', message: '' };
    case 'check':
      return { status: 'Check', message: row.reason };
  }
}

function disagreement(row: ReadyRow, rows: readonly ReadyRow[]): StatusChange {
  const others = rows.filter((other) => other !== row).map((other) => other.rowIndex + 1);
  const shown = others.slice(0, 5).join(', ') + (others.length > 5 ? ' and more' : '');
  const where = `${others.length === 1 ? 'row' : 'rows'} ${shown}`;
  return {
    status: 'Check',
    message: `Contact ${row.change.id} is also in ${where}, with different values. Make the rows agree, or delete all but one.`,
  };
}
