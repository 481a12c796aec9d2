import { describe, expect, it } from 'vitest';
import { accountOf, mayBeSameAccount, successor, withAccount } from '../../src/oauth/token.ts';
import { firstToken } from './given-connected.ts';

describe('accountOf()', () => {
  it.each([
    ['full|app123.infusionsoft.com', 'app123.infusionsoft.com'],
    ['full| app123.infusionsoft.com ', 'app123.infusionsoft.com'],
    ['FULL|APP123.Infusionsoft.com', 'app123.infusionsoft.com'],
    ['full app123.infusionsoft.com', 'app123.infusionsoft.com'],
    ['full', 'full'],
    ['full|', 'full|'],
    ['', ''],
  ])('gives the account of the scope "%s"', (scope, account) => {
    expect(accountOf(scope)).toBe(account);
  });
});

describe('mayBeSameAccount()', () => {
  it.each([
    ['app1.infusionsoft.com', 'APP1.infusionsoft.com', true],
    ['app1.infusionsoft.com', 'app2.infusionsoft.com', false],
    ['full', 'app2.infusionsoft.com', true],
  ])('compares %s and %s', (one, other, isSame) => {
    expect(mayBeSameAccount(one, other)).toBe(isSame);
  });
});

describe('a scope that names no account', () => {
  const old = firstToken(1_000);

  it('keeps the account that is known', () => {
    const granted = { ...firstToken(2_000), scope: 'full' };
    expect(accountOf(successor(granted, old).scope)).toBe('x.test');
    expect(accountOf(withAccount(granted, 'app1.infusionsoft.com').scope)).toBe('app1.infusionsoft.com');
    expect(accountOf(withAccount(old, 'app1.infusionsoft.com').scope)).toBe('x.test');
  });
});
