/** Answers what the sections "Columns" and "Sync" of the sidebar and the dialogs call. */
import { SettingsWrong, unlessEnded } from '../../errors.ts';
import { accountIn } from '../../keap/auth/access.ts';
import { accountOfDocument } from '../../keap/auth/document-owner.ts';
import { type ApiChoice, apiChoices, apiStore } from '../../keap/contacts/api-store.ts';
import { missingPermissionIn, permissionMissing } from '../../permission-texts.ts';
import type { Table, Workbook } from '../../platform/table.ts';
import { underLock } from '../../stored-record.ts';
import { alertAddresses, requireAlertAddress } from '../../sync/daily/alert-addresses.ts';
import { emailBody } from '../../sync/daily/email-body.ts';
import { testMessage, testSubject } from '../../sync/daily/email-messages.ts';
import { type FailedRow, failedRows } from '../../sync/daily/failed-rows.ts';
import {
  allWeekdays,
  dueSlot,
  hoursIn,
  loadSchedule,
  type SheetSchedule,
  saveSchedule,
  weekdaysIn,
} from '../../sync/daily/schedule.ts';
import { scheduledFillIn } from '../../sync/daily/scheduled-fill.ts';
import { dropSchedules, loadSheetSchedules, saveSheetSchedule } from '../../sync/daily/sheet-schedules.ts';
import { missingIdsChoices, saveMissingIds } from '../../sync/find/missing-ids.ts';
import { logSheetName } from '../../sync/log/log-sheet.ts';
import { saveUnknownTags, unknownTagsChoices } from '../../sync/plan/unknown-tags.ts';
import { saveChoices } from '../../sync/sheet/column-choices.ts';
import { saveHasLinks } from '../../sync/sheet/link-column.ts';
import { numberText } from '../../sync/sheet/localized-text.ts';
import { nothingToUndoReason, type Undoable, type UndoTarget } from '../../sync/undo/undoable.ts';
import type {
  DoneView,
  FailedRowView,
  NowView,
  PreviewView,
  ProblemRowView,
  RowScope,
  ScheduleView,
  SheetFunctions,
  SidebarState,
  StopView,
  UndoView,
} from '../api.ts';
import { activityNow } from './activity-view.ts';
import { brakeAnswers, confirmedIn } from './brake-answers.ts';
import { choicesIn } from './column-input.ts';
import { compareAnswers } from './compare-answers.ts';
import { choiceIn, flagIn, invalidRequest, recordIn, textIn, wrongInput } from './input.ts';
import { countedIn, previewView } from './preview-view.ts';
import { sheetToSchedule } from './scheduled-sheet.ts';
import type { ServerContext } from './server-context.ts';
import { sidebarState } from './sidebar-state.ts';
import { choiceViews, nothingToUndo, undoView } from './undo-view.ts';

type Answers = { readonly [Name in keyof SheetFunctions]: (input: unknown) => unknown };

