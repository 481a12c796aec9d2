/** Draws the section "Connection". */
import type { DetailView, SidebarState } from '../api.ts';
import { element, setText, show } from '../browser/element.ts';
import type { LocalState } from './connection-steps.ts';
import { secretField } from './secret-field.ts';
import type { View } from './view-model.ts';

export function renderConnection(state: SidebarState, local: LocalState, view: View): void {
  const { connection, step } = view;
  setText('connection-sentence', connection.sentence);
  setText('connection-next', connection.nextStep);
  setText('connection-warning', state.connection.warning);
  renderDetails(state.connection.details);
  renderMethods(local, view);
  renderClientForm(state, step === 'enter-client');
  renderAccountChoice(state, step === 'choose-account');
  show('cancel-edit', local.isEditingClient && state.hasClientSecret);
  setText('connect', connection.connectLabel);
  show('connect', connection.canConnect);
  renderLink(local, step === 'open-link');
  show('link-hint', step === 'open-link' && !connection.isWaiting);
  show('waiting', connection.isWaiting);
  setText('stop-waiting', connection.isWaiting ? 'Stop waiting' : 'Cancel');
  show('stop-waiting', connection.canStopWaiting);
  show('test-connection', connection.canTest);
  show('change-client', connection.canChangeClient);
  setText('remove', connection.removeLabel);
  setText('remove-yes', connection.removeLabel);
  showUnlessAsking('remove', connection.removeLabel !== '');
  setText('remove-text', connection.removeQuestion);
  setText('owner-sentence', state.owner.sentence);
  setText('background-sentence', state.background.sentence);
  show('background-problem', state.background.problem !== '');
  setText('background-problem', state.background.problem);
  showUnlessAsking('take-over', connection.canTakeOver);
}

/** A button stays hidden while its question is open. */
function showUnlessAsking(name: string, isShown: boolean): void {
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

function renderMethods({ method }: LocalState, { step, connection }: View): void {
  show('methods', connection.hasMethods);
  for (const choice of document.querySelectorAll<HTMLInputElement>('input[name="method"]')) {
    choice.checked = choice.value === method;
  }
  renderKeyForm('key-form', step === 'enter-key');
  renderKeyForm('legacy-form', step === 'enter-legacy-key');
}

/** A key that was typed and not sent is cleared. */
function renderKeyForm(id: string, isShown: boolean): void {
  if (!isShown) element(id, HTMLFormElement).reset();
  show(id, isShown);
}

function renderAccountChoice({ connection }: SidebarState, isShown: boolean): void {
  show('choose-account', isShown);
  const isPending = connection.kind === 'other-account';
  // A foreign account has no pending choice to cancel: Disconnect gives it up.
  show('keep-account', isPending);
  setText('accept-account', acceptLabel[connection.kind] ?? 'Switch to your account');
}

const acceptLabel: Partial<Record<SidebarState['connection']['kind'], string>> = {
  'other-account': 'Switch to the other account',
  'copied-rows': 'Sync from this spreadsheet too',
};

/** While the form is open, its values are left alone: someone may be typing. */
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

/** Called after every key typed into the client id: a saved secret counts only for its own id. */
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
