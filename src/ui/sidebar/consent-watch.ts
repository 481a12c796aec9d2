/** Polls while the user is on Keap's page. */
import { pollDelayMs } from './consent-wait.ts';

export interface ConsentWatch {
  start(): void;
  stop(): void;
}

/** Polls only while the sidebar is visible, and immediately when someone returns to it. */
export function consentWatch(poll: () => Promise<void>): ConsentWatch {
  let sinceMs: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void pollAndSchedule(), delayMs);
  }
  async function pollAndSchedule(): Promise<void> {
    if (!document.hidden) await poll();
    if (sinceMs !== undefined) schedule(pollDelayMs(Date.now() - sinceMs));
  }
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && sinceMs !== undefined) schedule(0);
  });

  return {
    start() {
      sinceMs = Date.now();
      schedule(pollDelayMs(0));
    },
    stop() {
      sinceMs = undefined;
      clearTimeout(timer);
    },
  };
}
