/** Locks, and what they do when executions run side by side. */
import { describe, expect, it } from 'vitest';
import { givenScript, resultOf } from './given-script.ts';

const code = `
  function holds(ms) {
    const lock = LockService.getDocumentLock();
    lock.waitLock(0);
    Utilities.sleep(ms);
    const stillOurs = lock.hasLock();
    lock.releaseLock();
    return stillOurs;
  }
  function tries(ms) { return LockService.getDocumentLock().tryLock(ms); }
  function waits(ms) { LockService.getDocumentLock().waitLock(ms); return 'got it'; }
  function triesOthers() { return [LockService.getScriptLock().tryLock(0), LockService.getUserLock().tryLock(0)]; }
  function forgets() { LockService.getDocumentLock().tryLock(0); }`;

/** The holder's calls come first, so that it takes the lock before anybody else asks. */
const holderFirst = (waiting: readonly { functionName: string }[]) =>
  Math.max(
    0,
    waiting.findIndex(({ functionName }) => functionName === 'holds'),
  );

describe('LockService (Class Lock)', () => {
  it('locks nothing until a script asks, and gives the same lock twice to its holder', async () => {
    expect(
      await resultOf(`const lock = LockService.getScriptLock();
        return [lock.hasLock(), lock.tryLock(0), lock.tryLock(0), lock.hasLock(), lock.releaseLock(), lock.hasLock()]`),
    ).toEqual([false, true, true, true, undefined, false]);
  });

  it('lets another execution wait, and gives it the lock after the release', async () => {
    const google = givenScript(code, { schedule: holderFirst });
    const [holder, waiter] = await Promise.all([google.run('holds', [5000]), google.run('tries', [30_000])]);
    expect([holder, waiter].map((one) => one.kind === 'completed' && one.value)).toEqual([true, true]);
    expect(waiter.durationMs).toBeGreaterThanOrEqual(5000);
    expect(waiter.durationMs).toBeLessThan(10_000);
  });

  it('gives up after the given time: tryLock returns false, waitLock throws', async () => {
    const google = givenScript(code, { schedule: holderFirst });
    const [, tried, waited] = await Promise.all([
      google.run('holds', [60_000]),
      google.run('tries', [2000]),
      google.run('waits', [3000]),
    ]);
    expect(tried).toMatchObject({ kind: 'completed', value: false });
    expect(tried.durationMs).toBeLessThan(4000);
    expect(waited).toMatchObject({
      kind: 'failed',
      error: {
        name: 'Exception',
        message: 'Lock timeout: another process was holding the lock for too long.',
      },
    });
  });

  it('has separate locks for the script, the document and each user', async () => {
    const google = givenScript(code, { schedule: holderFirst });
    const [, others] = await Promise.all([google.run('holds', [1000]), google.run('triesOthers')]);
    expect(others).toMatchObject({ value: [true, true] });
  });

  it('releases the lock of an execution that ended or was killed', async () => {
    const google = givenScript(code);
    await google.run('forgets');
    expect(await google.run('tries', [0])).toMatchObject({ value: true });
    const killed = await google.run('holds', [1000], { killAt: { call: 3, when: 'after' } });
    expect(killed.kind).toBe('killed');
    expect(await google.run('tries', [0])).toMatchObject({ value: true });
  });

  it('has no document lock if no document is open', async () => {
    const google = givenScript('function main() { return LockService.getDocumentLock() }');
    expect(await google.run('main', [], { as: 'callback' })).toMatchObject({ value: null });
  });
});