export function sheetAnswers(context: ServerContext): Answers {
  const { sheet, platform } = context;
  const done = (summary: string): DoneView => ({ summary, state: sidebarState(context) });
  return {
    saveSchedule(input): SidebarState {
      changeSchedule(context, scheduleIn(input), input);
      return sidebarState(context);
    },
    openSheet(input): SidebarState {
      tableIn(input, platform.document().workbook).show();
      return sidebarState(context);
    },
    saveAlertAddress(input): SidebarState {
      saveAlertAddress(context, requireAlertAddress(alertAddresses(textIn(input, 'mailTo'))));
      return sidebarState(context);
    },
    sendTestEmail: (input) => ({
      summary: sendTestEmail(context, requireAlertAddress(alertAddresses(textIn(input, 'mailTo')))),
    }),
    saveColumns(input): SidebarState {
      const { workbook, properties, settingsLock } = platform.document();
      const table = tableIn(input, workbook);
      const choices = choicesIn(input, table.read());
      const { missingIds, unknownTags, hasLinks } = recordIn(input);
      const chosen = missingIds === undefined ? undefined : choiceIn(input, 'missingIds', missingIdsChoices);
      const newTags =
        unknownTags === undefined ? undefined : choiceIn(input, 'unknownTags', unknownTagsChoices);
      const links = hasLinks === undefined ? undefined : flagIn(input, 'hasLinks');
      underLock(settingsLock, () => {
        saveChoices(properties, table.sheetId, choices);
        if (chosen !== undefined) saveMissingIds(properties, table.sheetId, chosen);
        if (newTags !== undefined) saveUnknownTags(properties, table.sheetId, newTags);
        if (links !== undefined) saveHasLinks(properties, table.sheetId, links);
      });
      return sidebarState(context);
    },
    loadCustomFields(input): SidebarState {
      sheet.readCustomFields(flagIn(input, 'isAgain'));
      return sidebarState(context);
    },
    saveApi(input): SidebarState {
      chooseApi(context, choiceIn(input, 'choice', apiChoices));
      return sidebarState(context);
    },
    preview(input): PreviewView {
      const before = countedIn(input);
      const { preview, sheetName, callsPerMinute } = sheet.preview(rowsIn(input), before.compared);
      return previewView(
        { sheetName, preview, before, callsPerMinute },
        platform.document().workbook.calendar(),
      );
    },
    syncPlan(input) {
      const summary = sheet.syncPlan(planIn(input), confirmedIn(input));
      return { ...done(summary), failedRows: failedRowViews(context) };
    },
    ...brakeAnswers(context),
    syncNow: (): DoneView => done(sheet.sync('all')),
    activity: (): NowView => {
      return { activity: activityNow(platform), sheetId: platform.document().workbook.activeTable().sheetId };
    },
    stopSync(): StopView {
      const summary = sheet.stop();
      return { summary, activity: activityNow(platform) };
    },
    previewUndo: (input): UndoView => previewUndo(context, input === undefined ? '' : textIn(input, 'run')),
    undoRun: (input): DoneView => done(undo(context, textIn(input, 'run'))),
    fetchContacts: (input): DoneView => done(sheet.fill(rowsIn(input), flagIn(input, 'overwrite'))),
    ...compareAnswers(context),
    showFailedRows: (input) => showFailedRow(context, rowStepIn(input)),
    showLog: () => ({ summary: showLog(context) }),
  };
}

function chooseApi({ access, platform }: ServerContext, choice: ApiChoice): void {
  const { properties, settingsLock } = platform.document();
  const state = access.state();
  if (state.credential !== 'oauth' && state.isXmlRpcOnly && choice !== 'xml-rpc') {
    throw new SettingsWrong(
      'This legacy key works with XML-RPC only',
      "REST v2 does not accept this legacy key. Disconnect, then connect with a client id and secret or with a personal access token. Then Keap's end of XML-RPC does not affect you.",
    );
  }
  apiStore(properties, settingsLock).choose(choice);
}

/** The sheet that the form was drawn for, whichever is open now. */
function tableIn(input: unknown, workbook: Workbook): Table {
  const { sheetId } = recordIn(input);
  const table = typeof sheetId === 'number' ? workbook.tableById(sheetId) : undefined;
  if (table !== undefined) return table;
  throw wrongInput('This sheet has been deleted. Press "Reload the sheet" to see the one that is open now.');
}

const rowScopes: readonly RowScope[] = ['all', 'selected'];

function rowsIn(input: unknown): RowScope {
  return choiceIn(input, 'scope', rowScopes);
}

/** Not limited in length, as a plan grows with the sheet; its content is checked where it is read. */
function planIn(input: unknown): string {
  const { plan } = recordIn(input);
  if (typeof plan === 'string' && plan !== '') return plan;
  throw wrongInput('This preview has nothing to send. Open a new one.');
}

/** Of the newest run that the log still has, where none is named. */
function previewUndo({ sheet, platform }: ServerContext, run: string): UndoView {
  const undoable = sheet.undoable();
  if (undoable.kind !== 'runs') return nothingToUndo(nothingToUndoReason(undoable.kind));
  const choices = sheet.undoChoices(undoable.targets);
  const [newest] = undoable.targets;
  const target = run === '' ? (choices[0]?.target ?? newest) : targetIn(undoable, run);
  const { workbook } = platform.document();
  const calendar = workbook.calendar();
  return {
    ...undoView(target, sheet.previewUndo(target), calendar),
    choices: choiceViews(choices, calendar, (sheetId) => workbook.tableById(sheetId)?.name),
  };
}

