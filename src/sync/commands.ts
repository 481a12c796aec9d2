/** The commands of the menu, the sidebar and the triggers that work with the sheet. */
import { SettingsWrong } from '../errors.ts';
import type { OpenDocument, Platform } from '../platform/platform.ts';
import type { Table } from '../platform/table.ts';
import { type CommandContext, runContext } from './command-context.ts';
import { applyChoices, type CompareChoices, compareSheet, type SheetComparison } from './compare/compare.ts';
import { resumeNow, runDue, scheduleResume } from './daily/run-due.ts';
import { runFill } from './fill/fill.ts';
import { previewMissingIds } from './find/preview-missing.ts';
import { sheetInFront } from './log/front-sheet.ts';
import { logSheetName } from './log/log-sheet.ts';
import { loadBrakeMemory, loadMaxAtOnce } from './plan/brake-memory.ts';
import type { PlanScope } from './plan/plan.ts';
import { planTokenFrom } from './plan/plan-token.ts';
import { type Preview, previewSync } from './plan/preview.ts';
import { loadUnknownTags } from './plan/unknown-tags.ts';
import { answerBrake, type SidebarAnswer } from './push/answer-brake.ts';
import { answerIsLate } from './push/braked-plan.ts';
import { runSync } from './push/push.ts';
import type { UndoableRun } from './run/run-record.ts';
import { stopRun } from './run/stop.ts';
import { stoppedText } from './run/stopped-text.ts';
import type { WishKind } from './sheet/brake-mark.ts';
import { readFieldList } from './sheet/field-list.ts';
import { rejectForeignRows } from './sheet/foreign-rows.ts';
import { originOf } from './sheet/origin.ts';
import { sheetReader } from './sheet/sheet-reader.ts';
import { loggedRun, type UndoChoice, undoChoices } from './undo/logged-run.ts';
import { previewUndo, runUndo } from './undo/undo.ts';
import { previewUndoFill } from './undo/undo-fill.ts';
import type { KeptValue, RestoredValue } from './undo/undo-plan.ts';
import { type Undoable, type UndoTarget, undoableIn } from './undo/undoable.ts';

/** Which rows of the active sheet. */
export type RowChoice = 'all' | 'selected';

/** What can be done with the sheet. Whatever ends a command before its start is thrown as a `RunEnded`. */
export interface SheetCommands {
  /** Syncs the active sheet; says in a sentence how it ended. */
  sync(rows: RowChoice): string;
  /** What a sync of these rows would do now; nothing is sent. */
  preview(rows: RowChoice, from: number): SheetPreview;
  /**
   * Sends what a preview showed, and nothing that has changed since; of what has to be confirmed only the kinds that were.
   */
  syncPlan(plan: string, confirmed: readonly WishKind[]): string;
  /** Answers a question about opt-outs or emptied fields of this sheet; says in a sentence what came of it. */
  answerBrake(sheetId: number, answer: SidebarAnswer): string;
  /** Whether the active sheet waits for such an answer. */
  isAsking(): boolean;
  /** The runs that can be undone, the newest first, or why there is none. */
  undoable(): Undoable;
  /** Those of which the log still has something. */
  undoChoices(targets: readonly UndoTarget[]): UndoChoice[];
  /** What undoing it would do now; nothing is sent. */
  previewUndo(target: UndoTarget): Undoing;
  undo(target: UndoTarget): string;
  /** Fills cells of these rows from Keap; `overwrite` fills those that hold something else, too. */
  fill(rows: RowChoice, overwrite: boolean): string;
  /** Where Keap differs from the rows in order, from the contact above this id on; notes it in the rows. */
  compare(afterId: number): SheetComparison;
  /** Does what somebody has chosen about differences that were shown; says in a sentence what came of it. */
  applyChoices(choices: CompareChoices): string;
  /** Reads the account's custom fields for the sidebar, at most once a day unless `isAgain`. */
  readCustomFields(isAgain: boolean): void;
  /** Ends a run after the chunk in flight, or at once where it waits to be resumed; says in a sentence which. */
  stop(): string;
  /** In a trigger: resumes unfinished runs, and starts the scheduled syncs that are due. */
  runDue(): void;
  /** In a trigger: resumes an unfinished run, unless it is too early. */
  resume(): void;
}

