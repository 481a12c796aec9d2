/** Answers what the section "Connection" of the sidebar calls. */
import { RunEnded, SettingsWrong } from '../../errors.ts';
import { type AccessState, accountIn } from '../../keap/auth/access.ts';
import type { UserInfo } from '../../keap/auth/user-info.ts';
import { secret } from '../../secret.ts';
import { underLock } from '../../stored-record.ts';
import { activeSchedules } from '../../sync/daily/sheet-schedules.ts';
import { endIfWaiting } from '../../sync/run/stop.ts';
import { acceptOrigins } from '../../sync/sheet/foreign-rows.ts';
import { isSameAccount, type Origin, originOf } from '../../sync/sheet/origin.ts';
import type { ConnectionFunctions, DoneView, SidebarState } from '../api.ts';
import { textIn, wrongInput } from './input.ts';
import { foreignAccount, foreignRows } from './owner-view.ts';
import type { ServerContext } from './server-context.ts';
import { sidebarState } from './sidebar-state.ts';

type Answers = { readonly [Name in keyof ConnectionFunctions]: (input: unknown) => unknown };

export function connectionAnswers(context: ServerContext): Answers {
  const { access, owner, platform, triggers } = context;
  const done = (summary: string): DoneView => ({ summary, state: sidebarState(context) });
  return {
    saveClient(input): SidebarState {
      saveClient(context, input);
      return sidebarState(context);
    },
    beginConsent() {
      const url = access.beginConsent(owner.account());
      // The trigger belongs to the user who connects, and only the sidebar knows the document; the callback does not.
      triggers.ensure();
      return { url };
    },
    connectKey: (input) =>
      done(claimDocument(context, access.connectKey(textIn(input, 'key'), owner.account()))),
    connectLegacyKey(input) {
      const [application, key] = [textIn(input, 'application'), textIn(input, 'key')];
      return done(claimDocument(context, access.connectLegacyKey(application, key, owner.account())));
    },
    testConnection: () => done(`The connection works. Keap account: ${accountText(access.test())}.`),
    acceptAccount() {
      const [former, wasCopied] = [owner.account(), isCopied(context)];
      const account = acceptedAccount(context);
      acceptRows(context, former, account);
      if (account !== former || owner.ownedBy() === 'nobody') owner.takeOver(account, platform.clock.nowMs());
      triggers.ensure();
      if (wasCopied) return done(`The next sync sends the changed rows of this spreadsheet to ${account}.`);
      return done(`Connected to ${account}. The next sync sends every row to this account.`);
    },
    keepAccount() {
      access.discardOtherAccount();
      return done('Nothing was changed. The connection to the other account was deleted.');
    },
    takeOver() {
      owner.takeOver(accountToTakeOver(context), platform.clock.nowMs());
      triggers.ensure();
      return done('The scheduled sync now runs with your connection.');
    },
    disconnect: () => done(disconnect(context)),
  };
}

/** The account that the user has chosen: the one that waits for a decision, or the one that is connected. */
function acceptedAccount(context: ServerContext): string {
  const { access } = context;
  const isUndecided = access.otherAccount() === undefined && openForeignRows(context).length > 0;
  return foreignAccount(context) ?? (isUndecided ? accountIn(access.state()) : access.acceptOtherAccount());
}

function openForeignRows(context: ServerContext): Origin[] {
  return foreignRows(context, context.platform.document().workbook.activeTable());
}

function isCopied(context: ServerContext): boolean {
  if (context.access.otherAccount() !== undefined || foreignAccount(context) !== undefined) return false;
  const account = accountIn(context.access.state());
  const origins = openForeignRows(context);
  return origins.length > 0 && origins.every((origin) => isSameAccount(origin, { document: '', account }));
}

/** The user has read which account the rows came from, and which one they go to now. */
function acceptRows(context: ServerContext, former: string, account: string): void {
  const { workbook, properties, settingsLock } = context.platform.document();
  const ofFormer = former === '' || former === account ? [] : [originOf(workbook.id, former)];
  const accepted = [...ofFormer, ...openForeignRows(context)];
  underLock(settingsLock, () => acceptOrigins(properties, account, accepted));
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
  if (state.kind !== 'renewal-failing' || state.why !== 'client-refused') {
    oauth.checkClient();
    return;
  }
  try {
    oauth.manager.rotateIfOlderThan(0);
  } catch (error) {
    // The state that is shown next says whether Keap accepts the new client.
    if (!(error instanceof RunEnded)) throw error;
    platform.log.info(error.message);
  }
}

/** Gives the sentence to show; does not claim the document while the user has to choose between two accounts. */
function claimDocument({ access, owner, platform, triggers }: ServerContext, user: UserInfo): string {
  if (access.otherAccount() !== undefined) return `Keap accepts the key for ${accountText(user)}.`;
  owner.claim(user.account, platform.clock.nowMs());
  triggers.ensure();
  return `Connected to ${accountText(user)}.`;
}

function accountText({ account, person }: UserInfo): string {
  return person === '' || person === account ? account : `${account} (${person})`;
}

/** Throws `SettingsWrong` if there is no connection to this document's account that the scheduled sync could use. */
function accountToTakeOver(context: ServerContext): string {
  const account = accountIn(context.access.state());
  if (account === '') {
    throw new SettingsWrong(
      'The scheduled sync cannot be taken over without a connection',
      'Connect to Keap first. Then the scheduled sync can run with your connection.',
    );
  }
  if (foreignAccount(context) === undefined) return account;
  throw new SettingsWrong(
    'The scheduled sync cannot be taken over with another account',
    `You are connected to ${account}, but this sheet belongs to another Keap account. Choose an account first.`,
  );
}

function disconnect({ access, owner, platform, triggers }: ServerContext): string {
  const state = access.state();
  const wasMine = owner.ownedBy() === 'me';
  const { properties } = platform.document();
  const isOn = activeSchedules(properties).length > 0;
  access.disconnect();
  owner.release(isOn);
  triggers.remove();
  // The owner's trigger would have continued it; one that is in progress notices by itself.
  if (wasMine) endIfWaiting(platform.document(), platform.clock.nowMs());
  const daily =
    wasMine && isOn
      ? ' The scheduled sync is paused until someone presses "Run the scheduled sync with my connection".'
      : '';
  return `Disconnected. ${deletedText(state)} and the hourly trigger were deleted.${daily} Your contacts and your sheet were not changed.`;
}

function deletedText(state: AccessState): string {
  if (state.credential !== 'oauth') return 'The key';
  return 'account' in state.connection || state.connection.kind === 'damaged'
    ? 'The tokens, the client id, the client secret'
    : 'The client id, the client secret';
}
