/** When a key counts as refused: after two refusals some time apart, and then Keap is asked again every day. */
import type { StoredKey } from './key-store.ts';

type Refusals = Pick<StoredKey, 'doubtedAtMs' | 'refusedAtMs' | 'askedAtMs'>;

/** Slightly less than an hour, because the hourly trigger may come a few minutes early. */
const doubtMs = 50 * 60 * 1000;
/** Slightly less than a day, so that the scheduled sync asks at its hour. */
const askAgainMs = 20 * 60 * 60 * 1000;

/** What is known of a key that Keap has accepted. */
export const accepted: Refusals = { doubtedAtMs: undefined, refusedAtMs: undefined, askedAtMs: undefined };

/** What is known of the key once Keap has refused it now, in milliseconds since 1970. */
export function afterRefusal({ doubtedAtMs, refusedAtMs }: Refusals, nowMs: number): Refusals {
  const counts = refusedAtMs !== undefined || (doubtedAtMs !== undefined && nowMs - doubtedAtMs >= doubtMs);
  if (!counts) return { ...accepted, doubtedAtMs: doubtedAtMs ?? nowMs };
  return { ...accepted, refusedAtMs: refusedAtMs ?? nowMs, askedAtMs: nowMs };
}

/** Whether the key is refused, and it is not yet time to ask Keap again. */
export function isRefused({ refusedAtMs, askedAtMs }: Refusals, nowMs: number): boolean {
  return refusedAtMs !== undefined && nowMs - (askedAtMs ?? refusedAtMs) < askAgainMs;
}
