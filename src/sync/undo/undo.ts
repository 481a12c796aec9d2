/** Undoes a run: of a sync it restores the values in Keap, of a fill the cells of the sheet. */
import { RunEnded, SettingsWrong } from '../../errors.ts';
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { CustomFields } from '../../keap/contacts/custom-field-types.ts';
import type { Outcome } from '../../keap/contacts/outcome.ts';
import { optField, outcomeTexts } from '../log/journal.ts';
import type { LogLine } from '../log/log-sheet.ts';
import { runInChunks } from '../run/in-chunks.ts';
import type { RunContext } from '../run/run-context.ts';
import { type OpenRun, type RunEnd, type RunStart, runUnderLock } from '../run/run-lifecycle.ts';
import type { UnfinishedUndo } from '../run/unfinished-run.ts';
import type { SheetReader } from '../sheet/sheet-reader.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import { loadFields } from './load-fields.ts';
import { loggedRun } from './logged-run.ts';
import { isUnknown, restoreValues } from './restore-values.ts';
import { undoFill } from './undo-fill.ts';
import { planUndo, type RestoredValue, type UndoPlan } from './undo-plan.ts';
import { undoSentence } from './undo-report.ts';
import { type UndoneContact, undoneStatuses } from './undo-rows.ts';
import type { UndoTarget } from './undoable.ts';
import { undoPrefix, type WrittenContact, writtenBy } from './written.ts';

/**
 * Undoes a run under the document's lock; says in a sentence what it did. An undo that was cut off starts again: what
 * is restored already is found so. Throws as `runUnderLock` does, and `SettingsWrong` where the log no longer knows
 * the run, or another Keap account is connected.
 */
export function runUndo(context: RunContext, target: UndoTarget): string {
  return undoRun(context, target).sentence;
}

/** The same, with how it has ended. */
export function undoRun(context: RunContext, target: UndoTarget): RunEnd {
  const end = runUnderLock(context, runStart(target), (run) => {
    if (context.account !== target.account) throw otherAccount(target, context);
    return target.kind === 'fill' ? undoFill(context, run, target) : undoSync(context, run, target);
  });
  context.log.info(`Undo: ${end.sentence}`);
  return end;
}

function runStart({ run: target, kind: targetKind, account, sheetId }: UndoTarget): RunStart<UnfinishedUndo> {
  return {
    startedBy: `${undoPrefix}${target}`,
    ofSheetId: sheetId,
    begin: (run) => ({ ...run, kind: 'undo', target, targetKind, account }),
    takeUp: (unfinished) =>
      unfinished.kind === 'undo' && unfinished.target === target
        ? { ...unfinished, targetKind, account }
        : undefined,
    ends: ({ run }) => run === target,
  };
}

function otherAccount({ account }: UndoTarget, context: RunContext): SettingsWrong {
  return new SettingsWrong(
    'The run to undo belongs to another Keap account',
    `This run changed contacts of ${account}, and you are connected to ${context.account}, so it cannot be undone.`,
  );
}

/** What undoing would do now; reads Keap and changes nothing. */
export function previewUndo(service: ContactService, contacts: readonly WrittenContact[]): UndoPlan {
  return planUndo(contacts, loadFields(service, contacts), customFieldsOf(service, contacts));
}

function customFieldsOf(service: ContactService, contacts: readonly WrittenContact[]): CustomFields {
  return service.customFields(new Set(contacts.flatMap(({ fields }) => [...fields.keys()])));
}

function undoSync(context: RunContext, run: OpenRun<UnfinishedUndo>, target: UndoTarget): RunEnd {
  const logged = loggedRun(context.document, target);
  const { contacts, missing } = logged;
  const own = ownValues(run.state().run, logged.lines);
  let [restored, failed, kept] = [0, 0, 0];
  let isSure = true;
  const end = runInChunks(context, run, {
    items: contacts,
    work(chunk) {
      const { plan, outcomes, endedBy } = undoChunk(context, run, chunk);
      const isBack = (value: RestoredValue) => outcomes.get(value)?.kind === 'done';
      const ownBack = plan.alreadyBack.filter((value) => own.has(keyOf(value)));
      restored += plan.restored.filter(isBack).length + ownBack.length;
      failed += [...outcomes.values()].filter(({ kind }) => kind === 'failed').length;
      kept += plan.kept.length;
      isSure = isSure && [...outcomes.values()].every((outcome) => !isUnknown(outcome));
      markRows(context, undoneContacts(chunk, { plan, isBack, own, isLogIncomplete: missing > 0 }));
      const unreached = new Set(
        plan.restored.filter((value) => !outcomes.has(value)).map((one) => one.contact),
      );
      const left = chunk.filter(({ id }) => unreached.has(id));
      return endedBy === undefined ? left : { left, endedBy };
    },
    reached(done) {
      // An undo walks through all contacts in each execution.
      const { before } = run;
      const beyond = (now: number, then: number) => Math.max(0, now - then);
      run.reached({
        ...{ done: beyond(done, before.done), total: beyond(contacts.length, before.done) },
        ...{ synced: beyond(restored, before.synced), failed: beyond(failed, before.failed) },
      });
    },
  });
  const { document, clock } = context;
  const calendar = document.workbook.calendar();
  return {
    sentence: undoSentence({ ...end, restored, failed, kept, missing }, clock.nowMs(), calendar),
    isOver: end.left.length === 0 || end.isStopped,
    ...(end.left.length === 0 && isSure ? { undone: target.run } : {}),
    failed: 0,
    endedBy: end.endedBy,
  };
}

