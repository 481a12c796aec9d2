import { describe, expect, it } from 'vitest';
import { QuotaSpent, type RunEnded } from '../../../src/errors.ts';
import type { Candidate } from '../../../src/sync/find/candidates.ts';
import { createMissing } from '../../../src/sync/find/create-missing.ts';

type Options = Parameters<typeof createMissing>[0];

describe('createMissing()', () => {
  it('R3 creates nobody of whom it could not note it, and goes on once there is room', () => {
    let endedBy: RunEnded | undefined;
    const never = () => {
      throw new Error('Nothing is sent.');
    };
    const options = {
      context: {
        service: { batchSize: () => 10, find: never, create: never },
        ...{ clock: { nowMs: () => 0 }, startedMs: 0 },
      },
      run: {
        isStopAsked: () => false,
        endedEarly: () => endedBy,
        endEarly: (error: RunEnded) => {
          endedBy = error;
        },
      },
      notes: { find: () => undefined, fullUntilMs: () => 5_000, begin: never, settle: never },
      settled: never,
    };
    createMissing(options as unknown as Options, [{ key: 'new@example.com' } as Candidate]);
    expect(endedBy).toBeInstanceOf(QuotaSpent);
    expect(endedBy).toMatchObject({ untilMs: 5_000 });
  });
});
