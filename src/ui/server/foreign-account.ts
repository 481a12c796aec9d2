import { type AccessState, accountIn } from '../../keap/auth/access.ts';
import type { ServerContext } from './server-context.ts';

/** The account of a connection that is good, where the document belongs to another one by now; else undefined. */
export function foreignAccount({
  access,
  owner,
}: Pick<ServerContext, 'access' | 'owner'>): string | undefined {
  const state = access.state();
  const [account, expected] = [accountIn(state), owner.account()];
  const isForeign = account !== '' && expected !== '' && account !== expected;
  return isForeign && isGood(state) ? account : undefined;
}

/** One that is lost has to be made anew anyway, and is asked about then. */
function isGood(state: AccessState): boolean {
  if (state.credential !== 'oauth') return state.refusedAtMs === undefined;
  return state.connection.kind === 'connected' || state.connection.kind === 'renewal-failing';
}
