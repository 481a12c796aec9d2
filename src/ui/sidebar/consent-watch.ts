import { pollDelayMs } from './consent-wait.ts';

/** Looks again and again while the user is on Keap's page. */
export interface ConsentWatch {
  start(): void;
  stop(): void;
}

/** Looks only while somebody can see the page, and at once when they come back to it. */
export function consentWatch(look: () => Promise<void>): ConsentWatch {
  let sinceMs: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function lookIn(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void lookAndGoOn(), delayMs);
  }
  async function lookAndGoOn(): Promise<void> {
    if (!document.hidden) await look();
    if (sinceMs !== undefined) lookIn(pollDelayMs(Date.now() - sinceMs));
  }
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && sinceMs !== undefined) lookIn(0);
  });

  return {
    start() {
      sinceMs = Date.now();
      lookIn(pollDelayMs(0));
    },
    stop() {
      sinceMs = undefined;
      clearTimeout(timer);
    },
  };
}