export function sheetCommands(context: CommandContext): SheetCommands {
  const { platform } = context;
  const runOf = (document: OpenDocument, table: Table) => runContext(context, document, table, 'interactive');
  return {
    sync(rows) {
      const { document, table } = activeSheet(platform);
      const startedBy = rows === 'all' ? 'Sync now' : 'Sync selected rows';
      const { sentence } = runSync(runOf(document, table), scopeOf(document, table, rows), { startedBy });
      scheduleResume(platform);
      return sentence;
    },
    preview(rows, from) {
      const { document, table } = activeSheet(platform);
      const { service, account, callsPerMinute } = context.open();
      const origin = originOf(document.workbook.id, account);
      const read = () => {
        const view = sheetReader(table, document.properties, origin)();
        rejectForeignRows(view, document.properties);
        return view;
      };
      const scope = scopeOf(document, table, rows);
      const { view, ids } = previewMissingIds(
        {
          ...{ service, account, properties: document.properties, sheetId: table.sheetId },
          nowMs: () => platform.clock.nowMs(),
        },
        read(),
        scope,
      );
      const brake = brakeOf(document, table);
      const unknownTags = loadUnknownTags(document.properties, table.sheetId);
      const preview = previewSync(
        { read: () => view, service, account, brake, ids, unknownTags },
        scope,
        from,
      );
      return { preview, sheetName: table.name, callsPerMinute };
    },
    syncPlan(text, kinds) {
      const { document, table } = activeSheet(platform);
      const plan = planTokenFrom(text);
      if (plan === undefined) throw invalidPlan();
      const answer = kinds.length === 0 ? {} : { answer: { kinds, isYes: true } };
      const start = { startedBy: 'Sync after a preview', ...answer };
      const { sentence } = runSync(runOf(document, table), { kind: 'planned', plan }, start);
      scheduleResume(platform);
      return sentence;
    },
    answerBrake(sheetId, answer) {
      const document = platform.document();
      const table = document.workbook.tableById(sheetId);
      if (table === undefined) throw answerIsLate();
      const sentence = answerBrake(runOf(document, table), answer);
      scheduleResume(platform);
      return sentence;
    },
    isAsking() {
      const { workbook, properties } = platform.document();
      return loadBrakeMemory(properties, workbook.activeTable().sheetId).asked !== '';
    },
    undoable: () => undoableIn(platform.document().properties),
    undoChoices: (targets) => undoChoices(platform.document(), targets),
    previewUndo(target) {
      const document = platform.document();
      if (target.kind === 'fill') {
        return previewUndoFill({ document, table: tableOf(document, target) }, target);
      }
      const { contacts, missing } = loggedRun(document, target);
      return { ...previewUndo(context.open().service, contacts), missing };
    },
    undo(target) {
      const document = platform.document();
      const sentence = runUndo(runOf(document, tableOf(document, target)), target);
      scheduleResume(platform);
      return sentence;
    },
    fill(rows, overwrite) {
      const { document, table } = activeSheet(platform);
      const selected = rows === 'selected' ? { rowIndexes: selectedContactRows(document, table) } : {};
      const sentence = runFill(runOf(document, table), { overwrite, ...selected });
      scheduleResume(platform);
      return sentence;
    },
    compare(afterId) {
      const { document, table } = activeSheet(platform);
      return compareSheet(runOf(document, table), afterId);
    },
    applyChoices(choices) {
      const { document, table } = activeSheet(platform);
      const sentence = applyChoices(runOf(document, table), choices);
      scheduleResume(platform);
      return sentence;
    },
    readCustomFields: (isAgain) => readFieldList(context, isAgain),
    stop() {
      const document = platform.document();
      return stoppedText(document, stopRun(document, platform.clock.nowMs()));
    },
    runDue() {
      runDue(context, platform.document());
    },
    resume() {
      resumeNow(context, platform.document());
      scheduleResume(platform);
    },
  };
}

function brakeOf({ properties }: OpenDocument, { sheetId }: Table) {
  return { memory: loadBrakeMemory(properties, sheetId), maxAtOnce: loadMaxAtOnce(properties) };
}

/** A preview of the active sheet. */
export interface SheetPreview {
  readonly preview: Preview;
  readonly sheetName: string;
  /** What Keap's limit allows. */
  readonly callsPerMinute: number;
}

/** What an undo would do, whatever it undoes. */
export interface Undoing {
  readonly restored: readonly RestoredValue[];
  readonly kept: readonly KeptValue[];
  /** How many values of the run the log has lost. */
  readonly missing: number;
}

/** The sheet of the run. An undo of a sync does without it, for Keap has its values. */
function tableOf({ workbook }: OpenDocument, target: UndoableRun): Table {
  const table = workbook.tableById(target.sheetId);
  if (table !== undefined || target.kind === 'sync') return table ?? workbook.activeTable();
  throw new SettingsWrong(
    'The sheet of the run is gone',
    'The sheet that was filled in has been deleted, so there is nothing to undo.',
  );
}

function invalidPlan(): SettingsWrong {
  return new SettingsWrong(
    'The plan was not made by a preview',
    'This preview is no longer valid. Create a new preview, and sync from there.',
  );
}

/** Throws `SettingsWrong` where the log is active, which is not a sheet of contacts. */
function activeSheet(platform: Platform): { readonly document: OpenDocument; readonly table: Table } {
  const document = platform.document();
  const table = sheetInFront(document);
  if (table.name !== logSheetName) return { document, table };
  throw new SettingsWrong(
    'The log is the active sheet',
    'The open sheet is the log. Open the sheet with your contacts, and try again.',
  );
}

function scopeOf(document: OpenDocument, table: Table, rows: RowChoice): PlanScope {
  return rows === 'all'
    ? { kind: 'all' }
    : { kind: 'selected', rowIndexes: selectedContactRows(document, table) };
}

/** Throws `SettingsWrong` where no row with anything in it is selected below the header. */
function selectedContactRows({ properties }: OpenDocument, table: Table): ReadonlySet<number> {
  const rowIndexes = new Set(table.selectedRows());
  const { grid, columns } = sheetReader(table, properties)();
  const below = [...rowIndexes].filter((rowIndex) => rowIndex > columns.headerRowIndex);
  if (below.some((rowIndex) => grid.cells[rowIndex]?.some((cell) => cell !== '') === true)) return rowIndexes;
  const isHeader = below.length === 0 && rowIndexes.size > 0;
  throw new SettingsWrong(
    'No row of a contact is selected',
    isHeader
      ? 'Only the header is selected. Select the rows of the contacts below it, and try again.'
      : 'The selected rows are empty. Select the rows of the contacts, and try again.',
  );
}
