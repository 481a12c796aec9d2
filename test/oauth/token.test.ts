import { describe, expect, it } from 'vitest';
import { accountOf } from '../../src/oauth/token.ts';

describe('accountOf()', () => {
  it.each([
    ['full|app123.infusionsoft.com', 'app123.infusionsoft.com'],
    ['full| app123.infusionsoft.com ', 'app123.infusionsoft.com'],
    ['full', 'full'],
    ['full|', 'full|'],
    ['', ''],
  ])('gives the account of the scope "%s"', (scope, account) => {
    expect(accountOf(scope)).toBe(account);
  });
});
