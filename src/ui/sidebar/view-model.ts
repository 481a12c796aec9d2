/** Decides what the sidebar shows from the server's state and the browser's own: pure, without the page. */
import type { CredentialKind, SidebarState } from '../api.ts';
import type { ConsentWait } from './consent-wait.ts';

export type Section = 'connection' | 'columns' | 'sync';
export type Tone = 'good' | 'bad' | 'plain';

/** A section's state in one or two words, beside its heading. */
export interface Badge {
  readonly text: string;
  readonly tone: Tone;
}

/** What only this open sidebar knows. */
export interface LocalState {
  /** The user is entering another client. */
  readonly isEditingClient: boolean;
  /** The chosen way to connect; it counts only until the document is connected. */
  readonly method: CredentialKind;
  readonly wait: ConsentWait;
}

/** What the page shows, and which one button it offers first. */
export interface View {
  /** The step of connecting that the user is at. */
  readonly step:
    | 'enter-client'
    | 'enter-key'
    | 'enter-legacy-key'
    | 'connect'
    | 'open-link'
    | 'choose-account'
    | 'done';
  readonly connection: {
    /** Whether the user can choose how to connect. */
    readonly hasMethods: boolean;
    readonly canTest: boolean;
    readonly canTakeOver: boolean;
    readonly badge: Badge;
    readonly nextStep: string;
    readonly connectLabel: string;
    readonly canConnect: boolean;
    readonly isWaiting: boolean;
    readonly canChangeClient: boolean;
    /** Empty if there is nothing to remove. */
    readonly removeLabel: string;
    readonly removeQuestion: string;
  };
  readonly columns: { readonly badge: Badge };
  readonly sync: { readonly badge: Badge; readonly whyNot: string; readonly lastRun: string };
  /** The sections to open when the page changes to this view; the user may open and close them afterwards. */
  readonly open: readonly Section[];
  /** The id of the one blue button. */
  readonly primary: string;
}

export function viewOf(state: SidebarState, local: LocalState): View {
  const step = stepOf(state, local);
  const isWaiting = local.wait.kind === 'waiting' && !isEntering(step);
  return {
    step,
    connection: {
      badge: connectionBadge(state),
      hasMethods: isEntering(step) && !hasAccess(state),
      canTest:
        (isConnected(state) && state.connection.kind !== 'client-refused') ||
        state.connection.kind === 'key-refused',
      canTakeOver:
        (state.owner.kind === 'somebody-else' || state.owner.kind === 'paused') && isConnected(state),
      nextStep: nextStepOf(state, local, step),
      connectLabel: connectLabelOf(state, local),
      canConnect:
        step === 'connect' ||
        (step === 'done' && state.connection.credential === 'oauth' && state.connection.kind !== 'connected'),
      isWaiting,
      canChangeClient:
        state.hasClientSecret &&
        state.connection.credential === 'oauth' &&
        !isEntering(step) &&
        step !== 'choose-account' &&
        !isWaiting,
      ...removalOf(state),
    },
    columns: { badge: columnsBadge(state) },
    sync: {
      badge: scheduleBadge(state),
      whyNot: whyNotSync(state),
      lastRun: state.lastRun.sentence === '' ? 'Nothing has been synced yet.' : state.lastRun.sentence,
    },
    open: sectionsToOpen(state, step),
    primary: primaryOf(state, step),
  };
}

/** Whether there is a token or a key that a sync may use. */
export function isConnected({ connection: { kind } }: SidebarState): boolean {
  return kind === 'connected' || kind === 'renewal-failing' || kind === 'client-refused';
}

/** Whether there is a token or a key that Disconnect would delete. */
function hasAccess({ connection: { kind } }: SidebarState): boolean {
  return kind !== 'not-connected' && kind !== 'connecting';
}

/** Whether the user has to choose between two Keap accounts. */
function needsAccountChoice({ connection: { kind } }: SidebarState): boolean {
  return kind === 'other-account' || kind === 'foreign-account' || kind === 'copied-rows';
}

function isEntering(step: View['step']): boolean {
  return step === 'enter-client' || step === 'enter-key' || step === 'enter-legacy-key';
}

