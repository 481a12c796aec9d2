import type { SidebarState } from '../api.ts';
import { ask, openDialog } from './client.ts';
import type { Consent } from './consent.ts';
import { element, setText, show } from './element.ts';
import { say } from './page.ts';
import type { Session } from './session.ts';
import { typedSchedule } from './sync-section.ts';
import type { Action } from './turn.ts';
import { hourText } from './view-model.ts';

type ActionName =
  | 'load'
  | 'checkAgain'
  | 'saveColumns'
  | 'syncNow'
  | 'preview'
  | 'fillIn'
  | 'undo'
  | 'showFailed'
  | 'showLog'
  | 'saveSchedule'
  | 'saveApi'
  | 'switchApi';

/** What the buttons of the parts "Columns" and "Sync" do that ask the server. */
export function actions(session: Session, consent: Consent): Readonly<Record<ActionName, Action>> {
  const deed = (
    place: Action['place'],
    buttonId: string,
    meanwhile: string,
    work: () => Promise<void>,
  ): Action => ({ place, buttonId, meanwhile, work });
  return {
    load: deed('first-load', 'load-again', 'Loading…', () => load(session, consent)),
    checkAgain: deed('columns', 'check-again', 'Reading…', () => checkAgain(session)),
    saveColumns: deed('columns', 'save-columns', 'Saving…', () => saveColumns(session)),
    syncNow: deed('sync', 'sync-now', 'Syncing…', () => syncNow(session)),
    preview: deed('sync', 'preview', 'Opening…', () => openDialog('previewSync')),
    fillIn: deed('sync', 'fill-in', 'Opening…', () => openDialog('fetchContacts')),
    undo: deed('sync', 'undo', 'Opening…', () => openDialog('undoLastSync')),
    showFailed: deed('sync', 'show-failed', 'Looking…', showing('showFailedRows')),
    showLog: deed('sync', 'show-log', 'Opening…', showing('showLog')),
    saveSchedule: deed('schedule', 'save-schedule', 'Saving…', () => saveSchedule(session)),
    saveApi: deed('api', 'save-api', 'Saving…', () =>
      saveApi(session, element('api-choice', HTMLSelectElement).value),
    ),
    switchApi: deed('api', 'api-switch', 'Switching…', () => saveApi(session, 'automatic')),
  };
}

/** What is selected or opened in the sheet is said here as well, for nobody looks everywhere at once. */
function showing(name: 'showFailedRows' | 'showLog'): () => Promise<void> {
  return async () => {
    const { summary } = await ask(name);
    setText('sync-done', summary);
    say(summary);
  };
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

async function checkAgain(session: Session): Promise<void> {
  session.forgetTyped('columns');
  const state = await ask('loadState');
  session.take(state);
  say(state.sheet.problem === '' ? 'This sheet can be synced.' : state.sheet.problem);
}

async function saveColumns(session: Session): Promise<void> {
  const saved = session.saving('columns');
  const state = await ask('saveColumns', session.columns.typed());
  saved();
  session.take(state);
  const sentence = state.sheet.problem === '' ? 'Saved.' : state.sheet.problem;
  setText('columns-saved', state.sheet.problem === '' ? sentence : '');
  say(sentence);
}

async function syncNow(session: Session): Promise<void> {
  say('Syncing. This can take a few minutes.');
  session.watchRun(`Syncing "${session.state()?.sheet.name ?? ''}"`);
  try {
    const { summary, state } = await ask('syncNow');
    session.endRun();
    session.take(state);
    say(summary);
  } catch (error) {
    session.endRun();
    // The run may have got somewhere before it failed.
    const state = await ask('loadState').catch(() => undefined);
    if (state !== undefined) session.take(state);
    throw error;
  }
}

async function saveSchedule(session: Session): Promise<void> {
  const saved = session.saving('schedule');
  const state = await ask('saveSchedule', typedSchedule());
  saved();
  session.take(state);
  const sentence = savedSentence(state);
  setText('schedule-saved', sentence);
  say(sentence);
}

function savedSentence({ schedule, sheet }: SidebarState): string {
  if (!schedule.isOn) return 'Saved: no daily sync.';
  return `Saved: "${sheet.name}" is synced every day within the hour after ${hourText(schedule.hour)}.`;
}

async function saveApi(session: Session, value: string): Promise<void> {
  const choice = value === 'xml-rpc' || value === 'rest' ? value : 'automatic';
  const saved = session.saving('api');
  const state = await ask('saveApi', { choice });
  saved();
  session.take(state);
  say('Saved.');
}