function ownValues(run: string, lines: readonly LogLine[]): ReadonlySet<string> {
  const values = writtenBy(run, lines).flatMap(({ id, fields }) =>
    [...fields.keys()].map((field) => keyOf({ contact: id, field })),
  );
  return new Set(values);
}

function keyOf({ contact, field }: Pick<RestoredValue, 'contact' | 'field'>): string {
  return JSON.stringify([contact, field]);
}

interface ChunkEnd {
  readonly plan: UndoPlan;
  readonly outcomes: ReadonlyMap<RestoredValue, Outcome>;
  readonly endedBy: RunEnded | undefined;
}

/** Restores the old values of some contacts, and records in the journal how each one ended. */
function undoChunk(
  context: RunContext,
  run: OpenRun<UnfinishedUndo>,
  contacts: readonly WrittenContact[],
): ChunkEnd {
  const plan = previewUndo(context.service, contacts);
  if (plan.restored.length === 0) return { plan, outcomes: new Map(), endedBy: undefined };
  run.journal.begin(
    plan.restored.map(({ contact, field, from, to }) => ({ contact, field, oldValue: from, newValue: to })),
  );
  const { outcomes, endedBy } = restoreValues(context, run, plan.restored);
  run.journal.settle(plan.restored.map((value) => outcomeText(outcomes.get(value), endedBy)));
  return { plan, outcomes, endedBy };
}

function outcomeText(outcome: Outcome | undefined, endedBy: RunEnded | undefined): string {
  if (outcome === undefined) return endedBy === undefined ? outcomeTexts.notSent : outcomeTexts.unknown;
  if (outcome.kind === 'done') return outcomeTexts.done;
  return isUnknown(outcome) ? outcomeTexts.unknown : `Failed: ${outcome.reason}`;
}

interface ChunkResult {
  readonly plan: UndoPlan;
  readonly isBack: (value: RestoredValue) => boolean;
  /** Values that earlier executions of this undo have sent. */
  readonly own: ReadonlySet<string>;
  readonly isLogIncomplete: boolean;
}

/** The contacts that have a previous value again, whoever restored it: an execution that was killed could not say so. */
function undoneContacts(
  chunk: readonly WrittenContact[],
  { plan, isBack, own, isLogIncomplete }: ChunkResult,
): ReadonlyMap<ContactId, UndoneContact> {
  const restored = plan.restored.filter(isBack);
  const back = new Set([...restored, ...plan.alreadyBack].map(({ contact }) => contact));
  const byThisUndo = new Set(
    [...restored, ...plan.alreadyBack.filter((value) => own.has(keyOf(value)))].map(({ contact }) => contact),
  );
  const kept = [...plan.kept, ...plan.restored.filter((value) => !isBack(value))];
  return new Map(
    chunk
      .filter(({ id }) => back.has(id))
      .map((written): [ContactId, UndoneContact] => {
        const keptOf = kept.filter(({ contact, field }) => contact === written.id && field !== optField);
        return [
          written.id,
          {
            written,
            isRestored: byThisUndo.has(written.id),
            kept: keptOf.map(({ field }) => field),
            isLogIncomplete,
          },
        ];
      }),
  );
}

function markRows(
  { table, read, account, service }: RunContext,
  contacts: ReadonlyMap<ContactId, UndoneContact>,
): void {
  const view = contacts.size === 0 ? undefined : readIfPossible(read);
  if (view === undefined) return;
  const custom = customFieldsOf(
    service,
    [...contacts.values()].map(({ written }) => written),
  );
  writeStatuses(table, view, undoneStatuses(view, contacts, { account, custom }));
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
