import type { SidebarState } from '../server-functions.ts';
import { ask } from './client.ts';
import { endRemoval } from './connection-part.ts';
import type { Consent } from './consent.ts';
import { element, setText, show } from './element.ts';
import { say } from './page.ts';
import type { Session } from './session.ts';
import { typedSchedule } from './sync-part.ts';
import type { Deed } from './turn.ts';
import { hourText } from './view-model.ts';

type DeedName = 'load' | 'saveClient' | 'connect' | 'remove' | 'checkAgain' | 'syncNow' | 'saveSchedule';

/** What the buttons do that ask the server. */
export function deeds(session: Session, consent: Consent): Readonly<Record<DeedName, Deed>> {
  return {
    load: {
      buttonId: 'load-again',
      meanwhile: 'Loading…',
      place: 'first-load',
      work: () => load(session, consent),
    },
    saveClient: {
      buttonId: 'save-client',
      meanwhile: 'Saving…',
      place: 'connection',
      work: () => saveClient(session, consent),
    },
    connect: {
      buttonId: 'connect',
      meanwhile: 'One moment…',
      place: 'connection',
      work: consent.offerLink,
    },
    remove: {
      buttonId: 'remove-yes',
      meanwhile: 'One moment…',
      place: 'connection',
      work: () => remove(session),
    },
    checkAgain: {
      buttonId: 'check-again',
      meanwhile: 'Checking…',
      place: 'columns',
      work: () => checkAgain(session),
    },
    syncNow: {
      buttonId: 'sync-now',
      meanwhile: 'Syncing…',
      place: 'sync',
      work: () => syncNow(session),
    },
    saveSchedule: {
      buttonId: 'save-schedule',
      meanwhile: 'Saving…',
      place: 'schedule',
      work: () => saveSchedule(session),
    },
  };
}

async function load(session: Session, consent: Consent): Promise<void> {
  show('loading', true);
  try {
    const state = await ask('loadState');
    session.take(state);
    if (state.connection.kind === 'connecting') consent.resume();
  } catch (error) {
    show('load-again', true);
    throw error;
  } finally {
    show('loading', false);
  }
}

async function saveClient(session: Session, consent: Consent): Promise<void> {
  const clientId = element('client-id', HTMLInputElement).value;
  const secret = element('client-secret', HTMLInputElement);
  const state = await ask('saveClient', { clientId, clientSecret: secret.value });
  secret.value = '';
  session.take(state);
  session.change({ isEditingClient: false });
  say('Saved.');
  const connect = element('connect', HTMLButtonElement);
  if (connect.hidden) {
    element('change-client', HTMLButtonElement).focus();
    return;
  }
  connect.focus();
  await consent.offerLink();
}

async function remove(session: Session): Promise<void> {
  const { state } = await ask('disconnect');
  endRemoval();
  session.change({ isEditingClient: false, wait: { kind: 'none' } });
  session.take(state);
}

async function checkAgain(session: Session): Promise<void> {
  const state = await ask('loadState');
  session.take(state);
  say(state.sheet.problem === '' ? 'This sheet can be synced.' : state.sheet.problem);
}

async function syncNow(session: Session): Promise<void> {
  show('sync-progress', true);
  say('Syncing. This can take a few minutes.');
  try {
    const { summary, state } = await ask('syncNow');
    session.take(state);
    say(summary);
  } catch (error) {
    // The run may have got somewhere before it failed.
    const state = await ask('loadState').catch(() => undefined);
    if (state !== undefined) session.take(state);
    throw error;
  } finally {
    show('sync-progress', false);
  }
}

async function saveSchedule(session: Session): Promise<void> {
  const state = await ask('saveSchedule', typedSchedule());
  session.keepTypedSchedule(false);
  session.take(state);
  const sentence = savedSentence(state);
  setText('schedule-saved', sentence);
  say(sentence);
}

function savedSentence({ schedule, sheet }: SidebarState): string {
  if (!schedule.isOn) return 'Saved: no daily sync.';
  return `Saved: "${sheet.name}" is synced every day within the hour after ${hourText(schedule.hour)}.`;
}
