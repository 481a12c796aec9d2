import type { ApiStore, ApiSwitch } from '../keap/api-store.ts';
import { dayAndTimeText } from './when.ts';

/** What has become of the API since the log was last written, to be told there once. */
export interface ApiNews {
  /** A sentence; empty where there is nothing to tell. */
  text(): string;
  /** The log has it. */
  told(): void;
}

export function apiNews(store: ApiStore, timeZone: () => string): ApiNews {
  const untold = () => {
    const { switched, isTold } = store.load();
    return isTold ? undefined : switched;
  };
  return {
    text() {
      const switched = untold();
      return switched === undefined ? '' : switchSentence(switched, timeZone());
    },
    told() {
      if (untold() !== undefined) store.noteTold();
    },
  };
}

/** For instance `XML-RPC did not answer on 23 December 2026 at 09:14; using REST v2.` */
export function switchSentence({ why, atMs }: ApiSwitch, timeZone: string): string {
  if (why === 'ended') return 'XML-RPC ended on 31 December 2026; using REST v2.';
  return `XML-RPC did not answer ${dayAndTimeText(atMs, timeZone)}; using REST v2.`;
}
