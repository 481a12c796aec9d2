import { describe, expect, it } from 'vitest';
import { SettingsWrong } from '../../../src/errors.ts';
import { alertAddresses } from '../../../src/sync/daily/alert-addresses.ts';

describe('alertAddresses()', () => {
  it.each([
    ['', ''],
    [' , ;', ''],
    ['ann@example.com', 'ann@example.com'],
    ['ann@example.com,bob@example.com;ANN@example.com', 'ANN@example.com, bob@example.com'],
    [' jörg@exämple.de ', 'jörg@exämple.de'],
  ])('stores %j as %j', (typed, stored) => {
    expect(alertAddresses(typed)).toBe(stored);
  });

  it.each([
    'ann',
    'ann@example.com bob@example.com',
    'ann@example',
    '"Ann" <ann@example.com>',
    'a@b.c,nobody',
  ])('refuses %j, and says what is wrong', (typed) => {
    expect(() => alertAddresses(typed)).toThrow(SettingsWrong);
  });

  it('refuses more addresses than an email should go to', () => {
    const many = Array.from({ length: 11 }, (_, index) => `p${index}@example.com`).join();
    expect(() => alertAddresses(many)).toThrow('too many');
  });
});
