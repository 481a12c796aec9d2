/** Which of Keap's APIs is in use and why, for the sidebar. */
import type { AccessState } from '../../keap/auth/access.ts';
import type { ApiSetting } from '../../keap/contacts/api-store.ts';
import { xmlRpcEndMs } from '../../keap/http/endpoints.ts';
import type { Calendar } from '../../platform/table.ts';
import { switchSentence } from '../../sync/log/api-notice.ts';
import type { ApiView } from '../api.ts';

/** Texts are empty until someone is connected; `nowMs` is in milliseconds since 1970. */
export function apiView(setting: ApiSetting, state: AccessState, nowMs: number, calendar: Calendar): ApiView {
  const { choice } = setting;
  if (!isConnected(state)) return { choice, sentence: '', banner: '' };
  const hasEnded = nowMs >= xmlRpcEndMs;
  if (state.credential !== 'oauth' && state.isXmlRpcOnly) {
    return { choice: 'xml-rpc', sentence: 'This legacy key works with XML-RPC only.', banner: '' };
  }
  if (choice === 'rest') return { choice, sentence: 'Using REST v2 only.', banner: '' };
  if (choice === 'xml-rpc') {
    return { choice, sentence: 'Using XML-RPC only.', banner: hasEnded ? endedBanner : endingBanner };
  }
  return { choice, sentence: automaticSentence(setting, hasEnded, calendar), banner: '' };
}

const endingBanner =
  'Keap ends XML-RPC on 31 December 2026, and this spreadsheet uses nothing else. After that day, nothing will be synced.';
const endedBanner =
  'Keap ended XML-RPC on 31 December 2026, and this spreadsheet uses nothing else, so nothing is synced.';

function automaticSentence({ switched }: ApiSetting, hasEnded: boolean, calendar: Calendar): string {
  if (switched !== undefined) return switchSentence(switched, calendar);
  return hasEnded
    ? 'XML-RPC ended on 31 December 2026; using REST v2.'
    : 'Using XML-RPC. Switches to REST v2 if XML-RPC stops answering.';
}

function isConnected(state: AccessState): boolean {
  return state.credential !== 'oauth' || 'account' in state.connection;
}
