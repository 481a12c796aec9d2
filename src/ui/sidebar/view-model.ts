import type { CredentialKind, SidebarState } from '../api.ts';
import type { ConsentWait } from './consent-wait.ts';

export type Part = 'connection' | 'columns' | 'sync';
export type Tone = 'good' | 'bad' | 'plain';

/** A part's state in one or two words, beside its heading. */
export interface Badge {
  readonly text: string;
  readonly tone: Tone;
}

/** What only this open sidebar knows. */
export interface LocalState {
  /** The user has asked to enter another client. */
  readonly isEditingClient: boolean;
  /** How the user wants to connect, as long as nothing is connected. */
  readonly way: CredentialKind;
  readonly wait: ConsentWait;
}

/** What of the page is there to see, and what is the one thing offered first. */
export interface View {
  /** The step of the connection that the user is at. */
  readonly step:
    | 'enter-client'
    | 'enter-key'
    | 'enter-legacy-key'
    | 'connect'
    | 'open-link'
    | 'decide'
    | 'done';
  readonly connection: {
    /** Whether there is a choice of ways. */
    readonly hasWays: boolean;
    readonly canTest: boolean;
    readonly canTakeOver: boolean;
    readonly badge: Badge;
    readonly nextStep: string;
    readonly connectLabel: string;
    readonly canConnect: boolean;
    readonly isWaiting: boolean;
    readonly canChangeClient: boolean;
    /** Empty where there is nothing to remove. */
    readonly removeLabel: string;
    readonly removeQuestion: string;
  };
  readonly columns: { readonly badge: Badge };
  readonly sync: { readonly badge: Badge; readonly whyNot: string; readonly lastRun: string };
  /** The parts that lie open when the page comes to look like this; the user may open and close them then. */
  readonly open: readonly Part[];
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
      hasWays: isEntering(step) && !hasAccess(state),
      canTest:
        (isConnected(state) && state.connection.kind !== 'client-refused') ||
        state.connection.kind === 'key-refused',
      canTakeOver: state.owner.kind === 'somebody-else' && isConnected(state),
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
        step !== 'decide' &&
        !isWaiting,
      ...removal(state),
    },
    columns: { badge: columnsBadge(state) },
    sync: {
      badge: scheduleBadge(state),
      whyNot: whyNotSync(state),
      lastRun: state.lastRun.sentence === '' ? 'Nothing was synced yet.' : state.lastRun.sentence,
    },
    open: openParts(state, step),
    primary: primaryOf(state, step),
  };
}

/** Whether there is a token or a key that a sync may use. */
export function isConnected({ connection: { kind } }: SidebarState): boolean {
  return kind === 'connected' || kind === 'renewal-failing' || kind === 'client-refused';
}

/** Whether there is anything that Disconnect would take away from Keap's side of it. */
function hasAccess({ connection: { kind } }: SidebarState): boolean {
  return kind !== 'not-connected' && kind !== 'connecting';
}

/** Whether it is to be said which of two Keap accounts counts. */
function isUndecided(kind: SidebarState['connection']['kind']): boolean {
  return kind === 'other-account' || kind === 'foreign-account';
}

function isEntering(step: View['step']): boolean {
  return step === 'enter-client' || step === 'enter-key' || step === 'enter-legacy-key';
}

function stepOf(state: SidebarState, { isEditingClient, way, wait }: LocalState): View['step'] {
  const { kind, credential } = state.connection;
  if (isUndecided(kind)) return 'decide';
  if (hasAccess(state) && credential !== 'oauth') return 'done';
  if (isEditingClient || (!state.hasClientSecret && !isConnected(state))) {
    return hasAccess(state) ? 'enter-client' : entering[way];
  }
  if (wait.kind === 'waiting' && wait.url !== undefined) return 'open-link';
  return isConnected(state) ? 'done' : 'connect';
}

const entering = {
  oauth: 'enter-client',
  key: 'enter-key',
  'legacy-key': 'enter-legacy-key',
} as const;