function undo({ sheet }: ServerContext, run: string): string {
  return sheet.undo(targetIn(sheet.undoable(), run));
}

/** Someone else may have synced or undone since the dialog was drawn. */
function targetIn(undoable: Undoable, run: string): UndoTarget {
  const target = undoable.kind === 'runs' ? undoable.targets.find((one) => one.run === run) : undefined;
  if (target !== undefined) return target;
  throw new SettingsWrong(
    'The run to undo is not one of those that can be undone',
    'This run can no longer be undone: somebody has undone it, or there have been ten newer runs. Close this dialog and open Undo again.',
  );
}

/** None where somebody has opened a sheet without contacts meanwhile: the run has ended well all the same. */
function failedRowViews({ platform }: ServerContext): ProblemRowView[] {
  const { workbook, properties } = platform.document();
  let failed: readonly FailedRow[] = [];
  unlessEnded(() => {
    failed = failedRows(workbook.activeTable(), properties);
  });
  return failed.map(({ rowIndex, contact, reason }) => ({ line: rowIndex + 1, contact, reason }));
}

/** Counted from the sheet, so that it does not matter which run has left them. */
function showFailedRow(
  { platform }: ServerContext,
  { from, step }: { readonly from: number; readonly step: 1 | -1 },
): FailedRowView {
  const { workbook, properties } = platform.document();
  const table = workbook.activeTable();
  const failed = failedRows(table, properties);
  const isBeyond = ({ rowIndex }: FailedRow) => (rowIndex + 1 - from) * step > 0;
  // Looking back is looking ahead in the other order.
  const inOrder = step === 1 ? failed : [...failed].reverse();
  const one = inOrder.find(isBeyond) ?? inOrder[0];
  if (one === undefined) return { summary: 'No rows in this sheet have failed.', line: 0, count: 0 };
  table.show(one.rowIndex);
  const [line, count] = [one.rowIndex + 1, failed.length];
  const [place, all] = [failed.indexOf(one) + 1, count].map((value) =>
    numberText(value, workbook.calendar()),
  );
  return { summary: `Row ${line}, ${place} of ${all}: ${one.reason}`, line, count };
}

function rowStepIn(input: unknown): { readonly from: number; readonly step: 1 | -1 } {
  const { from, step } = recordIn(input);
  if (typeof from !== 'number' || !Number.isSafeInteger(from) || (step !== 1 && step !== -1)) {
    throw wrongInput(invalidRequest);
  }
  return { from, step };
}

function showLog({ platform }: ServerContext): string {
  const log = platform.document().workbook.tableByName(logSheetName);
  if (log === undefined) return 'There is no log yet. The first sync creates it.';
  log.show();
  return `The log is in the sheet "${logSheetName}".`;
}

type TypedSchedule = Pick<ScheduleView, 'isOn' | 'hours' | 'weekdays' | 'mailTo' | 'mailsOn'>;

/** Changed times or another sheet count from the next chosen hour. A changed email address does not postpone a run that is due. */
function changeSchedule(context: ServerContext, input: TypedSchedule, chosen: unknown): void {
  const { platform, triggers } = context;
  const { workbook, properties, settingsLock } = platform.document();
  const { mailTo, mailsOn, isOn, ...times } = input;
  const isGone = (sheetId: number) => workbook.tableById(sheetId) === undefined;
  const wasOn = underLock(settingsLock, () => {
    const { table, isInstead } = sheetToSchedule(chosen, { workbook, properties }, isOn);
    const { sheetId } = table;
    const all = loadSheetSchedules(properties);
    const before = all.find((one) => one.sheetId === sheetId);
    const isSame =
      before !== undefined &&
      before.isOn === isOn &&
      before.hours.join() === times.hours.join() &&
      before.weekdays.join() === times.weekdays.join() &&
      (before.isFirst || !isInstead);
    const atMs = platform.clock.nowMs();
    const changed = isSame ? before.changed : { atMs, doneSlot: dueSlot(times, workbook.timeZone(), atMs) };
    dropSchedules(properties, isGone);
    saveSchedule(properties, { ...loadSchedule(properties), mailTo, mailsOn });
    const also = { fill: before?.fill, compares: before?.compares, ...aroundSync(chosen) };
    const isSameFill = JSON.stringify(also.fill) === JSON.stringify(before?.fill);
    const fillSince = isSameFill ? before?.fillSince : dueSlot(times, workbook.timeZone(), atMs);
    const schedule = { isOn, ...times, sheetId, sheetName: table.name, changed, fillSince, ...also };
    saveSheetSchedule(properties, schedule, { isGone, isInstead });
    return before?.isOn === true;
  });
  if (isOn && !wasOn) resumeIfPaused(context);
  if (isOn) triggers.ensure();
}

