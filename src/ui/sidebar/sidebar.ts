/** The sidebar in the browser: joins its parts and listens. The build puts this, bundled, into sidebar.html. */

import { actions } from './actions.ts';
import { listenToClearing } from './clear-question.ts';
import { ask } from './client.ts';
import { connectionActions } from './connection-actions.ts';
import { renderSecretField } from './connection-section.ts';
import { consent } from './consent.ts';
import { copy } from './copy.ts';
import { element, onClick, onSubmit, setText, show } from './element.ts';
import { say, type TypedForm } from './page.ts';
import { tellProblem } from './problem-box.ts';
import { question } from './question.ts';
import { refreshOnReturn } from './return.ts';
import { session } from './session.ts';
import { fillHours } from './sync-section.ts';
import { turn } from './turn.ts';

const theSession = session();
const theTurn = turn();
const theConsent = consent(theSession, theTurn);
const questions = {
  removal: question('remove', 'remove', theTurn),
  takeOver: question('take-over', 'take-over', theTurn),
};
const toDo = {
  ...actions(theSession, theConsent),
  ...connectionActions(theSession, theConsent, questions),
};
const pressing = (name: keyof typeof toDo) => () => void theTurn.take(toDo[name]);

fillHours();
listenToActions();
listenToConnection();
listenToForms();
listenToClearing();
refreshOnReturn(theSession, theTurn);
pressing('load')();

function listenToActions(): void {
  onClick('load-again', pressing('load'));
  onSubmit('client-form', pressing('saveClient'));
  onSubmit('key-form', pressing('connectKey'));
  onSubmit('legacy-form', pressing('connectLegacy'));
  onClick('connect', pressing('connect'));
  onClick('test-connection', pressing('test'));
  onClick('keep-account', pressing('keepAccount'));
  onClick('accept-account', pressing('acceptAccount'));
  onClick('take-over-yes', pressing('takeOver'));
  onClick('remove-yes', pressing('remove'));
  onClick('check-again', pressing('checkAgain'));
  onSubmit('column-form', pressing('saveColumns'));
  onClick('sync-now', pressing('syncNow'));
  onClick('preview', pressing('preview'));
  onClick('fill-in', pressing('fillIn'));
  onClick('undo', pressing('undo'));
  onClick('show-failed', pressing('showFailed'));
  onClick('show-log', pressing('showLog'));
  onSubmit('schedule-form', pressing('saveSchedule'));
  onSubmit('api-form', pressing('saveApi'));
  onClick('api-switch', pressing('switchApi'));
  onClick('stop-sync', () => void stopSync());
}

/** While a run that was started here is going on it is its turn, so stopping it is no deed. */
async function stopSync(): Promise<void> {
  if (element('stop-sync', HTMLElement).getAttribute('aria-disabled') === 'true') return;
  element('stop-sync', HTMLElement).setAttribute('aria-disabled', 'true');
  try {
    const { summary, activity } = await ask('stopSync');
    theSession.stopAsked(activity);
    say(summary);
  } catch (error) {
    tellProblem('sync', error instanceof Error ? error.message : String(error));
  }
}

function listenToConnection(): void {
  const redirectUri = element('redirect-uri', HTMLInputElement);
  const copyButton = element('copy-redirect-uri', HTMLButtonElement);
  onClick('copy-redirect-uri', () => void copy(redirectUri.value, copyButton));
  redirectUri.addEventListener('focus', () => redirectUri.select());
  element('client-id', HTMLInputElement).addEventListener('input', () => {
    const state = theSession.state();
    if (state !== undefined) renderSecretField(state);
  });
  element('ways', HTMLElement).addEventListener('change', ({ target }) => {
    const way = target instanceof HTMLInputElement ? target.value : '';
    if (way === 'oauth' || way === 'key' || way === 'legacy-key') theSession.change({ way });
  });
  onClick('show-legacy', showLegacyWay);
  onClick('change-client', () => editClient(true));
  onClick('cancel-edit', () => editClient(false));
  onClick('consent-link', theConsent.keepFromDeadLink);
  onClick('stop-waiting', theConsent.stop);
}

/** Keap has retired these keys, so this way does not lie beside the others. */
function showLegacyWay(): void {
  show('legacy-way', true);
  show('show-legacy', false);
  const radio = element('way-legacy-key', HTMLInputElement);
  radio.click();
  radio.focus();
}

function editClient(isEditing: boolean): void {
  theSession.change({ isEditingClient: isEditing, way: 'oauth' });
  element(isEditing ? 'client-id' : 'change-client', HTMLElement).focus();
}

function listenToForms(): void {
  const keeps = (id: string, form: TypedForm, done?: string) =>
    element(id, HTMLFormElement).addEventListener('input', () => {
      theSession.typed(form);
      if (done !== undefined) setText(done, '');
    });
  keeps('schedule-form', 'schedule', 'schedule-saved');
  keeps('column-form', 'columns', 'columns-saved');
  keeps('api-form', 'api');
  element('api-choice', HTMLSelectElement).addEventListener('change', () => show('save-api', true));
}
