import { describe, expect, it } from 'vitest';
import { documentOwner } from '../../../src/keap/auth/document-owner.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

/** Two people before one document. */
function given() {
  const document = fakeProperties();
  let seed = 0;
  const random = () => {
    seed += 0.0137;
    return seed % 1;
  };
  const person = () => documentOwner({ document, user: fakeProperties() }, 'doc', random);
  return { document, ana: person(), ben: person() };
}

describe('documentOwner()', () => {
  it('belongs to nobody at first, then to whoever claims it', () => {
    const { ana, ben } = given();
    expect([ana.whose(), ana.account()]).toEqual(['nobody', '']);
    ana.claim('app1', 5);
    expect([ana.whose(), ben.whose()]).toEqual(['me', 'somebody-else']);
    expect([ben.account(), ben.sinceMs()]).toEqual(['app1', 5]);
  });

  it('is not claimed away from its owner, but can be taken over', () => {
    const { ana, ben } = given();
    ana.claim('app1', 5);
    ben.claim('app2', 6);
    expect([ana.whose(), ana.account()]).toEqual(['me', 'app1']);
    ben.take('app1', 7);
    expect([ana.whose(), ben.whose()]).toEqual(['somebody-else', 'me']);
  });

  it('is left by its owner alone, and remembers its account', () => {
    const { ana, ben } = given();
    ana.claim('app1', 5);
    ben.leave();
    expect(ana.whose()).toBe('me');
    ana.leave();
    expect([ana.whose(), ben.whose(), ben.account(), ben.sinceMs()]).toEqual(['nobody', 'nobody', 'app1', 0]);
  });

  it.each(['', 'damaged', 'null', '[]', '{"mark":7,"account":{},"sinceMs":"x"}'])(
    'takes the stored text %j for nobody',
    (text) => {
      const { document, ana } = given();
      document.set('owner', text);
      expect([ana.whose(), ana.account(), ana.sinceMs()]).toEqual(['nobody', '', 0]);
    },
  );
});
