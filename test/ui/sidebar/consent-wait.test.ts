/** How long the sidebar waits for a consent. */
import { describe, expect, it } from 'vitest';
import { hasExpired, pollDelayMs } from '../../../src/ui/sidebar/consent-wait.ts';

const minuteMs = 60_000;

describe('hasExpired()', () => {
  it('is true shortly before the hour of a link is over', () => {
    const wait = { kind: 'waiting', sinceMs: 1_000, url: undefined, isOpened: true } as const;
    expect(hasExpired(wait, 1_000 + 57 * minuteMs)).toBe(false);
    expect(hasExpired(wait, 1_000 + 59 * minuteMs)).toBe(true);
  });

  it('is false if nobody is waiting', () => {
    expect(hasExpired({ kind: 'none' }, Number.MAX_SAFE_INTEGER)).toBe(false);
  });
});

describe('pollDelayMs()', () => {
  it('polls fewer than 300 times during the hour of a link', () => {
    let [waitedMs, times] = [0, 0];
    for (; waitedMs < 60 * minuteMs; times++) waitedMs += pollDelayMs(waitedMs);
    expect(times).toBeGreaterThan(60);
    expect(times).toBeLessThan(300);
  });
});
