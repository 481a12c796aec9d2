import type { AccessState } from '../../keap/auth/access.ts';
import type { ApiSetting } from '../../keap/contacts/api-store.ts';
import { xmlRpcEndMs } from '../../keap/http/endpoints.ts';
import type { Calendar } from '../../platform/table.ts';
import { switchSentence } from '../../sync/log/api-notice.ts';
import type { ApiView } from '../api.ts';

/** Which of Keap's APIs is used, and why; `nowMs` in milliseconds since 1970. Empty as long as nobody is connected. */
export function apiView(setting: ApiSetting, state: AccessState, nowMs: number, calendar: Calendar): ApiView {
  const { choice } = setting;
  if (!isConnected(state)) return { choice, sentence: '', banner: '' };
  const hasEnded = nowMs >= xmlRpcEndMs;
  if (state.credential === 'legacy-key') {
    return { choice: 'xml-rpc', sentence: 'A legacy key works with XML-RPC alone.', banner: '' };
  }
  if (choice === 'rest') return { choice, sentence: 'Using REST v2 alone.', banner: '' };
  if (choice === 'xml-rpc') {
    return { choice, sentence: 'Using XML-RPC alone.', banner: hasEnded ? ended : ending };
  }
  return { choice, sentence: automaticSentence(setting, hasEnded, calendar), banner: '' };
}

const ending =
  'Keap ends XML-RPC on 31 December 2026, and this document uses nothing else: after that day nothing would be synced.';
const ended =
  'Keap ended XML-RPC on 31 December 2026, and this document uses nothing else: nothing is synced any more.';

function automaticSentence({ switched }: ApiSetting, hasEnded: boolean, calendar: Calendar): string {
  if (switched !== undefined) return switchSentence(switched, calendar);
  return hasEnded
    ? 'XML-RPC ended on 31 December 2026; using REST v2.'
    : 'Using XML-RPC, and REST v2 as soon as XML-RPC does not answer.';
}

function isConnected(state: AccessState): boolean {
  return state.credential !== 'oauth' || 'account' in state.connection;
}
