/** Restores in Keap what a sync changed, and marks the rows concerned. */
import { RunEnded, SettingsWrong } from '../../errors.ts';
import type { ContactChange, ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { Loaded, Outcome } from '../../keap/contacts/outcome.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import { outcomeWords } from '../log/journal.ts';
import { readLog } from '../log/log-sheet.ts';
import type { OpenRun } from '../run/run-lifecycle.ts';
import type { UndoableRun } from '../run/run-record.ts';
import { cellText } from '../sheet/cell-text.ts';
import { contactIdOf } from '../sheet/row.ts';
import { managedCell, type SheetReader, type SheetView } from '../sheet/sheet-view.ts';
import { isInOrder, type StatusChange } from '../sheet/status.ts';
import { type LeftAlone, planUndo, type UndoPlan, type WrittenContact, writtenBy } from './undo-plan.ts';

/** What the log still knows of a run. Throws `SettingsWrong` where it knows nothing any more. */
export function writtenOf({ workbook }: OpenDocument, { run }: UndoableRun): WrittenContact[] {
  const contacts = writtenBy(run, readLog(workbook)?.lines ?? []);
  if (contacts.length > 0) return contacts;
  throw new SettingsWrong(
    'The log holds nothing of the run',
    'The log does not hold the last run any more, so nothing can be set back: its lines were deleted, or newer ones have taken their place.',
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
  const byId = new Map(concerned.map(({ id }, place) => [id, loaded[place]]));
  return contacts.map(({ id }) => byId.get(id));
}

/** What an undo did, in values. */
export interface UndoReport {
  readonly back: number;
  readonly failed: number;
  readonly left: readonly LeftAlone[];
  /** Contacts that were not reached. */
  readonly waiting: number;
  readonly isStopped: boolean;
  readonly endedBy: RunEnded | undefined;
}

/** Sets the old values of some contacts back, and says in the journal what became of each. */
export function undoChunk(
  service: ContactService,
  run: OpenRun,
  contacts: readonly WrittenContact[],
): { readonly plan: UndoPlan; readonly outcomes: ReadonlyMap<ContactId, Outcome> } {
  const plan = planUndo(contacts, loadFields(service, contacts));
  const changes = changesOf(plan);
  if (changes.length === 0) return { plan, outcomes: new Map() };
  run.journal.begin(
    plan.back.map(({ contact, field, from, to }) => ({ contact, field, oldValue: from, newValue: to })),
  );
  const given = service.apply(changes);
  const outcomes = new Map(
    changes.map(({ id }, place): [ContactId, Outcome] => [
      id,
      given[place] ?? { kind: 'failed', reason: 'Keap did not answer for this contact.' },
    ]),
  );
  run.journal.settle(plan.back.map(({ contact }) => outcomeText(outcomes.get(contact))));
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
  if (outcome === undefined) return outcomeWords.unknown;
  return outcome.kind === 'done' ? outcomeWords.done : `Failed: ${outcome.reason}`;
}

/** Rows of contacts that were set back: in order as they are, and not to be sent again before the user says so. */
export function undoneStatuses(view: SheetView, ids: ReadonlySet<ContactId>): Map<number, StatusChange> {
  const { grid, columns } = view;
  const text = cellText(grid.timeZone);
  const statuses = new Map<number, StatusChange>();
  for (let rowIndex = columns.headerRowIndex + 1; rowIndex < grid.cells.length; rowIndex++) {
    const id = contactIdOf(text.of(grid.cells[rowIndex]?.[columns.id] ?? ''));
    if (id === undefined || !ids.has(id)) continue;
    if (isInOrder(managedCell(view, rowIndex, 'status'))) statuses.set(rowIndex, undone);
  }
  return statuses;
}

const undone: StatusChange = {
  status: 'Undone',
  message: 'Keap has the values from before the last run again. Clear the status to send this row once more.',
};

/** The sheet as it can be read now; undefined where it is no sheet of contacts any more. */
export function readIfPossible(read: SheetReader): SheetView | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RunEnded) return undefined;
    throw error;
  }
}