function stepOf(state: SidebarState, { isEditingClient, method, wait }: LocalState): View['step'] {
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

function nextStepOf(state: SidebarState, local: LocalState, step: View['step']): string {
  const { connection } = state;
  if (local.wait.kind === 'expired' && !isEntering(step) && step !== 'choose-account')
    return 'The time to allow access is over. Start again.';
  // The form, or the button that opens Keap, is the next step itself.
  if (isEntering(step) || step === 'open-link') return '';
  if (connection.kind === 'not-connected') return "Allow access on Keap's page.";
  // The button already says so.
  if (connection.nextStep === `${connectLabelOf(state, local)}.`) return '';
  return connection.nextStep;
}

function connectLabelOf({ connection: { kind } }: SidebarState, { wait }: LocalState): string {
  if (wait.kind !== 'none' || kind === 'connecting') return 'Start again';
  return kind === 'not-connected' ? 'Connect to Keap' : 'Connect again';
}

const removalOfKey = {
  removeLabel: 'Disconnect',
  removeQuestion:
    'Disconnect from Keap? The key is deleted from this document, and the daily sync is paused until you connect again. Your contacts and your sheet are not changed.',
};

function removalOf(state: SidebarState) {
  if (state.connection.credential !== 'oauth') return removalOfKey;
  if (hasAccess(state)) {
    return {
      removeLabel: 'Disconnect',
      removeQuestion:
        'Disconnect from Keap? The connection and the client id and secret are deleted, and the daily sync is paused until you connect again. Your contacts and your sheet are not changed.',
    };
  }
  return {
    removeLabel: state.hasClientSecret ? 'Delete client id and secret' : '',
    removeQuestion:
      'Delete the client id and secret? They remain valid in Keap, and you can enter them again.',
  };
}

const actionNeeded: Badge = { text: 'Action needed', tone: 'bad' };

function connectionBadge({ connection: { kind } }: SidebarState): Badge {
  switch (kind) {
    case 'not-connected':
      return { text: 'Not connected', tone: 'plain' };
    case 'connecting':
      return { text: 'Waiting', tone: 'plain' };
    case 'connected':
      return { text: 'Connected', tone: 'good' };
    case 'renewal-failing':
      return { text: 'Not renewed', tone: 'bad' };
    case 'client-refused':
    case 'key-refused':
    case 'other-account':
    case 'foreign-account':
    case 'copied-rows':
    case 'reconnect-needed':
    case 'damaged':
      return actionNeeded;
  }
}

/** The kind of a column that is not sent. */
export const notSent = 'none';

function columnsBadge({ sheet }: SidebarState): Badge {
  if (sheet.problem !== '') return actionNeeded;
  const columns = sheet.columns.filter(({ kind }) => kind !== notSent);
  return { text: columns.length === 1 ? '1 column' : `${columns.length} columns`, tone: 'plain' };
}

function scheduleBadge(state: SidebarState): Badge {
  const { isOn, hour } = state.schedule;
  if (!isOn) return { text: 'Not scheduled', tone: 'plain' };
  if (state.owner.kind === 'paused' || !isConnected(state)) return { text: 'Paused', tone: 'plain' };
  return { text: `Daily, ${hourText(hour)}`, tone: 'good' };
}

function whyNotSync(state: SidebarState): string {
  if (needsAccountChoice(state)) return 'Choose a Keap account first.';
  if (!isConnected(state)) return 'Connect to Keap first.';
  if (state.activity.kind === 'running') return 'A run is in progress.';
  return state.sheet.problem === '' ? '' : 'This sheet cannot be synced yet. See "Columns".';
}

function sectionsToOpen(state: SidebarState, step: View['step']): readonly Section[] {
  if (step !== 'done') return ['connection'];
  const connection: readonly Section[] = state.connection.kind === 'connected' ? [] : ['connection'];
  const columns: readonly Section[] = state.sheet.problem === '' ? [] : ['columns'];
  return [...connection, ...columns, 'sync'];
}

function primaryOf(state: SidebarState, step: View['step']): string {
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

/** An hour of the day, for instance `06:00`. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
