/** Whose connection the scheduled sync uses, and whether it fits the document's Keap account. */
import { RunEnded } from '../../errors.ts';
import { type AccessState, accountIn } from '../../keap/auth/access.ts';
import type { DocumentOwner } from '../../keap/auth/document-owner.ts';
import type { Calendar, Table } from '../../platform/table.ts';
import { foreignOrigins } from '../../sync/sheet/foreign-rows.ts';
import { momentText } from '../../sync/sheet/localized-text.ts';
import { type Origin, originOf } from '../../sync/sheet/origin.ts';
import { sheetReader } from '../../sync/sheet/sheet-reader.ts';
import type { OwnerView } from '../api.ts';
import type { ServerContext } from './server-context.ts';

/** Google gives us nobody's name without further permissions, so the text has none. */
export function ownerView(owner: DocumentOwner, isOverdue: boolean, calendar: Calendar): OwnerView {
  const kind = owner.ownedBy();
  if (owner.isPaused()) return { kind: 'paused', sentence: pausedSentence };
  if (kind !== 'somebody-else') return { kind, sentence: '' };
  const since = `${owner.account()} since ${momentText(owner.sinceMs(), calendar)}`;
  if (isOverdue) {
    return {
      kind,
      sentence: `The scheduled sync is overdue. It has been using someone else's connection to ${since}, and their hourly run has stopped. To take over the scheduled sync, press "Run the scheduled sync with my connection".`,
    };
  }
  return {
    kind,
    sentence: `The scheduled sync of this spreadsheet has been using someone else's connection to ${since}. You can still sync manually with your own connection.`,
  };
}

const pausedSentence =
  'The scheduled sync is paused because the connection that it used was disconnected. To continue it, press "Run the scheduled sync with my connection".';

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

/** Where the rows of the open sheet were synced, if that was elsewhere and nobody has decided about it. */
export function foreignRows({ platform, access }: ServerContext, table: Table): Origin[] {
  const { workbook, properties } = platform.document();
  const state = access.state();
  const account = accountIn(state);
  if (account === '' || !isWorking(state)) return [];
  const here = originOf(workbook.id, account);
  try {
    return foreignOrigins(sheetReader(table, properties)(), properties, here);
  } catch (error) {
    // A sheet that cannot be read cannot be sent, either; the section "Columns" says why.
    if (error instanceof RunEnded) return [];
    throw error;
  }
}
