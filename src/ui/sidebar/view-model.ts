/** Decides what the sidebar shows from the server's state and the browser's own: pure, without the page. */
import type { SidebarState } from '../api.ts';
import {
  type ConnectionStep,
  connectionStep,
  connectLabel,
  hasAccess,
  isConnected,
  isEntering,
  type LocalState,
  needsAccountChoice,
  nextStepText,
  primaryButton,
} from './connection-steps.ts';
import { isUnopened } from './consent-wait.ts';
import { openSchedule, otherSchedules } from './sheet-schedules.ts';
import { timesBadge } from './times-text.ts';

export type Section = 'connection' | 'columns' | 'sync';
export type Tone = 'good' | 'bad' | 'plain';

/** A section's state in one or two words, beside its heading. */
export interface Badge {
  readonly text: string;
  readonly tone: Tone;
}

/** What the page shows, and which one button it offers first. */
export interface View {
  /** The step of connecting that the user is at. */
  readonly step: ConnectionStep;
  readonly connection: {
    /** Whether the user can choose how to connect. */
    readonly hasMethods: boolean;
    readonly canTest: boolean;
    readonly canTakeOver: boolean;
    readonly badge: Badge;
    readonly nextStep: string;
    readonly connectLabel: string;
    readonly canConnect: boolean;
    readonly kind: SidebarState['connection']['kind'];
    readonly sentence: string;
    /** Whether somebody is on Keap's page. */
    readonly isWaiting: boolean;
    readonly canStopWaiting: boolean;
    readonly canChangeClient: boolean;
    /** Empty if there is nothing to remove. */
    readonly removeLabel: string;
    readonly removeQuestion: string;
  };
  readonly columns: { readonly badge: Badge };
  readonly sync: {
    readonly badge: Badge;
    readonly whyNot: string;
    /** Whether nothing can be started now. A sheet that was not in order when it was last looked at is no reason. */
    readonly isBlocked: boolean;
    readonly lastRun: string;
    /** Whether to ask where emails about failures should go. */
    readonly asksForAddress: boolean;
  };
  /** The sections to open when the page changes to this view; the user may open and close them afterwards. */
  readonly open: readonly Section[];
  /** The id of the one blue button. */
  readonly primary: string;
}

export function viewOf(state: SidebarState, local: LocalState): View {
  const step = connectionStep(state, local);
  const canStopWaiting = local.wait.kind === 'waiting' && !isEntering(step);
  const isLinkUnopened = step === 'open-link' && isUnopened(local.wait);
  // The server knows only that the link was made.
  const isEarly = isLinkUnopened && state.connection.kind === 'connecting';
  const kind = isEarly ? 'not-connected' : state.connection.kind;
  return {
    step,
    connection: {
      kind,
      badge: connectionBadge(kind),
      sentence: isEarly ? '' : state.connection.sentence,
      hasMethods: isEntering(step) && !hasAccess(state),
      canTest:
        (isConnected(state) && state.connection.kind !== 'client-refused') ||
        state.connection.kind === 'key-refused',
      canTakeOver:
        (state.owner.kind === 'somebody-else' || state.owner.kind === 'paused') && isConnected(state),
      nextStep: nextStepText(state, local, step),
      connectLabel: connectLabel(state, local),
      canConnect:
        step === 'connect' ||
        (step === 'done' && state.connection.credential === 'oauth' && state.connection.kind !== 'connected'),
      isWaiting: canStopWaiting && !isLinkUnopened,
      canStopWaiting,
      canChangeClient:
        state.hasClientSecret &&
        state.connection.credential === 'oauth' &&
        !isEntering(step) &&
        step !== 'choose-account' &&
        !canStopWaiting,
      ...removalOf(state),
    },
    columns: { badge: columnsBadge(state) },
    sync: {
      badge: scheduleBadge(state),
      asksForAddress: isConnected(state) && hasNoAlertAddress(state),
      whyNot: whyNotSync(state),
      isBlocked: whyBlocked(state) !== '',
      lastRun: state.lastRun.sentence === '' ? 'Nothing has been synced yet.' : state.lastRun.sentence,
    },
    open: sectionsToOpen(state, step),
    primary: primaryButton(state, step),
  };
}

const removalOfKey = {
  removeLabel: 'Disconnect',
  removeQuestion:
    'Disconnect from Keap? The key is deleted. If the scheduled sync runs with your connection, it is paused until someone takes it over. Your contacts and your sheet are not changed.',
};

function removalOf(state: SidebarState) {
  if (state.connection.credential !== 'oauth') return removalOfKey;
  if (hasAccess(state)) {
    return {
      removeLabel: 'Disconnect',
      removeQuestion:
        'Disconnect from Keap? The connection and the client id and secret are deleted. If the scheduled sync runs with your connection, it is paused until someone takes it over. Your contacts and your sheet are not changed.',
    };
  }
  return {
    removeLabel: state.hasClientSecret ? 'Delete client id and secret' : '',
    removeQuestion:
      'Delete the client id and secret? They remain valid in Keap, and you can enter them again.',
  };
}

const actionNeeded: Badge = { text: 'Action needed', tone: 'bad' };

function connectionBadge(kind: SidebarState['connection']['kind']): Badge {
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
  const open = openSchedule(state);
  const others = otherSchedules(state).length;
  if (isConnected(state) && hasNoAlertAddress(state)) return { text: 'No alert address', tone: 'bad' };
  if (!open.isOn && others === 0) return { text: 'Not scheduled', tone: 'plain' };
  if (state.owner.kind === 'paused' || !isConnected(state)) return { text: 'Paused', tone: 'plain' };
  if (open.isOn) return { text: timesBadge(open), tone: 'good' };
  return { text: others === 1 ? '1 other sheet' : `${others} other sheets`, tone: 'plain' };
}

/** Whether nobody would be told of failures although that was not chosen. */
function hasNoAlertAddress({ schedule }: SidebarState): boolean {
  return schedule.mailsOn && schedule.mailTo === '';
}

function whyNotSync(state: SidebarState): string {
  const why = whyBlocked(state);
  if (why !== '' || state.sheet.problem === '') return why;
  return 'This sheet cannot be synced yet. See "Columns".';
}

function whyBlocked(state: SidebarState): string {
  if (needsAccountChoice(state)) return 'Choose a Keap account first.';
  if (!isConnected(state)) return 'Connect to Keap first.';
  if (state.activity.kind === 'running') return 'A run is in progress.';
  return '';
}

function sectionsToOpen(state: SidebarState, step: ConnectionStep): readonly Section[] {
  if (step !== 'done') return ['connection'];
  const connection: readonly Section[] = state.connection.kind === 'connected' ? [] : ['connection'];
  const columns: readonly Section[] = state.sheet.problem === '' ? [] : ['columns'];
  return [...connection, ...columns, 'sync'];
}
