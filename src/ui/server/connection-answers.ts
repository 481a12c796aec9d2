import { RunEnded, SettingsWrong } from '../../errors.ts';
import { type AccessState, accountIn } from '../../keap/auth/access.ts';
import type { UserInfo } from '../../keap/auth/user-info.ts';
import { secret } from '../../secret.ts';
import type { ConnectionFunctions, DoneView, SidebarState } from '../api.ts';
import { foreignAccount } from './foreign-account.ts';
import { textIn, wrongInput } from './input.ts';
import type { ServerContext } from './server-context.ts';
import { sidebarState } from './sidebar-state.ts';

type Answers = { readonly [Name in keyof ConnectionFunctions]: (input: unknown) => unknown };

/** What the sidebar's part "Connection" asks for. */
export function connectionAnswers(parts: ServerContext): Answers {
  const { access, owner, platform } = parts;
  const done = (summary: string): DoneView => ({ summary, state: sidebarState(parts) });
  return {
    saveClient(input): SidebarState {
      saveClient(parts, input);
      return sidebarState(parts);
    },
    beginConsent() {
      const url = access.beginConsent(owner.account());
      // The trigger belongs to whoever connects, and only the sidebar knows the document; the callback does not.
      platform.triggers.install();
      return { url };
    },
    connectKey: (input) => done(connected(parts, access.connectKey(textIn(input, 'key'), owner.account()))),
    connectLegacyKey(input) {
      const [application, key] = [textIn(input, 'application'), textIn(input, 'key')];
      return done(connected(parts, access.connectLegacyKey(application, key, owner.account())));
    },
    testConnection: () => done(`Keap answers: ${whomOf(access.test())}.`),
    acceptAccount() {
      const account = foreignAccount(parts) ?? access.acceptOtherAccount();
      owner.takeOver(account, platform.clock.nowMs());
      platform.triggers.install();
      return done(`Connected to ${account}. The next sync sends every row to it.`);
    },
    keepAccount() {
      access.discardOtherAccount();
      return done('Nothing was changed; the other account is forgotten.');
    },
    takeOver() {
      owner.takeOver(accountToTakeOver(parts), platform.clock.nowMs());
      platform.triggers.install();
      return done('From now on the daily sync runs with your connection.');
    },
    disconnect: () => done(disconnect(parts)),
  };
}

function saveClient({ access, platform }: ServerContext, input: unknown): void {
  const id = textIn(input, 'clientId');
  if (id === '') {
    throw wrongInput('The client id is missing. Copy it from your app at keys.developer.keap.com.');
  }
  const hidden = textIn(input, 'clientSecret');
  const { oauth } = access;
  const state = oauth.state();
  oauth.saveClient({ id, secret: hidden === '' ? undefined : secret(hidden) });
  if (state.kind !== 'renewal-failing' || state.why !== 'client-refused') return;
  try {
    oauth.manager.rotateIfOlderThan(0);
  } catch (error) {
    // The state that is shown next says what Keap made of the new client.
    if (!(error instanceof RunEnded)) throw error;
    platform.log.info(error.message);
  }
}

function connected({ access, owner, platform }: ServerContext, user: UserInfo): string {
  if (access.otherAccount() !== undefined) return `Keap takes the key for ${whomOf(user)}.`;
  owner.claim(user.account, platform.clock.nowMs());
  platform.triggers.install();
  return `Connected to ${whomOf(user)}.`;
}

function whomOf({ account, person }: UserInfo): string {
  return person === '' || person === account ? account : `${account} (${person})`;
}

/** Throws `SettingsWrong` where there is no connection to this document's account that a daily sync could use. */
function accountToTakeOver(parts: ServerContext): string {
  const account = accountIn(parts.access.state());
  if (account === '') {
    throw new SettingsWrong(
      'The daily sync cannot be taken over without a connection',
      'Connect to Keap first; then the daily sync can run with your connection.',
    );
  }
  if (foreignAccount(parts) === undefined) return account;
  throw new SettingsWrong(
    'The daily sync cannot be taken over with another account',
    `You are connected to ${account}, and this sheet belongs to another Keap account. Decide about the account first.`,
  );
}

function disconnect({ access, owner, platform }: ServerContext): string {
  const state = access.state();
  const wasMine = owner.ownedBy() === 'me';
  access.disconnect();
  platform.triggers.remove();
  owner.release();
  const daily = wasMine ? ' The daily sync pauses until somebody connects again.' : '';
  return `Disconnected. Deleted: ${deletedIn(state)}, and the hourly trigger that renewed the connection.${daily} Your contacts and your sheet stay as they are.`;
}

function deletedIn(state: AccessState): string {
  if (state.credential !== 'oauth') return 'the key';
  return 'account' in state.connection || state.connection.kind === 'damaged'
    ? 'the tokens, the client id and the client secret'
    : 'the client id and the client secret';
}
