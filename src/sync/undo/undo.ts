/** Undoes the last run: of a sync it restores the values in Keap, of a fill the cells of the sheet. */
import { RunEnded, SettingsWrong } from '../../errors.ts';
import type { ContactChange, ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Loaded, Outcome } from '../../keap/contacts/outcome.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Calendar } from '../../platform/table.ts';
import { outcomeTexts } from '../log/journal.ts';
import { readLog } from '../log/log-sheet.ts';
import { type ChunksEnd, runInChunks } from '../run/in-chunks.ts';
import type { RunContext } from '../run/run-context.ts';
import { type OpenRun, type RunEnd, type RunStart, runUnderLock } from '../run/run-lifecycle.ts';
import { changeRunRecord, type UndoableRun } from '../run/run-record.ts';
import type { UnfinishedUndo } from '../run/unfinished-run.ts';
import { countText } from '../sheet/localized-text.ts';
import { contactRows, managedCell, type SheetReader, type SheetView } from '../sheet/sheet-view.ts';
import { isInOrder, type StatusChange } from '../sheet/status.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import { undoFill } from './undo-fill.ts';
import { planUndo, type UndoPlan, type WrittenContact, writtenBy } from './undo-plan.ts';

/**
 * Undoes a run under the document's lock; says in a sentence what it did. An undo that was cut off starts again: what
 * is restored already is found so. Throws as `runUnderLock` does, and `SettingsWrong` where the log no longer knows.
 */
export function runUndo(context: RunContext, target: UndoableRun): string {
  const { sentence, isOver, isStopped } = runUnderLock(context, runStart(target), (run) =>
    target.kind === 'fill' ? undoFill(context, run, target) : undoSync(context, run, target),
  );
  if (isOver && !isStopped) changeRunRecord(context.document.properties, { undoable: undefined });
  context.log.info(`Undo: ${sentence}`);
  return sentence;
}

function runStart({ run: target }: UndoableRun): RunStart<UnfinishedUndo> {
  return {
    startedBy: `Undo of ${target}`,
    begin: (run) => ({ ...run, kind: 'undo', target }),
    takeUp: (unfinished) =>
      unfinished.kind === 'undo' && unfinished.target === target ? unfinished : undefined,
  };
}

/** What the log still knows of a run. Throws `SettingsWrong` where it no longer knows anything. */
export function writtenOf({ workbook }: OpenDocument, { run }: UndoableRun): WrittenContact[] {
  const contacts = writtenBy(run, readLog(workbook)?.lines ?? []);
  if (contacts.length > 0) return contacts;
  throw new SettingsWrong(
    'The log holds nothing of the run',
    'The log no longer contains the last run, so it cannot be undone: its lines were deleted, or newer lines have replaced them.',
  );
}

/** What undoing would do now; reads Keap and changes nothing. */
export function previewUndo(service: ContactService, contacts: readonly WrittenContact[]): UndoPlan {
  return planUndo(contacts, loadFields(service, contacts));
}

function loadFields(service: ContactService, contacts: readonly WrittenContact[]): (Loaded | undefined)[] {
  const names = new Set<FieldName>(contacts.flatMap(({ fields }) => [...fields.keys()]));
  const concerned = contacts.filter(({ fields }) => fields.size > 0);
  const loaded = service.load(
    concerned.map(({ id }) => id),
    [...names],
  );
  const byId = new Map(concerned.map(({ id }, index) => [id, loaded[index]]));
  return contacts.map(({ id }) => byId.get(id));
}

type UndoEnd = RunEnd & { readonly isStopped: boolean };

function undoSync(context: RunContext, run: OpenRun<UnfinishedUndo>, target: UndoableRun): UndoEnd {
  const contacts = writtenOf(context.document, target);
  let [restored, failed, kept] = [0, 0, 0];
  const end = runInChunks(context, run, {
    items: contacts,
    work(chunk) {
      const { plan, outcomes } = undoChunk(context.service, run, chunk);
      const done = plan.back.filter(({ contact }) => outcomes.get(contact)?.kind === 'done');
      restored += done.length;
      failed += plan.back.length - done.length;
      kept += plan.left.length;
      markRows(context, new Set(done.map(({ contact }) => contact)));
      return [];
    },
    reached: (done) => run.reached({ done, total: contacts.length, synced: restored, failed }),
  });
  const calendar = context.document.workbook.calendar();
  return {
    sentence: undoSentence({ ...end, restored, failed, kept }, calendar),
    isOver: end.left.length === 0 || end.isStopped,
    isStopped: end.isStopped,
    failed: 0,
    endedBy: end.endedBy,
  };
}

