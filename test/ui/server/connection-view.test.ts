/** The state of the connection in words. */
import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '../../../src/oauth/connection-state.ts';
import { connectionView as viewOf } from '../../../src/ui/server/connection-view.ts';

const connectionView = (connection: ConnectionState, timeZone: string) =>
  viewOf({
    state: { credential: 'oauth', connection },
    otherAccount: undefined,
    documentAccount: '',
    foreignAccount: undefined,
    isSomeoneElses: false,
    disconnectedAtMs: undefined,
    isConsenting: false,
    calendar: { timeZone, locale: 'en-GB' },
  });

describe('connectionView()', () => {
  const at = { account: 'app123', sinceMs: Date.UTC(2026, 10, 23, 13, 5) };

  it('distinguishes a rejected client, which only the user can fix, from a renewal that is tried again', () => {
    const refused = connectionView({ kind: 'renewal-failing', why: 'client-refused', ...at }, 'UTC');
    const failing = connectionView({ kind: 'renewal-failing', why: 'unavailable', ...at }, 'UTC');
    expect([refused.kind, failing.kind]).toEqual(['client-refused', 'renewal-failing']);
    expect(refused.nextStep).toContain('save them again');
    expect(failing.nextStep).toContain('do not need to do anything');
  });

  it("says since when it is waiting for the user, in the document's time zone", () => {
    const view = connectionView({ kind: 'connecting', sinceMs: at.sinceMs }, 'Europe/Berlin');
    expect(view).toMatchObject({ kind: 'connecting' });
    expect(view.sentence).toContain('23 November 2026, 14:05');
  });
});
