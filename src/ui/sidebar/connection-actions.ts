/** What the buttons of the section "Connection" do. */
import type { DoneView } from '../api.ts';
import { ask } from '../browser/client.ts';
import { element, setText } from '../browser/element.ts';
import type { Action } from './action-runner.ts';
import type { Consent } from './consent.ts';
import { announce } from './page.ts';
import type { Question } from './question.ts';
import type { Session } from './session.ts';

type ConnectionActionName =
  | 'saveClient'
  | 'connect'
  | 'connectKey'
  | 'connectLegacyKey'
  | 'testConnection'
  | 'keepAccount'
  | 'acceptAccount'
  | 'takeOver'
  | 'disconnect';

export interface ConnectionQuestions {
  readonly remove: Question;
  readonly takeOver: Question;
}

export function connectionActions(
  session: Session,
  consent: Consent,
  questions: ConnectionQuestions,
): Readonly<Record<ConnectionActionName, Action>> {
  const action = (buttonId: string, busyLabel: string, work: () => Promise<void>): Action => {
    return { section: 'connection', buttonId, busyLabel, work };
  };
  const report = ({ summary, state }: DoneView) => {
    setText('connection-result', summary);
    session.take(state);
    announce(summary);
  };
  return {
    saveClient: action('save-client', 'Saving…', () => saveClient(session, consent)),
    connect: action('connect', 'One moment…', consent.offerLink),
    connectKey: action('connect-key', 'Testing…', async () => {
      report(await ask('connectKey', { key: inputValue('api-key') }));
    }),
    connectLegacyKey: action('connect-legacy', 'Testing…', async () => {
      const application = inputValue('legacy-application');
      report(await ask('connectLegacyKey', { application, key: inputValue('legacy-key') }));
    }),
    testConnection: action('test-connection', 'Testing…', async () => report(await ask('testConnection'))),
    keepAccount: action('keep-account', 'One moment…', async () => report(await ask('keepAccount'))),
    acceptAccount: action('accept-account', 'One moment…', async () => report(await ask('acceptAccount'))),
    takeOver: action('take-over-yes', 'One moment…', async () => {
      const done = await ask('takeOver');
      questions.takeOver.close();
      report(done);
    }),
    disconnect: action('remove-yes', 'One moment…', async () => {
      const done = await ask('disconnect');
      questions.remove.close();
      session.change({ isEditingClient: false, method: 'oauth', wait: { kind: 'none' } });
      report(done);
    }),
  };
}

function inputValue(id: string): string {
  return element(id, HTMLInputElement).value;
}

async function saveClient(session: Session, consent: Consent): Promise<void> {
  const secret = element('client-secret', HTMLInputElement);
  const state = await ask('saveClient', { clientId: inputValue('client-id'), clientSecret: secret.value });
  secret.value = '';
  session.take(state);
  // Cancel leads on all the same: Keap may be wrong.
  if (state.connection.isClientUnknown) {
    session.change({ isEditingClient: true });
    announce(state.connection.warning);
    secret.focus();
    return;
  }
  session.change({ isEditingClient: false });
  announce('Saved.');
  const connect = element('connect', HTMLButtonElement);
  if (connect.hidden) {
    element('change-client', HTMLButtonElement).focus();
    return;
  }
  connect.focus();
  await consent.offerLink();
}
