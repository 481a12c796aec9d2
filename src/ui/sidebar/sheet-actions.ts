/** What the buttons of the sections "Columns" and "Sync" do. */
import type { SidebarState } from '../api.ts';
import { ask, openDialog } from '../browser/client.ts';
import { element, setText, show } from '../browser/element.ts';
import { problemText } from '../browser/problem-box.ts';
import type { Action, ActionRunner } from './action-runner.ts';
import type { Consent } from './consent.ts';
import type { CustomFieldsLoader } from './custom-fields.ts';
import { announce } from './page.ts';
import type { Session } from './session.ts';
import { scheduleInput } from './sync-section.ts';
import { timesText } from './times-text.ts';

type SheetActionName =
  | 'load'
  | 'reloadSheet'
  | 'saveColumns'
  | 'syncNow'
  | 'preview'
  | 'fillIn'
  | 'compare'
  | 'undo'
  | 'showFailedRows'
  | 'showPreviousFailed'
  | 'showNextFailed'
  | 'showLog'
  | 'saveAddress'
  | 'saveSchedule'
  | 'sendTestEmail'
  | 'saveApi'
  | 'switchApi';

export function sheetActions(
  session: Session,
  consent: Consent,
  customFields: CustomFieldsLoader,
): Readonly<Record<SheetActionName, Action>> {
  const action = (
    section: Action['section'],
    buttonId: string,
    busyLabel: string,
    work: () => Promise<void>,
  ): Action => ({ section, buttonId, busyLabel, work });
  return {
    load: action('first-load', 'load-again', 'Loading…', () => load(session, consent)),
    reloadSheet: action('columns', 'reload-sheet', 'Loading…', () => reloadSheet(session, customFields)),
    saveColumns: action('columns', 'save-columns', 'Saving…', () => saveColumns(session)),
    syncNow: action('sync', 'sync-now', 'Syncing…', () => syncNow(session)),
    preview: action('sync', 'preview', 'Opening…', () => openDialog('previewSync')),
    fillIn: action('sync', 'fill-in', 'Opening…', () => openDialog('fetchContacts')),
    compare: action('sync', 'compare', 'Opening…', () => openDialog('compareWithKeap')),
    undo: action('sync', 'undo', 'Opening…', () => openDialog('undoLastSync')),
    showFailedRows: action('sync', 'show-failed', 'Searching…', () => showFailed(0, 1)),
    showPreviousFailed: action('sync', 'failed-previous', 'Searching…', () => showFailed(selectedLine, -1)),
    showNextFailed: action('sync', 'failed-next', 'Searching…', () => showFailed(selectedLine, 1)),
    showLog: action('sync', 'show-log', 'Opening…', async () => report((await ask('showLog')).summary)),
    saveAddress: action('address', 'save-address', 'Saving…', () => saveAddress(session)),
    sendTestEmail: action('schedule', 'send-test-email', 'Sending…', sendTestEmail),
    saveSchedule: action('schedule', 'save-schedule', 'Saving…', () => saveSchedule(session)),
    saveApi: action('api', 'save-api', 'Saving…', () =>
      saveApi(session, element('api-choice', HTMLSelectElement).value),
    ),
    switchApi: action('api', 'api-switch', 'Switching…', () => saveApi(session, 'automatic')),
  };
}

/** What is selected or opened in the sheet is also reported here, since the user is looking at the sidebar. */
function report(summary: string): void {
  setText('sync-result', summary);
  announce(summary);
}

/** The failed row that was shown last, counted from 1. */
let selectedLine = 0;

async function showFailed(from: number, step: 1 | -1): Promise<void> {
  const { summary, line, count } = await ask('showFailedRows', { from, step });
  selectedLine = line;
  show('failed-steps', count > 1);
  report(summary);
}

async function load(session: Session, consent: Consent): Promise<void> {
  show('loading', true);
  try {
    const state = await ask('loadState');
    session.take(state);
    if (state.connection.kind === 'connecting') consent.resume();
  } catch (error) {
    show('load-again', true);
    throw error;
  } finally {
    show('loading', false);
  }
}

