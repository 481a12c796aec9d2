/** The steps of connecting that the sidebar leads through, with the sentence and the one blue button of each. */
import type { CredentialKind, SidebarState } from '../api.ts';
import type { ConsentWait } from './consent-wait.ts';

/** The step of connecting that the user is at. */
export type ConnectionStep =
  | 'enter-client'
  | 'enter-key'
  | 'enter-legacy-key'
  | 'connect'
  | 'open-link'
  | 'choose-account'
  | 'done';

/** What only this open sidebar knows. */
export interface LocalState {
  /** The user is entering another client. */
  readonly isEditingClient: boolean;
  /** The chosen way to connect; it counts only until the document is connected. */
  readonly method: CredentialKind;
  readonly wait: ConsentWait;
}

/** Whether there is a token or a key that a sync may use. */
export function isConnected({ connection: { kind } }: SidebarState): boolean {
  return kind === 'connected' || kind === 'renewal-failing' || kind === 'client-refused';
}

/** Whether there is a token or a key that Disconnect would delete. */
export function hasAccess({ connection: { kind } }: SidebarState): boolean {
  return kind !== 'not-connected' && kind !== 'connecting';
}

/** Whether the user has to choose between two Keap accounts. */
export function needsAccountChoice({ connection: { kind } }: SidebarState): boolean {
  return kind === 'other-account' || kind === 'foreign-account' || kind === 'copied-rows';
}

/** Whether the user is entering a client or a key. */
export function isEntering(step: ConnectionStep): boolean {
  return step === 'enter-client' || step === 'enter-key' || step === 'enter-legacy-key';
}

/** The step that the user is at, by what the server knows and what is open in this sidebar. */
export function connectionStep(
  state: SidebarState,
  { isEditingClient, method, wait }: LocalState,
): ConnectionStep {
  if (needsAccountChoice(state)) return 'choose-account';
  if (hasAccess(state) && state.connection.credential !== 'oauth') return 'done';
  if (isEditingClient || (!state.hasClientSecret && !isConnected(state))) {
    return hasAccess(state) ? 'enter-client' : entryStep[method];
  }
  if (wait.kind === 'waiting' && wait.url !== undefined) return 'open-link';
  return isConnected(state) ? 'done' : 'connect';
}

const entryStep = {
  oauth: 'enter-client',
  key: 'enter-key',
  'legacy-key': 'enter-legacy-key',
} as const;

/** What to do next, in a sentence; empty where the form or button beside it already says so. */
export function nextStepText(state: SidebarState, local: LocalState, step: ConnectionStep): string {
  const { connection } = state;
  if (local.wait.kind === 'expired' && !isEntering(step) && step !== 'choose-account')
    return 'The time to allow access has run out. Start again.';
  // The form, or the button that opens Keap, is the next step itself.
  if (isEntering(step) || step === 'open-link') return '';
  if (connection.kind === 'not-connected') return "Allow access on Keap's page.";
  // The button already says so.
  if (connection.nextStep === `${connectLabel(state, local)}.`) return '';
  return connection.nextStep;
}

/** The label of the button that opens Keap's page. */
export function connectLabel({ connection: { kind } }: SidebarState, { wait }: LocalState): string {
  if (wait.kind !== 'none' || kind === 'connecting') return 'Start again';
  return kind === 'not-connected' ? 'Connect to Keap' : 'Connect again';
}

/** The id of the one blue button. */
export function primaryButton(state: SidebarState, step: ConnectionStep): string {
  switch (step) {
    case 'enter-client':
      return 'save-client';
    case 'connect':
      return 'connect';
    case 'enter-key':
      return 'connect-key';
    case 'enter-legacy-key':
      return 'connect-legacy';
    case 'choose-account':
      return state.connection.kind === 'other-account' ? 'keep-account' : 'remove';
    case 'open-link':
      return 'consent-link';
    case 'done':
      if (state.connection.kind === 'key-refused') return 'test-connection';
      if (state.connection.kind === 'client-refused') return 'change-client';
      if (state.sheet.problem === '') return 'sync-now';
      return state.sheet.columns.length > 0 ? 'save-columns' : 'reload-sheet';
  }
}
