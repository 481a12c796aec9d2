/** The commands of the menu, the sidebar and the triggers that work with the sheet. */
import { SettingsWrong } from '../errors.ts';
import type { OpenDocument, Platform } from '../platform/platform.ts';
import type { Table } from '../platform/table.ts';
import { type CommandContext, interactive, runContext, summaryOf, syncTable } from './command-context.ts';
import { resumeNow, runDue, scheduleResume } from './daily/run-due.ts';
import { runFill } from './fill/fill-job.ts';
import { logSheetName } from './log/log-sheet.ts';
import type { PlanScope } from './plan/plan.ts';
import { planTokenFrom } from './plan/plan-token.ts';
import { type Preview, previewSync } from './plan/preview.ts';
import { isFill, loadRunRecord, type UndoableRun } from './run/run-record.ts';
import { stopRun } from './run/stop.ts';
import { loadChoices } from './sheet/column-choices.ts';
import { sheetReader } from './sheet/sheet-view.ts';
import { previewUndo, writtenOf } from './undo/undo.ts';
import { previewUndoFill, runUndoFill } from './undo/undo-fill.ts';
import { runUndo } from './undo/undo-job.ts';
import type { LeftAlone, SetBack } from './undo/undo-plan.ts';

/** Which rows of the sheet in front. */
export type RowChoice = 'all' | 'selected';

/** All that is done with the sheet. Whatever ends a deed before its start is thrown as a `RunEnded`. */
export interface SheetCommands {
  /** Syncs the sheet in front; says in a sentence what became of it. */
  sync(rows: RowChoice): string;
  /** What a sync of these rows would do now; nothing is sent. */
  preview(rows: RowChoice): SheetPreview;
  /** Sends what a preview showed, and nothing that has changed since. */
  syncPlan(plan: string): string;
  /** The last run that can be set back; undefined where there is none. */
  undoable(): UndoableRun | undefined;
  /** What undoing it would do now; nothing is sent. */
  previewUndo(target: UndoableRun): Undoing;
  undo(target: UndoableRun): string;
  /** Fills cells of these rows from Keap; `overwrite` writes over those that hold something else. */
  fill(rows: RowChoice, overwrite: boolean): string;
  /** Ends a run after the chunk in flight, or one that waits at once; says in a sentence which. */
  stop(): string;
  /** In a trigger: an unfinished run goes on, the daily sync begins. */
  runDue(): void;
  /** In a trigger: an unfinished run goes on, if its time has come. */
  resume(): void;
}

export function sheetCommands(parts: CommandContext): SheetCommands {
  const { platform } = parts;
  return {
    sync(rows) {
      const { document, table } = activeSheet(platform);
      const startedBy = rows === 'all' ? 'Sync now' : 'Sync selected rows';
      const report = syncTable(parts, interactive(document, table), scopeOf(table, rows), { startedBy });
      scheduleResume(platform);
      return summaryOf(parts, document, report);
    },
    preview(rows) {
      const { document, table } = activeSheet(platform);
      const { service, account, callsPerMinute } = parts.open();
      const read = sheetReader(table, loadChoices(document.properties, table.sheetId));
      const preview = previewSync({ read, service, account }, scopeOf(table, rows));
      return { preview, sheetName: table.name, callsPerMinute };
    },
    syncPlan(plan) {
      const { document, table } = activeSheet(platform);
      const known = planTokenFrom(plan);
      if (known === undefined) throw invalidPlan();
      const startedBy = 'Sync after a preview';
      const scope: PlanScope = { kind: 'planned', plan: known };
      const report = syncTable(parts, interactive(document, table), scope, { startedBy });
      scheduleResume(platform);
      return summaryOf(parts, document, report);
    },
    undoable: () => loadRunRecord(platform.document().properties).undoable,
    previewUndo(target) {
      const document = platform.document();
      if (isFill(target)) return previewUndoFill({ document, table: tableOf(document, target) }, target);
      return previewUndo(parts.open().service, writtenOf(document, target));
    },
    undo(target) {
      const document = platform.document();
      const job = runContext(parts, interactive(document, tableOf(document, target)));
      const sentence = isFill(target) ? runUndoFill(job, target) : runUndo(job, target);
      platform.log.info(`Undo: ${sentence}`);
      scheduleResume(platform);
      return sentence;
    },
    fill(rows, overwrite) {
      const { document, table } = activeSheet(platform);
      const selected = rows === 'selected' ? { rowIndexes: new Set(table.selectedRows()) } : {};
      const sentence = runFill(runContext(parts, interactive(document, table)), { overwrite, ...selected });
      platform.log.info(`Fill in from Keap: ${sentence}`);
      scheduleResume(platform);
      return sentence;
    },
    stop() {
      const { properties, lock } = platform.document();
      return stopRun(properties, lock, platform.clock.nowMs())
        ? 'It does not go on by itself any more. The next sync sends the rows that wait.'
        : 'A sync that is running stops after the contacts that it is sending now.';
    },
    runDue() {
      runDue(parts, platform.document());
      scheduleResume(platform);
    },
    resume() {
      resumeNow(parts, platform.document());
      scheduleResume(platform);
    },
  };
}

export interface SheetPreview {
  readonly preview: Preview;
  readonly sheetName: string;
  /** What Keap's limit allows. */
  readonly callsPerMinute: number;
}

/** What an undo would do, whatever it undoes. */
export interface Undoing {
  readonly back: readonly SetBack[];
  readonly left: readonly LeftAlone[];
}

/** The sheet of the run; one that is gone leaves an undo of a sync whatever sheet is in front, for Keap has its values. */
function tableOf({ workbook }: OpenDocument, target: UndoableRun): Table {
  const table = workbook.tableById(target.sheetId);
  if (table !== undefined || !isFill(target)) return table ?? workbook.activeTable();
  throw new SettingsWrong(
    'The sheet of the run is gone',
    'The sheet that was filled in has been deleted, so there is nothing to set back.',
  );
}

function invalidPlan(): SettingsWrong {
  return new SettingsWrong(
    'The plan is none of ours',
    'The preview cannot be sent as it is. Make a new preview, and sync from there.',
  );
}

/** Throws `SettingsWrong` before our own log, which is no sheet of contacts. */
function activeSheet(platform: Platform): { readonly document: OpenDocument; readonly table: Table } {
  const document = platform.document();
  const table = document.workbook.activeTable();
  if (table.name !== logSheetName) return { document, table };
  throw new SettingsWrong(
    'The log is in front',
    'The log is in front. Open the sheet with your contacts, and start again.',
  );
}

function scopeOf(table: Table, rows: RowChoice): PlanScope {
  return rows === 'all' ? { kind: 'all' } : { kind: 'selected', rowIndexes: new Set(table.selectedRows()) };
}
