import { describe, expect, it } from 'vitest';
import { documentOwner } from '../../../src/keap/auth/document-owner.ts';
import { fakeLock } from '../../support/fake-lock.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

/** Two users of one document. */
function given() {
  const document = fakeProperties();
  const lock = fakeLock();
  let seed = 0;
  const random = () => {
    seed += 0.0137;
    return seed % 1;
  };
  const person = () => documentOwner({ document, user: fakeProperties(), lock }, 'doc', random);
  return { document, ana: person(), ben: person() };
}

describe('documentOwner()', () => {
  it('has no owner at first, then the first user who claims it', () => {
    const { ana, ben } = given();
    expect([ana.ownedBy(), ana.account()]).toEqual(['nobody', '']);
    ana.claim('app1', 5);
    expect([ana.ownedBy(), ben.ownedBy()]).toEqual(['me', 'somebody-else']);
    expect([ben.account(), ben.sinceMs()]).toEqual(['app1', 5]);
  });

  it('cannot be claimed from its owner, but can be taken over', () => {
    const { ana, ben } = given();
    ana.claim('app1', 5);
    ben.claim('app2', 6);
    expect([ana.ownedBy(), ana.account()]).toEqual(['me', 'app1']);
    ben.takeOver('app1', 7);
    expect([ana.ownedBy(), ben.ownedBy()]).toEqual(['somebody-else', 'me']);
  });

  it('is released only by its owner, and remembers its account', () => {
    const { ana, ben } = given();
    ana.claim('app1', 5);
    ben.release(false);
    expect(ana.ownedBy()).toBe('me');
    ana.release(false);
    expect([ana.ownedBy(), ben.ownedBy(), ben.account(), ben.sinceMs()]).toEqual([
      'nobody',
      'nobody',
      'app1',
      0,
    ]);
  });

  it('paused by its owner, waits until somebody takes it over', () => {
    const { ana, ben } = given();
    ana.claim('app1', 5);
    ben.release(true);
    expect(ana.isPaused()).toBe(false);
    ana.release(true);
    ben.claim('app1', 6);
    ana.claim('app1', 6);
    expect([ana.isPaused(), ana.ownedBy(), ben.ownedBy()]).toEqual([true, 'nobody', 'nobody']);
    ben.takeOver('app1', 7);
    expect([ana.isPaused(), ben.ownedBy()]).toEqual([false, 'me']);
  });

  it.each(['', 'damaged', 'null', '[]', '{"mark":7,"account":{},"sinceMs":"x"}'])(
    'has no owner when the stored text is %j',
    (text) => {
      const { document, ana } = given();
      document.set('owner', text);
      expect([ana.ownedBy(), ana.account(), ana.sinceMs()]).toEqual(['nobody', '', 0]);
    },
  );
});
