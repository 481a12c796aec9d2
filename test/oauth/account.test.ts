import { describe, expect, it } from 'vitest';
import { accountOf } from '../../src/oauth/account.ts';

describe('accountOf()', () => {
  it.each([
    ['full|app123.infusionsoft.com', 'app123.infusionsoft.com'],
    ['full| app123.infusionsoft.com ', 'app123.infusionsoft.com'],
    ['full', 'full'],
    ['full|', 'full|'],
    ['', ''],
  ])('names the account of the scope "%s"', (scope, account) => {
    expect(accountOf(scope)).toBe(account);
  });
});
