import type { DocumentOwner } from '../../keap/auth/document-owner.ts';
import type { Calendar } from '../../platform/table.ts';
import { momentText } from '../../sync/sheet/localized-text.ts';
import type { OwnerView } from '../api.ts';

/** Whose connection runs the daily sync. Google tells us nobody's name without asking for more rights, so none is said. */
export function ownerView(owner: DocumentOwner, calendar: Calendar): OwnerView {
  const kind = owner.ownedBy();
  if (kind !== 'somebody-else') return { kind, sentence: '' };
  return {
    kind,
    sentence: `The daily sync of this document runs with the connection of somebody else, to ${owner.account()}, since ${momentText(owner.sinceMs(), calendar)}. You can sync by hand with a connection of your own.`,
  };
}
