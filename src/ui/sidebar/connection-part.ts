import type { SidebarState } from '../server-functions.ts';
import { secretField } from './client-form.ts';
import { element, setText, show } from './element.ts';
import type { LocalState, View } from './view-model.ts';

export function renderConnection(state: SidebarState, local: LocalState, view: View): void {
  const { connection, step } = view;
  setText('connection-sentence', state.connection.sentence);
  setText('connection-next', connection.nextStep);
  renderClientForm(state, step === 'enter-client');
  show('cancel-edit', local.isEditingClient && state.hasClientSecret);
  setText('connect', connection.connectLabel);
  show('connect', connection.canConnect);
  renderLink(local, step === 'open-link');
  show('waiting', connection.isWaiting);
  show('stop-waiting', connection.isWaiting);
  show('change-client', connection.canChangeClient);
  setText('remove', connection.removeLabel);
  if (element('remove-question', HTMLElement).hidden) show('remove', connection.removeLabel !== '');
  setText('remove-text', connection.removeQuestion);
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

/** Asks before anything is removed; the focus goes to the answer that changes nothing, and comes back. */
export function askRemoval(isAsking: boolean): void {
  setText('remove-yes', element('remove', HTMLElement).textContent);
  show('remove', !isAsking);
  show('remove-question', isAsking);
  element(isAsking ? 'remove-no' : 'remove', HTMLButtonElement).focus();
}

/** After the removal there is no button to come back to. */
export function endRemoval(): void {
  show('remove-question', false);
  element('connection', HTMLElement).querySelector('summary')?.focus();
}