async function reloadSheet(session: Session, customFields: CustomFieldsLoader): Promise<void> {
  session.discardTyped('columns');
  const state = await ask('loadState');
  session.take(state);
  await customFields.loadAgain();
  announce(state.sheet.problem === '' ? 'This sheet can be synced.' : state.sheet.problem);
}

async function saveColumns(session: Session): Promise<void> {
  const endSave = session.beginSave('columns');
  const state = await ask('saveColumns', session.columns.input());
  endSave();
  session.take(state);
  const { problem } = state.sheet;
  setText('columns-saved', problem === '' ? 'Saved.' : '');
  announce(problem === '' ? 'Saved.' : problem);
}

async function syncNow(session: Session): Promise<void> {
  announce('Syncing. This can take a few minutes.');
  session.watchRun(`Syncing "${session.state()?.sheet.name ?? ''}"`);
  try {
    const { summary, state } = await ask('syncNow');
    session.endRun();
    session.take(state);
    announce(summary);
  } catch (error) {
    session.endRun();
    // The run may have made progress before it failed.
    const state = await ask('loadState').catch(() => undefined);
    if (state !== undefined) session.take(state);
    throw error;
  }
}

/** What the server has asked about: saving the same again is the answer. */
let askedAbout = '';

async function sendSchedule(input: ReturnType<typeof scheduleInput>): Promise<SidebarState> {
  const text = JSON.stringify(input);
  try {
    const state = await ask('saveSchedule', {
      ...input,
      ...(text === askedAbout ? { acceptsOverlap: true } : {}),
    });
    askedAbout = '';
    return state;
  } catch (error) {
    askedAbout = problemText(error).endsWith('save again.') ? text : '';
    throw error;
  }
}

async function saveSchedule(session: Session): Promise<void> {
  const endSave = session.beginSave('schedule');
  const input = scheduleInput();
  const state = await sendSchedule(input);
  endSave();
  session.take(state);
  const text = savedScheduleText(state, input.forSheetId);
  setText('schedule-saved', text);
  announce(text);
}

async function saveAddress(session: Session): Promise<void> {
  const state = await ask('saveAlertAddress', { mailTo: element('address-to', HTMLInputElement).value });
  session.take(state);
  const text = `Saved. Alerts go to ${state.schedule.mailTo}.`;
  element('mail-to', HTMLInputElement).value = state.schedule.mailTo;
  setText('schedule-saved', text);
  announce(text);
}

/** To what is typed, so that it can be tried before it is saved. */
async function sendTestEmail(): Promise<void> {
  const { summary } = await ask('sendTestEmail', { mailTo: element('mail-to', HTMLInputElement).value });
  setText('schedule-saved', summary);
  announce(summary);
}

function savedScheduleText({ schedule }: SidebarState, sheetId: number | undefined): string {
  const saved = schedule.sheets.find(({ id }) => id === sheetId);
  if (saved === undefined || !saved.isOn) return 'Saved. The scheduled sync is off.';
  return `Saved. "${saved.name}" is synced ${timesText(saved)}.`;
}

/** The sidebar is about the sheet that is open; what was typed about the former one is given up. */
export function listenToOtherSchedules(session: Session, runner: ActionRunner): void {
  element('schedule-others', HTMLElement).addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    const sheetId = Number(target.dataset.sheetId);
    const work = async () => {
      const state = await ask('openSheet', { sheetId });
      session.discardTyped('schedule');
      session.discardTyped('columns');
      session.take(state);
      element('schedule-on', HTMLInputElement).focus();
      announce(`The sheet "${state.sheet.name}" is open.`);
    };
    void runner.run({ section: 'schedule', buttonId: target.id, busyLabel: 'Opening…', work });
  });
}

async function saveApi(session: Session, value: string): Promise<void> {
  const choice = value === 'xml-rpc' || value === 'rest' ? value : 'automatic';
  const endSave = session.beginSave('api');
  const state = await ask('saveApi', { choice });
  endSave();
  session.take(state);
  announce('Saved.');
}
