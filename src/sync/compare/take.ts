/** Takes values of Keap's into the sheet, as somebody has chosen after a comparison, chunk by chunk. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { Calendar } from '../../platform/table.ts';
import { cellField, type Entry, notWritten, outcomeTexts } from '../log/journal.ts';
import { compareNoteIn, withCompareNote } from '../plan/compare-note.ts';
import { withoutNewAddressNote } from '../plan/new-address.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { type ChunksEnd, runInChunks } from '../run/in-chunks.ts';
import { endSentencesWithoutRows } from '../run/report.ts';
import type { RunContext } from '../run/run-context.ts';
import { type OpenRun, type RunEnd, type RunStart, runUnderLock } from '../run/run-lifecycle.ts';
import type { UnfinishedFill } from '../run/unfinished-run.ts';
import type { CellChange } from '../sheet/cell-blocks.ts';
import { refusedSentence } from '../sheet/cell-names.ts';
import { writeCells } from '../sheet/cell-writer.ts';
import { shortFingerprint } from '../sheet/compare-mark.ts';
import { rejectForeignRows } from '../sheet/foreign-rows.ts';
import { countText } from '../sheet/localized-text.ts';
import type { ManagedChange } from '../sheet/managed-columns.ts';
import { contactIdOf, contactRows, managedCell, type SheetView } from '../sheet/sheet-view.ts';
import { filledColumnAt, filledColumns } from '../sheet/spill.ts';
import type { ChosenContacts } from './choices.ts';
import { keapShown, rowShown } from './comparison.ts';
import { type ComparedContact, compareContacts } from './differences.ts';
import { rowsInOrder } from './in-order.ts';
import { isWritten, markOrder, settleOrder } from './order-kept.ts';

/** How the log names both runs that a choice may start. An undo of the one that fills cells keeps rows in order by it. */
export const startedByCompare = 'Compare with Keap';

/** How a taking has ended. */
export interface TakeEnd extends RunEnd {
  /** Whether all of it was looked at: only then is anything sent. */
  readonly isWhole: boolean;
  /** Names what the rows of a contact hold since they took a value, as `rowShown` does. */
  readonly rowsNow: ReadonlyMap<ContactId, string>;
}

/** Takes these values under the document's lock. Throws as `runUnderLock` does. */
export function runTake(context: RunContext, chosen: ChosenContacts): TakeEnd {
  const end = runUnderLock(context, runStart, (run) => takeAll(context, run, chosen));
  context.log.info(`Compare with Keap: ${end.sentence}`);
  return end;
}

/** What is left of it is not taken up: whoever made the choices sees in the next comparison what is left. */
const runStart: RunStart<UnfinishedFill> = {
  startedBy: startedByCompare,
  undoableAs: 'fill',
  begin: (run) => ({ ...run, kind: 'fill', rows: 'selected', overwrite: true, afterId: 0 }),
  takeUp: () => undefined,
};

function takeAll(context: RunContext, run: OpenRun<UnfinishedFill>, chosen: ChosenContacts): TakeEnd {
  rejectForeignRows(context.read(), context.document.properties);
  run.journal.requireWritable();
  const ids = [...chosen.keys()].sort((one, other) => one - other);
  const found: Found = { cells: 0, refused: [], changed: 0, formulas: 0, rowsNow: new Map() };
  const end = runInChunks(context, run, {
    items: ids,
    work(chunk) {
      takeChunk(context, run, { chosen, found }, chunk);
      return [];
    },
    reached: (done) => run.reached({ done, total: ids.length, synced: found.cells, failed: 0 }),
  });
  const { document, clock } = context;
  return {
    sentence: takeSentence({ ...end, ...found }, clock.nowMs(), document.workbook.calendar()),
    ...{ isOver: true, failed: 0, endedBy: end.endedBy },
    ...{ isWhole: end.left.length === 0 && !end.isStopped, rowsNow: found.rowsNow },
  };
}

/** What was found so far. */
interface Found {
  cells: number;
  readonly refused: CellChange[];
  /** Values that are not what was shown any more. */
  changed: number;
  /** Values whose cells a formula fills. */
  formulas: number;
  readonly rowsNow: Map<ContactId, string>;
}

/** A cell that takes a value, and its line in the journal. */
interface Take {
  readonly cell: CellChange;
  readonly name: FieldName;
  readonly entry: Entry;
}

