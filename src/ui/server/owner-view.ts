/** Whose connection the daily sync uses, and whether it fits the document's Keap account. */
import { type AccessState, accountIn } from '../../keap/auth/access.ts';
import type { DocumentOwner } from '../../keap/auth/document-owner.ts';
import type { Calendar } from '../../platform/table.ts';
import { momentText } from '../../sync/sheet/localized-text.ts';
import type { OwnerView } from '../api.ts';
import type { ServerContext } from './server-context.ts';

/** Google gives us nobody's name without further permissions, so the text has none. */
export function ownerView(owner: DocumentOwner, calendar: Calendar): OwnerView {
  const kind = owner.ownedBy();
  if (kind !== 'somebody-else') return { kind, sentence: '' };
  return {
    kind,
    sentence: `The daily sync of this document has used someone else's connection to ${owner.account()} since ${momentText(owner.sinceMs(), calendar)}. You can still sync manually with your own connection.`,
  };
}

/** The account of a working connection, if the document belongs to another account; otherwise undefined. */
export function foreignAccount({
  access,
  owner,
}: Pick<ServerContext, 'access' | 'owner'>): string | undefined {
  const state = access.state();
  const [account, expected] = [accountIn(state), owner.account()];
  const isForeign = account !== '' && expected !== '' && account !== expected;
  return isForeign && isWorking(state) ? account : undefined;
}

/** A connection that is lost has to be made again anyway, and the user is asked then. */
function isWorking(state: AccessState): boolean {
  if (state.credential !== 'oauth') return state.refusedAtMs === undefined;
  return state.connection.kind === 'connected' || state.connection.kind === 'renewal-failing';
}
