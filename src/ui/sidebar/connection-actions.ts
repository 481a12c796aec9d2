import type { DoneView } from '../api.ts';
import { ask } from './client.ts';
import type { Consent } from './consent.ts';
import { element, setText } from './element.ts';
import { say } from './page.ts';
import type { Question } from './question.ts';
import type { Session } from './session.ts';
import type { Action } from './turn.ts';

type ConnectionActionName =
  | 'saveClient'
  | 'connect'
  | 'connectKey'
  | 'connectLegacy'
  | 'test'
  | 'keepAccount'
  | 'acceptAccount'
  | 'takeOver'
  | 'remove';

export interface ConnectionQuestions {
  readonly removal: Question;
  readonly takeOver: Question;
}

/** What the buttons of the part "Connection" do that ask the server. */
export function connectionActions(
  session: Session,
  consent: Consent,
  questions: ConnectionQuestions,
): Readonly<Record<ConnectionActionName, Action>> {
  const deed = (buttonId: string, meanwhile: string, work: () => Promise<void>): Action => ({
    buttonId,
    meanwhile,
    place: 'connection',
    work,
  });
  const tell = ({ summary, state }: DoneView) => {
    setText('connection-done', summary);
    session.take(state);
    say(summary);
  };
  return {
    saveClient: deed('save-client', 'Saving…', () => saveClient(session, consent)),
    connect: deed('connect', 'One moment…', consent.offerLink),
    connectKey: deed('connect-key', 'Testing…', async () => {
      tell(await ask('connectKey', { key: typed('api-key') }));
    }),
    connectLegacy: deed('connect-legacy', 'Testing…', async () => {
      const application = typed('legacy-application');
      tell(await ask('connectLegacyKey', { application, key: typed('legacy-key') }));
    }),
    test: deed('test-connection', 'Testing…', async () => tell(await ask('testConnection'))),
    keepAccount: deed('keep-account', 'One moment…', async () => tell(await ask('keepAccount'))),
    acceptAccount: deed('accept-account', 'One moment…', async () => tell(await ask('acceptAccount'))),
    takeOver: deed('take-over-yes', 'One moment…', async () => {
      const done = await ask('takeOver');
      questions.takeOver.end();
      tell(done);
    }),
    remove: deed('remove-yes', 'One moment…', async () => {
      const done = await ask('disconnect');
      questions.removal.end();
      session.change({ isEditingClient: false, way: 'oauth', wait: { kind: 'none' } });
      tell(done);
    }),
  };
}

const typed = (id: string) => element(id, HTMLInputElement).value;

async function saveClient(session: Session, consent: Consent): Promise<void> {
  const secret = element('client-secret', HTMLInputElement);
  const state = await ask('saveClient', { clientId: typed('client-id'), clientSecret: secret.value });
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