function takeChunk(
  context: RunContext,
  { journal }: OpenRun<UnfinishedFill>,
  { chosen, found }: { readonly chosen: ChosenContacts; readonly found: Found },
  asked: readonly ContactId[],
): void {
  const { table, service, read, account } = context;
  const sheet = { table, account };
  const first = read();
  const compared = compareContacts(service, shownContacts(first, account, chosen, asked));
  const marked = planTake(first, table.formulas(), chosen, compared);
  const unmarked = markOrder(sheet, first, cellsOf(marked.takes));
  const locked = marked.takes.filter(({ cell }) => unmarked.has(cell.rowIndex));
  found.refused.push(...cellsOf(locked));
  const lockedIds = new Set(locked.map(({ entry }) => entry.contact));
  const ids = asked.filter((id) => !lockedIds.has(id));
  const logged = marked.takes.filter(({ entry }) => !lockedIds.has(entry.contact));
  // First of all: what people enter while the log is written is seen in the reading after it, and not overwritten.
  if (logged.length > 0) journal.begin(logged.map(({ entry }) => entry));
  // The fingerprints are others now, and rows may have been sorted or edited meanwhile.
  const view = read();
  const formulas = table.formulas();
  const still = shownContacts(view, account, chosen, ids);
  const { takes: wanted, isFilled } = planTake(view, formulas, chosen, withRows(compared, still));
  const takes = takesLogged(wanted, logged);
  countLeft(found, chosen, ids, { takes, isFilled });
  const cells = cellsOf(takes);
  const written = writeCells(table, view, formulas, cells);
  const done = takes.filter(({ cell }) => isWritten(written, cell));
  const now = read();
  const settled = settleOrder(sheet, { view, changes: cells, written, now }, (rowIndex) =>
    settledCells(now, rowIndex, done),
  );
  for (const [id, fingerprint] of settled) found.rowsNow.set(id, shortFingerprint(fingerprint));
  if (logged.length > 0) journal.settle(textsOf(logged, takes, new Set(done)));
  found.cells += done.length;
  found.refused.push(...cells.filter((cell) => !isWritten(written, cell)));
}

const notAccepted = notWritten('Sheets did not accept it');
const changedMeanwhile = notWritten('The row has changed since the comparison');

/** Those that have a line in the log. A contact that has got another row meanwhile is left as it is. */
function takesLogged(takes: readonly Take[], logged: readonly Take[]): Take[] {
  const lines = byValue(logged);
  const left = new Set<ContactId>();
  for (const [key, some] of byValue(takes)) {
    const [first] = some;
    if (first !== undefined && some.length > (lines.get(key)?.length ?? 0)) left.add(first.entry.contact);
  }
  return takes.filter(({ entry }) => !left.has(entry.contact));
}

/** What became of each line: those of one value are alike, however its rows have moved. */
function textsOf(logged: readonly Take[], takes: readonly Take[], done: ReadonlySet<Take>): string[] {
  const open = byValue(takes);
  return logged.map(({ entry, name }) => {
    const take = open.get(valueKey(entry.contact, name))?.pop();
    if (take === undefined) return changedMeanwhile;
    return done.has(take) ? outcomeTexts.done : notAccepted;
  });
}

function byValue(takes: readonly Take[]): Map<string, Take[]> {
  const values = new Map<string, Take[]>();
  for (const take of takes) {
    const key = valueKey(take.entry.contact, take.name);
    const known = values.get(key);
    if (known === undefined) values.set(key, [take]);
    else known.push(take);
  }
  return values;
}

/** Those of these contacts whose rows hold what was shown. */
function shownContacts(
  view: SheetView,
  account: string,
  chosen: ChosenContacts,
  ids: readonly ContactId[],
): PlannedChange[] {
  const wanted = new Set(ids);
  return rowsInOrder(view, account).contacts.filter(
    (planned) => wanted.has(planned.change.id) && chosen.get(planned.change.id)?.row === rowShown(planned),
  );
}

/** The same comparison for where the rows are now; of rows that were edited meanwhile, none. */
function withRows(compared: readonly ComparedContact[], still: readonly PlannedChange[]): ComparedContact[] {
  const rows = new Map(still.map((planned) => [planned.change.id, planned.rowIndexes]));
  return compared.flatMap((one) => {
    const rowIndexes = rows.get(one.planned.change.id);
    return rowIndexes === undefined ? [] : [{ ...one, planned: { ...one.planned, rowIndexes } }];
  });
}

interface TakePlan {
  readonly takes: readonly Take[];
  /** Whether a formula fills a cell of this field of the contact. */
  readonly isFilled: ReadonlySet<string>;
}