function nextStepOf(state: SidebarState, local: LocalState, step: View['step']): string {
  const { connection } = state;
  if (local.wait.kind === 'expired' && !isEntering(step) && step !== 'decide')
    return 'The link has expired. Get a new one.';
  // The form, or the link, is the next step by itself.
  if (isEntering(step) || step === 'open-link') return '';
  if (connection.kind === 'not-connected') return 'Allow the access on a page of Keap.';
  // The button says it already.
  if (connection.nextStep === `${connectLabelOf(state, local)}.`) return '';
  return connection.nextStep;
}

function connectLabelOf({ connection: { kind } }: SidebarState, { wait }: LocalState): string {
  if (wait.kind !== 'none' || kind === 'connecting') return 'Get a new link';
  return kind === 'not-connected' ? 'Connect to Keap' : 'Connect again';
}

const keyRemoval = {
  removeLabel: 'Disconnect',
  removeQuestion:
    'Disconnect from Keap? The key is deleted here, and the daily sync pauses until you connect again. Your contacts and your sheet stay as they are.',
};

function removal({ connection: { kind, credential }, hasClientSecret }: SidebarState) {
  if (credential !== 'oauth') return keyRemoval;
  if (kind !== 'not-connected' && kind !== 'connecting') {
    return {
      removeLabel: 'Disconnect',
      removeQuestion:
        'Disconnect from Keap? The access to Keap and the client id and secret are deleted, and the daily sync pauses until you connect again. Your contacts and your sheet stay as they are.',
    };
  }
  return {
    removeLabel: hasClientSecret ? 'Delete client id and secret' : '',
    removeQuestion: 'Delete the client id and secret? They stay valid at Keap, and you can enter them again.',
  };
}

function connectionBadge({ connection: { kind } }: SidebarState): Badge {
  switch (kind) {
    case 'not-connected':
      return { text: 'Not connected', tone: 'plain' };
    case 'connecting':
      return { text: 'Waiting', tone: 'plain' };
    case 'connected':
      return { text: 'Connected', tone: 'good' };
    case 'renewal-failing':
      return { text: 'Trouble', tone: 'bad' };
    case 'client-refused':
    case 'key-refused':
    case 'other-account':
    case 'foreign-account':
    case 'reconnect-needed':
    case 'damaged':
      return { text: 'Needs you', tone: 'bad' };
  }
}

/** The meaning of a column that is not sent. */
export const notSent = 'none';

function columnsBadge({ sheet }: SidebarState): Badge {
  if (sheet.problem !== '') return { text: 'Needs you', tone: 'bad' };
  const columns = sheet.columns.filter(({ meaning }) => meaning !== notSent);
  return { text: columns.length === 1 ? '1 column' : `${columns.length} columns`, tone: 'plain' };
}

function scheduleBadge(state: SidebarState): Badge {
  const { isOn, hour } = state.schedule;
  if (!isOn) return { text: 'Not scheduled', tone: 'plain' };
  return isConnected(state)
    ? { text: `Daily, ${hourText(hour)}`, tone: 'good' }
    : { text: 'Paused', tone: 'plain' };
}

function whyNotSync(state: SidebarState): string {
  if (isUndecided(state.connection.kind)) return 'Decide about the Keap account first.';
  if (!isConnected(state)) return 'Connect to Keap first.';
  if (state.activity.kind === 'running') return 'A run is going on.';
  return state.sheet.problem === '' ? '' : 'This sheet cannot be synced yet: see Columns.';
}

function openParts(state: SidebarState, step: View['step']): readonly Part[] {
  if (step !== 'done') return ['connection'];
  const connection: readonly Part[] = state.connection.kind === 'connected' ? [] : ['connection'];
  const columns: readonly Part[] = state.sheet.problem === '' ? [] : ['columns'];
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
    case 'decide':
      return state.connection.kind === 'other-account' ? 'keep-account' : 'remove';
    case 'open-link':
      return 'consent-link';
    case 'done':
      if (state.connection.kind === 'key-refused') return 'test-connection';
      if (state.connection.kind === 'client-refused') return 'change-client';
      if (state.sheet.problem === '') return 'sync-now';
      return state.sheet.columns.length > 0 ? 'save-columns' : 'check-again';
  }
}

/** An hour of the day as people write it, `06:00`. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
