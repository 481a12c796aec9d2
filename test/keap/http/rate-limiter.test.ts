import { describe, expect, it } from 'vitest';
import { type RequestLimits, rateLimiter } from '../../../src/keap/http/rate-limiter.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const limits: RequestLimits = { perSecond: 25, perMinute: 100 };

function given() {
  const clock = fakeClock();
  return { clock, limiter: rateLimiter(clock, limits) };
}

describe('fitting()', () => {
  it('is all of them where nothing was sent in the last second', () => {
    expect(given().limiter.fitting(25, 200)).toBe(25);
  });

  it('leaves a request to the next window where it would have to wait', () => {
    const { limiter } = given();
    limiter.waitForCapacity(1);
    expect(limiter.fitting(25, 49)).toBe(24);
  });

  it('leaves none behind that would need a window of its own', () => {
    const { limiter } = given();
    limiter.waitForCapacity(1);
    expect(limiter.fitting(25, 50)).toBe(25);
    expect(limiter.fitting(20, 20)).toBe(20);
  });

  it('never leaves many behind', () => {
    const { limiter } = given();
    limiter.waitForCapacity(12);
    expect(limiter.fitting(25, 30)).toBe(25);
  });
});

describe('waitForMinute()', () => {
  it('waits until all of them can go out one window after the other', () => {
    const { clock, limiter } = given();
    for (let window = 0; window < 3; window++) limiter.waitForCapacity(25);
    const startedMs = clock.nowMs();
    limiter.waitForMinute(25);
    expect(clock.nowMs()).toBe(startedMs);
    limiter.waitForMinute(50);
    const waitedMs = clock.nowMs() - startedMs;
    expect(waitedMs).toBeGreaterThan(55_000);
    limiter.waitForCapacity(25);
    limiter.waitForCapacity(25);
    expect(clock.nowMs() - startedMs - waitedMs).toBeLessThan(2_000);
  });
});
