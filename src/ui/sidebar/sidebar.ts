/** The sidebar in the browser: joins its parts and listens. The build puts this, bundled, into sidebar.html. */
import { askRemoval, renderSecretField } from './connection-part.ts';
import { consent } from './consent.ts';
import { copy } from './copy.ts';
import { deeds } from './deeds.ts';
import { element, onClick, onSubmit, setText } from './element.ts';
import { session } from './session.ts';
import { fillHours } from './sync-part.ts';
import { turn } from './turn.ts';

const theSession = session();
const theTurn = turn();
const theConsent = consent(theSession, theTurn);
const toDo = deeds(theSession, theConsent);
const pressing = (name: keyof typeof toDo) => () => void theTurn.take(toDo[name]);

fillHours();
listenToDeeds();
listenToConnection();
listenToSchedule();
pressing('load')();

function listenToDeeds(): void {
  onClick('load-again', pressing('load'));
  onSubmit('client-form', pressing('saveClient'));
  onClick('connect', pressing('connect'));
  onClick('remove-yes', pressing('remove'));
  onClick('check-again', pressing('checkAgain'));
  onClick('sync-now', pressing('syncNow'));
  onSubmit('schedule-form', pressing('saveSchedule'));
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
  onClick('change-client', () => editClient(true));
  onClick('cancel-edit', () => editClient(false));
  onClick('consent-link', theConsent.keepFromDeadLink);
  onClick('stop-waiting', theConsent.stop);
  onClick('remove', () => askRemoval(true));
  onClick('remove-no', () => askRemoval(false));
  element('remove-question', HTMLElement).addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && !theTurn.isTaken()) askRemoval(false);
  });
}

function editClient(isEditing: boolean): void {
  theSession.change({ isEditingClient: isEditing });
  element(isEditing ? 'client-id' : 'change-client', HTMLElement).focus();
}

function listenToSchedule(): void {
  element('schedule-form', HTMLFormElement).addEventListener('input', () => {
    theSession.keepTypedSchedule(true);
    setText('schedule-saved', '');
  });
}
