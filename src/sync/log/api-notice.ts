/** The notice in the log that the document has switched from XML-RPC to REST v2, or back. */
import { unlessEnded } from '../../errors.ts';
import {
  type ApiSetting,
  type ApiStore,
  type ApiSwitch,
  changedAtMs,
} from '../../keap/contacts/api-store.ts';
import type { Calendar } from '../../platform/table.ts';
import { momentText } from '../sheet/localized-text.ts';

/** A change of the API that the log has not announced yet. */
export interface ApiNotice {
  /** A sentence; empty where there is nothing to announce. */
  text(): string;
  /** Notes that the log has announced it. */
  markAnnounced(): void;
}

export function apiNotice(store: ApiStore, calendar: () => Calendar): ApiNotice {
  const textOf = ({ switched, returnedAtMs, isAnnounced }: ApiSetting) => {
    if (isAnnounced) return '';
    if (switched !== undefined) return switchSentence(switched, calendar());
    return returnedAtMs === undefined ? '' : returnSentence(returnedAtMs, calendar());
  };
  let announced: number | undefined;
  return {
    text() {
      const setting = store.load();
      announced = changedAtMs(setting);
      return textOf(setting);
    },
    markAnnounced() {
      const atMs = announced;
      if (atMs === undefined || store.load().isAnnounced) return;
      // At worst, the log mentions it twice.
      unlessEnded(() => store.noteAnnounced(atMs));
    },
  };
}

/** For instance `XML-RPC did not answer (23 December 2026, 09:14); using REST v2.` */
export function switchSentence({ why, atMs }: ApiSwitch, calendar: Calendar): string {
  if (why === 'ended') return 'XML-RPC ended on 31 December 2026; using REST v2.';
  return `XML-RPC did not answer (${momentText(atMs, calendar)}); using REST v2.`;
}

/** For instance `XML-RPC answers again (24 December 2026, 06:14); using it.` */
function returnSentence(atMs: number, calendar: Calendar): string {
  return `XML-RPC answers again (${momentText(atMs, calendar)}); using it.`;
}
