import type { DetailView, SidebarState } from '../api.ts';
import { secretField } from './client-form.ts';
import { element, setText, show } from './element.ts';
import type { LocalState, View } from './view-model.ts';

export function renderConnection(state: SidebarState, local: LocalState, view: View): void {
  const { connection, step } = view;
  setText('connection-sentence', state.connection.sentence);
  setText('connection-next', connection.nextStep);
  setText('connection-warning', state.connection.warning);
  renderDetails(state.connection.details);
  renderWays(local, view);
  renderClientForm(state, step === 'enter-client');
  renderDecision(state, step === 'decide');
  show('cancel-edit', local.isEditingClient && state.hasClientSecret);
  setText('connect', connection.connectLabel);
  show('connect', connection.canConnect);
  renderLink(local, step === 'open-link');
  show('waiting', connection.isWaiting);
  show('stop-waiting', connection.isWaiting);
  show('test-connection', connection.canTest);
  show('change-client', connection.canChangeClient);
  setText('remove', connection.removeLabel);
  setText('remove-yes', connection.removeLabel);
  showUnlessAsked('remove', connection.removeLabel !== '');
  setText('remove-text', connection.removeQuestion);
  setText('owner-sentence', state.owner.sentence);
  showUnlessAsked('take-over', connection.canTakeOver);
}

/** A button whose question stands open is not there until the question is answered. */
function showUnlessAsked(name: string, isShown: boolean): void {
  if (element(`${name}-question`, HTMLElement).hidden) show(name, isShown);
}

function renderDetails(details: readonly DetailView[]): void {
  const entries = details.flatMap(({ label, text }) => {
    const [term, description] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = label;
    description.textContent = text;
    return [term, description];
  });
  element('connection-details', HTMLElement).replaceChildren(...entries);
}

function renderWays({ way }: LocalState, { step, connection }: View): void {
  show('ways', connection.hasWays);
  for (const choice of document.querySelectorAll<HTMLInputElement>('input[name="way"]')) {
    choice.checked = choice.value === way;
  }
  renderKeyForm('key-form', step === 'enter-key');
  renderKeyForm('legacy-form', step === 'enter-legacy-key');
}

/** A key that was typed and not sent does not stay behind. */
function renderKeyForm(id: string, isShown: boolean): void {
  if (!isShown) element(id, HTMLFormElement).reset();
  show(id, isShown);
}

function renderDecision({ connection }: SidebarState, isShown: boolean): void {
  show('decide', isShown);
  setText('keep-account', 'Keep the old account');
  const isForeign = connection.kind === 'foreign-account';
  // Of a foreign account there is nothing to keep: Disconnect is what gives it up.
  show('keep-account', !isForeign);
  setText('accept-account', isForeign ? 'Go on with your account' : 'Go on with the other account');
  if (isShown) setText('connection-next', connection.nextStep);
}

/** What the form holds is left alone while it is open: somebody may be typing. */
function renderClientForm(state: SidebarState, isShown: boolean): void {
  const isOpening = isShown && element('client-form', HTMLElement).hidden;
  show('client-form', isShown);
  element('redirect-uri', HTMLInputElement).value = state.redirectUri;
  if (isOpening) {
    element('client-id', HTMLInputElement).value = state.clientId;
    element('client-secret', HTMLInputElement).value = '';
  }
  renderSecretField(state);
}

/** Again after each key in the client id: a saved secret counts only for its own id. */
export function renderSecretField(state: SidebarState): void {
  const { isRequired, placeholder, hint } = secretField(state, element('client-id', HTMLInputElement).value);
  const secret = element('client-secret', HTMLInputElement);
  secret.required = isRequired;
  secret.placeholder = placeholder;
  setText('secret-hint', hint);
}

function renderLink({ wait }: LocalState, isShown: boolean): void {
  const link = element('consent-link', HTMLAnchorElement);
  link.hidden = !isShown;
  if (wait.kind === 'waiting' && wait.url !== undefined) link.href = wait.url;
}