/** The cells of what was chosen, as long as Keap has what was shown; with a formula in one of them, none of a field's. */
function planTake(
  view: SheetView,
  formulas: readonly (readonly string[])[],
  chosen: ChosenContacts,
  compared: readonly ComparedContact[],
): TakePlan {
  const filled = filledColumns(view.grid, formulas);
  const rows = new Map(contactRows(view).map((row) => [row.rowIndex, row]));
  const takes: Take[] = [];
  const isFilled = new Set<string>();
  for (const one of compared) {
    if (one.kind === 'failed') continue;
    const { change, rowIndexes } = one.planned;
    for (const { name, inKeap } of one.differences) {
      if (chosen.get(change.id)?.keap.get(name) !== keapShown(inKeap)) continue;
      const columnIndex = view.columns.fields.find((field) => field.name === name)?.columnIndex;
      if (columnIndex === undefined) continue;
      const isFormula = (rowIndex: number) =>
        (formulas[rowIndex]?.[columnIndex] ?? '') !== '' ||
        filledColumnAt(filled, rowIndex, columnIndex) !== undefined;
      if (rowIndexes.some(isFormula)) {
        isFilled.add(valueKey(change.id, name));
        continue;
      }
      for (const rowIndex of rowIndexes) {
        const oldValue = rows.get(rowIndex)?.text(columnIndex) ?? '';
        const entry = { contact: change.id, field: cellField(name), oldValue, newValue: inKeap };
        takes.push({ cell: { rowIndex, columnIndex, value: inKeap }, name, entry });
      }
    }
  }
  return { takes, isFilled };
}

function cellsOf(takes: readonly Take[]): CellChange[] {
  return takes.map(({ cell }) => cell);
}

function valueKey(contact: ContactId, name: FieldName): string {
  return `${contact} ${name}`;
}

/** Counts what is chosen of these contacts and not taken. */
function countLeft(
  found: Found,
  chosen: ChosenContacts,
  ids: readonly ContactId[],
  { takes, isFilled }: TakePlan,
): void {
  const taken = new Set(takes.map(({ entry, name }) => valueKey(entry.contact, name)));
  for (const id of ids) {
    for (const name of chosen.get(id)?.keap.keys() ?? []) {
      const key = valueKey(id, name);
      if (isFilled.has(key)) found.formulas++;
      else if (!taken.has(key)) found.changed++;
    }
  }
}

/** What a row says once it holds values of Keap's. */
function settledCells(view: SheetView, rowIndex: number, done: readonly Take[]): ManagedChange {
  const id = contactIdOf(String(view.grid.cells[rowIndex]?.[view.columns.id] ?? ''));
  const names = done.filter(({ entry }) => entry.contact === id).map(({ name }) => name);
  const message = String(managedCell(view, rowIndex, 'message'));
  const withoutOld = names.includes('Email') ? withoutNewAddressNote(message) : message;
  // What it says of an undo is over with the first value that it takes.
  if (managedCell(view, rowIndex, 'status') === 'Undone') return { status: 'Unchanged', message: '' };
  return { message: withCompareNote(withoutOld, compareNoteIn(message, names)) };
}

interface TakeReport extends ChunksEnd<ContactId>, Omit<Found, 'rowsNow'> {}

function takeSentence(
  { cells, refused, changed, formulas, left, isStopped, endedBy }: TakeReport,
  nowMs: number,
  calendar: Calendar,
): string {
  const contacts = countText(left.length, 'contact', calendar);
  const done = [
    `${countText(cells, 'cell', calendar)} taken from Keap.`,
    ...refusedSentence(refused, calendar),
    ...(formulas > 0 ? [`${leftText(formulas, calendar)}, because a formula fills the cell.`] : []),
    ...(changed > 0
      ? [
          `${leftText(changed, calendar)}, because the row or Keap has changed since the comparison. Compare again.`,
        ]
      : []),
  ];
  if (endedBy !== undefined) return [...done, ...endSentencesWithoutRows(endedBy, nowMs, calendar)].join(' ');
  if (left.length === 0) return done.join(' ');
  return [
    ...done,
    isStopped
      ? `Stopped at your request, with ${contacts} left.`
      : `Google's time limit was reached, with ${contacts} left. Compare again.`,
  ].join(' ');
}

function leftText(count: number, calendar: Calendar): string {
  return `${countText(count, 'value', calendar)} left as ${count === 1 ? 'it was' : 'they were'}`;
}
