/** The sidebar in the browser: joins its modules and listens. The build bundles this into sidebar.html. */
import { ask } from '../browser/client.ts';
import { copy } from '../browser/copy.ts';
import { element, onClick, onSubmit, setText, show } from '../browser/element.ts';
import { problemText } from '../browser/problem-box.ts';
import { actionRunner } from './action-runner.ts';
import { listenToFill } from './around-sync.ts';
import { listenToBrake } from './brake-actions.ts';
import { listenToClearing } from './columns-section.ts';
import { connectionActions } from './connection-actions.ts';
import { renderSecretField } from './connection-section.ts';
import { consent } from './consent.ts';
import { customFieldsLoader } from './custom-fields.ts';
import { announce, type TypedForm } from './page.ts';
import { showProblem } from './problems.ts';
import { question } from './question.ts';
import { refreshOnReturn } from './refresh-on-return.ts';
import { fillTimes } from './schedule-times.ts';
import { session } from './session.ts';
import { listenToOtherSchedules, sheetActions } from './sheet-actions.ts';

const theSession = session();
const runner = actionRunner();
const theConsent = consent(theSession, runner);
const questions = {
  remove: question('remove', 'remove', runner),
  takeOver: question('take-over', 'take-over', runner),
};
const customFields = customFieldsLoader(theSession, runner);
const actions = {
  ...sheetActions(theSession, theConsent, customFields),
  ...connectionActions(theSession, theConsent, questions),
};
const run = (name: keyof typeof actions) => () => void runner.run(actions[name]);

fillTimes();
listenToFill();
listenToActions();
listenToConnection();
listenToForms();
listenToClearing();
listenToBrake(theSession, runner);
listenToColumns();
listenToOtherSchedules(theSession, runner);
refreshOnReturn(theSession, runner);
run('load')();

function listenToActions(): void {
  onClick('load-again', run('load'));
  onSubmit('client-form', run('saveClient'));
  onSubmit('key-form', run('connectKey'));
  onSubmit('legacy-form', run('connectLegacyKey'));
  onClick('connect', run('connect'));
  onClick('test-connection', run('testConnection'));
  onClick('keep-account', run('keepAccount'));
  onClick('accept-account', run('acceptAccount'));
  onClick('take-over-yes', run('takeOver'));
  onClick('remove-yes', run('disconnect'));
  onClick('reload-sheet', run('reloadSheet'));
  onSubmit('column-form', run('saveColumns'));
  onClick('sync-now', run('syncNow'));
  onClick('preview', run('preview'));
  onClick('fill-in', run('fillIn'));
  onClick('compare', run('compare'));
  onClick('undo', run('undo'));
  onClick('show-failed', run('showFailedRows'));
  onClick('failed-previous', run('showPreviousFailed'));
  onClick('failed-next', run('showNextFailed'));
  onClick('show-log', run('showLog'));
  onSubmit('address-form', run('saveAddress'));
  onClick('send-test-email', run('sendTestEmail'));
  onSubmit('schedule-form', run('saveSchedule'));
  onSubmit('api-form', run('saveApi'));
  onClick('api-switch', run('switchApi'));
  onClick('stop-sync', () => void stopSync());
}

/** Not an action: a run that was started here is one, and stopping must be possible while it lasts. */
async function stopSync(): Promise<void> {
  const button = element('stop-sync', HTMLElement);
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    const { summary, activity } = await ask('stopSync');
    theSession.takeStopped(activity);
    announce(summary);
  } catch (error) {
    showProblem('sync', problemText(error));
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
  element('methods', HTMLElement).addEventListener('change', ({ target }) => {
    const method = target instanceof HTMLInputElement ? target.value : '';
    if (method === 'oauth' || method === 'key' || method === 'legacy-key') theSession.change({ method });
  });
  onClick('show-legacy', showLegacyMethod);
  onClick('change-client', () => editClient(true));
  onClick('cancel-edit', () => editClient(false));
  onClick('consent-link', theConsent.followLink);
  // The middle button opens a tab, too.
  element('consent-link', HTMLAnchorElement).addEventListener('auxclick', theConsent.followLink);
  onClick('stop-waiting', theConsent.stop);
}

/** Keap has retired legacy keys, so they are not offered beside the other methods. */
function showLegacyMethod(): void {
  show('legacy-method', true);
  show('show-legacy', false);
  const radio = element('method-legacy-key', HTMLInputElement);
  radio.click();
  radio.focus();
}

function editClient(isEditing: boolean): void {
  theSession.change({ isEditingClient: isEditing, method: 'oauth' });
  element(isEditing ? 'client-id' : 'change-client', HTMLElement).focus();
}

/** The custom fields are asked for when somebody looks at what a column can be. */
function listenToColumns(): void {
  element('columns', HTMLDetailsElement).addEventListener('toggle', () => void customFields.loadOnce());
}

function listenToForms(): void {
  const listenToTyping = (id: string, form: TypedForm, savedId?: string) =>
    element(id, HTMLFormElement).addEventListener('input', () => {
      theSession.markTyped(form);
      if (savedId !== undefined) setText(savedId, '');
    });
  listenToTyping('schedule-form', 'schedule', 'schedule-saved');
  listenToTyping('column-form', 'columns', 'columns-saved');
  listenToTyping('brake-form', 'brake', 'brake-saved');
  listenToTyping('api-form', 'api');
  element('api-choice', HTMLSelectElement).addEventListener('change', () => show('save-api', true));
}
