/** Waiting for the user to agree on Keap's page, which opens in another tab. */
export type ConsentWait =
  | { readonly kind: 'none' }
  /** `url` is undefined where the link was made in an earlier sidebar. */
  | { readonly kind: 'waiting'; readonly sinceMs: number; readonly url: string | undefined }
  | { readonly kind: 'expired' };

/** A link lives for an hour (the server's state token); it is taken away a little before, so that nobody follows a dead one. */
const linkLifeMs = 58 * 60_000;

export function hasExpired(wait: ConsentWait, nowMs: number): boolean {
  return wait.kind === 'waiting' && nowMs - wait.sinceMs >= linkLifeMs;
}

/** Most people agree at once; whoever does not is no reason to use up the day's quota of executions. */
export function pollDelayMs(waitedMs: number): number {
  return waitedMs < 5 * 60_000 ? 4_000 : 20_000;
}
