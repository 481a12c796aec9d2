import { describe, expect, it } from 'vitest';
import { undoableIn } from '../../../src/sync/undo/undoable.ts';
import { fakeProperties } from '../../support/fake-properties.ts';

const kindOf = (owner: object | undefined, run: object) =>
  undoableIn(
    fakeProperties({
      ...(owner === undefined ? {} : { owner: JSON.stringify({ version: 1, mark: 'm', ...owner }) }),
      run: JSON.stringify({
        version: 2,
        undoable: { run: 'r1', kind: 'sync', sheetId: 7, startedMs: 100, ...run },
      }),
    }),
  ).kind;

describe('undoableIn()', () => {
  it.each([
    ['its own account', { account: 'a', sinceMs: 200 }, { account: 'a' }, 'runs'],
    ['another account', { account: 'b', sinceMs: 200 }, { account: 'a' }, 'other-account'],
    [
      'another account that was there before',
      { account: 'b', sinceMs: 50 },
      { account: 'a' },
      'other-account',
    ],
    ['no account yet', undefined, { account: 'a' }, 'runs'],
  ])('offers a run to %s as its record says', (_what, owner, run, kind) => {
    expect(kindOf(owner, run)).toBe(kind);
  });

  it.each([
    ['the owner was there when it began', { account: 'a', sinceMs: 50 }, 'runs'],
    ['somebody has taken over since', { account: 'a', sinceMs: 150 }, 'other-account'],
    ['nobody owns the document now', { account: 'a', mark: '', sinceMs: 0 }, 'other-account'],
    ['nobody ever did', undefined, 'other-account'],
  ])('offers a run of an earlier version, which names no account, only if %s', (_what, owner, kind) => {
    expect(kindOf(owner, {})).toBe(kind);
  });

  it('has nothing before the first run', () => {
    expect(undoableIn(fakeProperties({})).kind).toBe('nothing');
  });
});
