import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runName, runStartedMs } from '../../../src/sync/log/run-name.ts';

const isFree = () => false;
const zones = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Pacific/Apia',
  'America/St_Johns',
];

describe('runName()', () => {
  it('is the time at which the run began, as the clocks of the document showed it', () => {
    const startedMs = Date.parse('2026-11-23T14:14:05.678Z');
    expect(runName(startedMs, 'America/New_York', isFree)).toBe('2026-11-23 09:14:05 -05:00');
    expect(runName(startedMs, 'Asia/Kolkata', isFree)).toBe('2026-11-23 19:44:05 +05:30');
    expect(runName(startedMs, 'UTC', isFree)).toBe('2026-11-23 14:14:05 +00:00');
  });

  it('tells apart the two runs of an hour that a night has twice', () => {
    const first = Date.parse('2026-10-25T00:30:00Z');
    const names = [first, first + 3_600_000].map((ms) => runName(ms, 'Europe/Berlin', isFree));
    expect(names).toEqual(['2026-10-25 02:30:00 +02:00', '2026-10-25 02:30:00 +01:00']);
  });

  it('takes the next second where a name is taken', () => {
    const startedMs = Date.parse('2026-11-23T23:59:59Z');
    const taken = new Set([runName(startedMs, 'UTC', isFree)]);
    expect(runName(startedMs + 500, 'UTC', (name) => taken.has(name))).toBe('2026-11-24 00:00:00 +00:00');
  });
});

describe('runStartedMs()', () => {
  it('is the second that the name was made from, in any zone', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (date, zone) => {
          const ms = date.getTime();
          expect(runStartedMs(runName(ms, zone, isFree))).toBe(Math.floor(ms / 1000) * 1000);
        },
      ),
    );
  });

  it('reads the names that earlier versions wrote', () => {
    const startedMs = Date.parse('2026-11-23T14:14:05.678Z');
    expect(runStartedMs(startedMs.toString(36))).toBe(startedMs);
  });

  it.each(['', ' ', 'Sync now', '2026-11-23', '2026-13-45 99:99:99 +00:00'])('is 0 for %j', (text) => {
    expect(runStartedMs(text)).toBe(0);
  });
});
