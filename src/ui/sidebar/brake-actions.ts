/** What the answers before contacts are opted out or fields emptied do, and saving the limit of the questions. */
import type { BrakeQuestionView } from '../api.ts';
import { ask } from '../browser/client.ts';
import { element, onSubmit, setText } from '../browser/element.ts';
import type { ActionRunner } from './action-runner.ts';
import { announce } from './page.ts';
import type { Session } from './session.ts';

export function listenToBrake(session: Session, runner: ActionRunner): void {
  element('brake-questions', HTMLElement).addEventListener('click', ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    const kind = target.dataset.kind === 'emptied' ? 'emptied' : 'optOut';
    const isYes = target.dataset.answer === 'yes';
    const work = () => answer(session, kind, isYes);
    void runner.run({ section: 'sync', buttonId: target.id, busyLabel: 'One moment…', work });
  });
  onSubmit('brake-form', () => {
    const work = () => saveLimit(session);
    void runner.run({ section: 'brake', buttonId: 'save-brake', busyLabel: 'Saving…', work });
  });
}

async function answer(session: Session, kind: BrakeQuestionView['kind'], isYes: boolean): Promise<void> {
  const before = session.state();
  if (before === undefined) return;
  const { sheetId, asked } = before.brake;
  session.watchRun(`Syncing "${before.sheet.name}"`);
  try {
    const { summary, state } = await ask('answerBrake', { sheetId, asked, kind, isYes });
    session.endRun();
    session.take(state);
    setText('sync-result', summary);
    announce(summary);
  } catch (error) {
    session.endRun();
    // Another run may have asked anew.
    const state = await ask('loadState').catch(() => undefined);
    if (state !== undefined) session.take(state);
    throw error;
  }
}

async function saveLimit(session: Session): Promise<void> {
  const endSave = session.beginSave('brake');
  const maxAtOnce = Number(element('max-at-once', HTMLInputElement).value);
  const state = await ask('saveBrake', { maxAtOnce });
  endSave();
  session.take(state);
  setText('brake-saved', 'Saved.');
  announce('Saved.');
}
