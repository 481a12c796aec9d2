import { SettingsWrong } from '../../errors.ts';
import { type ApiChoice, apiChoices, apiStore } from '../../keap/contacts/api-store.ts';
import { isAddress } from '../../keap/contacts/field-check.ts';
import type { Table, Workbook } from '../../platform/table.ts';
import { failedRows } from '../../sync/daily/failed-rows.ts';
import { dueDay, isHour, loadSchedule, saveSchedule } from '../../sync/daily/schedule.ts';
import { logSheetName } from '../../sync/log/log-sheet.ts';
import { changeRunRecord } from '../../sync/run/run-record.ts';
import { saveChoices } from '../../sync/sheet/column-choices.ts';
import type {
  ActivityView,
  DoneView,
  PreviewView,
  RowScope,
  ScheduleView,
  SheetFunctions,
  SidebarState,
  StopView,
  UndoView,
} from '../api.ts';
import { activityNow } from './activity-view.ts';
import { choicesIn } from './column-input.ts';
import { count } from './count.ts';
import { choiceIn, flagIn, recordIn, textIn, wrongInput } from './input.ts';
import { previewView } from './preview-view.ts';
import type { ServerContext } from './server-context.ts';
import { sidebarState } from './sidebar-state.ts';
import { nothingToUndo, undoView } from './undo-view.ts';

type Answers = { readonly [Name in keyof SheetFunctions]: (input: unknown) => unknown };

/** What the sidebar's parts "Columns" and "Sync" and the dialogs ask for. */
export function sheetAnswers(parts: ServerContext): Answers {
  const { sheet, platform } = parts;
  const done = (summary: string): DoneView => ({ summary, state: sidebarState(parts) });
  return {
    saveSchedule(input): SidebarState {
      changeSchedule(parts, scheduleIn(input));
      return sidebarState(parts);
    },
    saveColumns(input): SidebarState {
      const { workbook, properties } = platform.document();
      const table = tableIn(input, workbook);
      saveChoices(properties, table.sheetId, choicesIn(input, table.read()));
      return sidebarState(parts);
    },
    saveApi(input): SidebarState {
      chooseApi(parts, choiceIn(input, 'choice', apiChoices));
      return sidebarState(parts);
    },
    preview(input): PreviewView {
      const { preview, sheetName, callsPerMinute } = sheet.preview(rowsIn(input));
      return previewView(sheetName, preview, callsPerMinute, platform.document().workbook.calendar());
    },
    syncPlan: (input): DoneView => done(sheet.syncPlan(planIn(input))),
    syncNow: (): DoneView => done(sheet.sync('all')),
    activity: (): ActivityView => activityNow(platform),
    stopSync(): StopView {
      const summary = sheet.stop();
      return { summary, activity: activityNow(platform) };
    },
    previewUndo(): UndoView {
      const target = sheet.undoable();
      if (target === undefined) return nothingToUndo('There is no run that could be undone.');
      return undoView(target, sheet.previewUndo(target), platform.document().workbook.calendar());
    },
    undoRun: (input): DoneView => done(undone(parts, textIn(input, 'run'))),
    fetchContacts: (input): DoneView => done(sheet.fill(rowsIn(input), flagIn(input, 'overwrite'))),
    showFailedRows: () => ({ summary: showFailedRows(parts) }),
    showLog: () => ({ summary: showLog(parts) }),
  };
}

function chooseApi({ access, platform }: ServerContext, choice: ApiChoice): void {
  if (access.state().credential === 'legacy-key' && choice !== 'xml-rpc') {
    throw new SettingsWrong(
      'A legacy key opens XML-RPC alone',
      "REST v2 takes no legacy keys. Disconnect, and connect with client id and secret or with a personal access token; then Keap's end of XML-RPC does not concern you.",
    );
  }
  apiStore(platform.document().properties).choose(choice);
}

/** The sheet that the form was drawn for, whichever is in front by now. */
function tableIn(input: unknown, workbook: Workbook): Table {
  const { sheetId } = recordIn(input);
  const table = typeof sheetId === 'number' ? workbook.tableById(sheetId) : undefined;
  if (table !== undefined) return table;
  throw wrongInput('This sheet has been deleted. Press "Read the sheet again" for the one in front.');
}

const rowScopes: readonly RowScope[] = ['all', 'selected'];

function rowsIn(input: unknown): RowScope {
  return choiceIn(input, 'scope', rowScopes);
}

/** A plan of as many rows as a sheet has is long; what it holds is checked where it is read. */
function planIn(input: unknown): string {
  const { plan } = recordIn(input);
  if (typeof plan === 'string' && plan !== '') return plan;
  throw wrongInput('There is nothing in this preview to send. Make a new one.');
}

/** Somebody else may have synced, or undone, since the dialog was drawn. */
function undone({ sheet }: ServerContext, run: string): string {
  const target = sheet.undoable();
  if (target !== undefined && target.run === run) return sheet.undo(target);
  throw new SettingsWrong(
    'The run to undo is not the last one any more',
    'There was another run since, so this one cannot be undone as shown. Close this, and look again at what Undo would do.',
  );
}

function showFailedRows({ platform }: ServerContext): string {
  const { workbook, properties } = platform.document();
  const table = workbook.activeTable();
  const [first, ...others] = failedRows(table, properties);
  if (first === undefined) return 'No row of this sheet has failed.';
  table.show(first.rowIndex);
  const line = `Row ${first.rowIndex + 1} is selected: ${first.reason}`;
  return others.length === 0
    ? line
    : `${line} ${count(others.length, 'more row', workbook.calendar())} failed or need you.`;
}

function showLog({ platform }: ServerContext): string {
  const log = platform.document().workbook.tableByName(logSheetName);
  if (log === undefined) return 'There is no log yet. The first sync makes it.';
  log.show();
  return `The log is the sheet "${logSheetName}".`;
}

type TypedSchedule = Pick<ScheduleView, 'isOn' | 'hour' | 'mailTo' | 'mailsOn'>;

/**
 * The daily run follows the sheet that is in front when the schedule is saved, from its next chosen hour on. Another
 * address for mails does not put off a run that is due.
 */
function changeSchedule({ platform }: ServerContext, input: TypedSchedule): void {
  const { workbook, properties } = platform.document();
  const { sheetId } = workbook.activeTable();
  const before = loadSchedule(properties);
  saveSchedule(properties, { ...input, sheetId });
  const isSame = before.isOn === input.isOn && before.hour === input.hour && before.sheetId === sheetId;
  if (!isSame) {
    const doneDay = dueDay(input.hour, workbook.timeZone(), platform.clock.nowMs());
    changeRunRecord(properties, { doneDay });
  }
  if (input.isOn) platform.triggers.install();
}

function scheduleIn(input: unknown): TypedSchedule {
  const { hour } = recordIn(input);
  if (!isHour(hour)) throw wrongInput('Choose an hour of the day from 0 to 23.');
  const mailTo = textIn(input, 'mailTo');
  if (mailTo !== '' && !isAddress(mailTo)) {
    throw wrongInput(
      `"${mailTo.slice(0, 60)}" is no email address. Correct it, or leave it empty for no mails.`,
    );
  }
  return { isOn: flagIn(input, 'isOn'), hour, mailTo, mailsOn: flagIn(input, 'mailsOn') };
}
