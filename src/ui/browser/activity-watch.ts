/** Polls the server for the run in progress and the open sheet. */
import type { NowView } from '../api.ts';
import { ask } from './client.ts';

/** How often a run in progress is polled, in milliseconds; a chunk takes longer than this. */
export const runPollMs = 3_000;
/** How often an idle sidebar checks whether a run was started elsewhere, or another sheet was opened. */
export const idlePollMs = 10_000;

/** Polls while the page is visible, whoever started the run. */
export interface ActivityWatch {
  /** Schedules the next poll; call it again when the delay may have become shorter. */
  start(): void;
}

/** `delayMs` gives the time until the next poll, or undefined for none. A poll that fails is ignored. */
export function activityWatch(
  seen: (now: NowView) => void,
  delayMs: () => number | undefined,
): ActivityWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isPolling = false;

  function schedulePoll(): void {
    clearTimeout(timer);
    const ms = delayMs();
    if (ms !== undefined) timer = setTimeout(() => void poll(), ms);
  }
  async function poll(): Promise<void> {
    isPolling = true;
    const now = document.hidden ? undefined : await ask('activity').catch(() => undefined);
    isPolling = false;
    if (now !== undefined) seen(now);
    schedulePoll();
  }
  return {
    start() {
      if (!isPolling) schedulePoll();
    },
  };
}