/** What the sidebar says of it; one of an earlier version says nothing. */
function aroundSync(input: unknown): Pick<SheetSchedule, 'fill' | 'compares'> {
  const { fill, compares } = recordIn(input);
  const chosen = fill === undefined || fill === null ? undefined : scheduledFillIn(fill);
  if (chosen === undefined && fill !== undefined && fill !== null) {
    throw wrongInput(
      'Choose at least one column to fill in from Keap, or choose "Don\'t fill in" above the columns.',
    );
  }
  return {
    ...(fill === undefined ? {} : { fill: chosen }),
    ...(compares === undefined ? {} : { compares: flagIn(input, 'compares') }),
  };
}

/** Nothing else of the schedule changes. */
function saveAlertAddress({ platform }: ServerContext, mailTo: string): void {
  const { properties, settingsLock } = platform.document();
  underLock(settingsLock, () => {
    saveSchedule(properties, { ...loadSchedule(properties), mailTo, mailsOn: true });
  });
}

/** Google's refusal is quoted, as it says which limit or permission is in the way. */
function sendTestEmail({ platform }: ServerContext, mailTo: string): string {
  try {
    const { workbook, properties } = platform.document();
    const origin = {
      documentId: workbook.id,
      documentName: workbook.name(),
      account: accountOfDocument(properties),
    };
    platform.mail.send(mailTo, testSubject, emailBody({ text: testMessage }, origin));
  } catch (error) {
    if (missingPermissionIn(error) !== undefined) throw permissionMissing('script.send_mail');
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'no reason';
    throw new SettingsWrong(
      'Google did not send the test email',
      `The test email was not sent. Google says: "${reason}" If this is a daily limit, try again tomorrow.`,
    );
  }
  return `A test email is on its way to ${mailTo}. If it doesn't arrive within a few minutes, look in the spam folder.`;
}

/** Switching the scheduled sync on is a fresh wish; a pause that somebody's Disconnect has brought ends. */
function resumeIfPaused({ access, owner, platform }: ServerContext): void {
  const account = accountIn(access.state());
  if (owner.isPaused() && account !== '' && account === owner.account()) {
    owner.takeOver(account, platform.clock.nowMs());
  }
}

function scheduleIn(input: unknown): TypedSchedule {
  const times = timesIn(recordIn(input));
  const mailTo = alertAddresses(textIn(input, 'mailTo'));
  const [isOn, mailsOn] = [flagIn(input, 'isOn'), flagIn(input, 'mailsOn')];
  if (isOn && mailsOn && mailTo === '') {
    throw wrongInput(
      'Enter an email address for alerts, so that somebody is told when the scheduled sync needs help. If nobody should be told, turn off "Email me when action is needed".',
    );
  }
  return { isOn, ...times, mailTo, mailsOn };
}

/** A sidebar that was open when the add-on was updated sends one hour, for every day. */
function timesIn(input: Readonly<Record<string, unknown>>): Pick<ScheduleView, 'hours' | 'weekdays'> {
  const hours = hoursIn(input.hours ?? [input.hour]);
  if (hours === undefined) throw wrongInput('Choose at least one hour, from 0 to 23.');
  const weekdays = weekdaysIn(input.weekdays ?? allWeekdays);
  if (weekdays === undefined) throw wrongInput('Choose at least one day of the week.');
  return { hours, weekdays };
}