/** Restores the old values of some contacts, and records in the journal how each one ended. */
function undoChunk(
  service: ContactService,
  { journal }: OpenRun<UnfinishedUndo>,
  contacts: readonly WrittenContact[],
): { readonly plan: UndoPlan; readonly outcomes: ReadonlyMap<ContactId, Outcome> } {
  const plan = planUndo(contacts, loadFields(service, contacts));
  const changes = changesOf(plan);
  if (changes.length === 0) return { plan, outcomes: new Map() };
  journal.begin(
    plan.back.map(({ contact, field, from, to }) => ({ contact, field, oldValue: from, newValue: to })),
  );
  const given = service.apply(changes);
  const outcomes = new Map(
    changes.map(({ id }, index): [ContactId, Outcome] => [id, given[index] ?? noAnswer]),
  );
  journal.settle(plan.back.map(({ contact }) => outcomeText(outcomes.get(contact))));
  return { plan, outcomes };
}

function changesOf({ back }: UndoPlan): ContactChange[] {
  const fields = new Map<ContactId, Map<FieldName, string>>();
  for (const { contact, field, to } of back) {
    const of = fields.get(contact) ?? new Map<FieldName, string>();
    fields.set(contact, of.set(field, to));
  }
  return [...fields].map(([id, values]) => ({ id, fields: values }));
}

function outcomeText(outcome: Outcome | undefined): string {
  if (outcome === undefined) return outcomeTexts.unknown;
  return outcome.kind === 'done' ? outcomeTexts.done : `Failed: ${outcome.reason}`;
}

function markRows({ table, read }: RunContext, ids: ReadonlySet<ContactId>): void {
  const view = ids.size === 0 ? undefined : readIfPossible(read);
  if (view !== undefined) writeStatuses(table, view, undoneStatuses(view, ids));
}

/** The sheet as it can be read now; undefined where it is no longer a sheet of contacts. */
function readIfPossible(read: SheetReader): SheetView | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RunEnded) return undefined;
    throw error;
  }
}

/** Rows of restored contacts: they count as up to date, and are not sent again before the user says so. */
function undoneStatuses(view: SheetView, ids: ReadonlySet<ContactId>): Map<number, StatusChange> {
  const rows = contactRows(view).filter(
    ({ rowIndex, id }) => id !== undefined && ids.has(id) && isInOrder(managedCell(view, rowIndex, 'status')),
  );
  return new Map(rows.map(({ rowIndex }) => [rowIndex, undone]));
}

const undone: StatusChange = {
  status: 'Undone',
  message: 'The previous values were restored in Keap. Clear the status to send this row again.',
};

interface UndoReport extends ChunksEnd<WrittenContact> {
  /** Values. */
  readonly restored: number;
  readonly failed: number;
  /** Values that were left as they are. */
  readonly kept: number;
}

function undoSentence(
  { restored, failed, kept, left, isStopped, endedBy }: UndoReport,
  calendar: Calendar,
): string {
  const values = (count: number) => countText(count, 'value', calendar);
  const done = [
    `Restored ${values(restored)} in Keap.`,
    ...(failed > 0 ? [`Keap rejected ${values(failed)}; the log says why.`] : []),
    ...(kept > 0 ? [`Left ${values(kept)} unchanged.`] : []),
  ];
  if (endedBy !== undefined) return [...done, endedBy.advice].join(' ');
  if (isStopped) return [...done, 'Stopped at your request. Undo again to restore the rest.'].join(' ');
  if (left.length === 0) return done.join(' ');
  const contacts = countText(left.length, 'contact', calendar);
  return [
    ...done,
    `Google's time limit was reached, with ${contacts} left. The next run continues with them.`,
  ].join(' ');
}
