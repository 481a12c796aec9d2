/** How long the sidebar waits for the user to allow access on Keap's page, which opens in another tab. */

export type ConsentWait =
  | { readonly kind: 'none' }
  /** `url` is undefined if the consent was started in an earlier sidebar; `isOpened` once somebody has followed it. */
  | {
      readonly kind: 'waiting';
      readonly sinceMs: number;
      readonly url: string | undefined;
      readonly isOpened: boolean;
    }
  | { readonly kind: 'expired' };

/** The server's state token lives for an hour; the link is removed shortly before, so that nobody follows a dead one. */
const linkLifeMs = 58 * 60_000;

/** Whether the link is there and nobody has followed it yet. */
export function isUnopened(wait: ConsentWait): boolean {
  return wait.kind === 'waiting' && !wait.isOpened;
}

export function hasExpired(wait: ConsentWait, nowMs: number): boolean {
  return wait.kind === 'waiting' && nowMs - wait.sinceMs >= linkLifeMs;
}

/** In milliseconds. Most people allow access within minutes; after that, polling saves the day's quota of executions. */
export function pollDelayMs(waitedMs: number): number {
  return waitedMs < 5 * 60_000 ? 4_000 : 20_000;
}
