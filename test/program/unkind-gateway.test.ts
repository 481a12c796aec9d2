import { describe, expect, it } from 'vitest';
import { contactsAndCells, givenProgram, hourMs } from '../support/program.ts';

const usual = {
  withoutRefreshToken: false,
  byteOrderMark: false,
  scope: 'usual',
  accessTokenLength: 41,
  refreshTokenLength: 42,
} as const;

describe('T3 answers of the token endpoint', () => {
  it.each([
    ['without a refresh token', { withoutRefreshToken: true }],
    ['with a byte order mark', { byteOrderMark: true }],
    ['with a scope that names no account', { scope: 'without-host' }],
    ['with a scope in upper case', { scope: 'upper-case' }],
    ['with a scope that is a list', { scope: 'list' }],
    // Google sends at most 8 KB of headers.
    ['with an access token of 7,500 letters', { accessTokenLength: 7_500 }],
    ['with a refresh token of 5,000 letters', { refreshTokenLength: 5_000 }],
    ['with more than fits into one property', { accessTokenLength: 7_500, refreshTokenLength: 5_000 }],
  ] as const)('%s keep the document connected and syncing for days', async (_what, answers) => {
    const tokenAnswers = { ...usual, ...answers };
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({ cells, keap: { contacts, behavior: { tokenAnswers } } });
    await program.connect();
    await program.ask('saveSchedule', { isOn: true, hour: 6, mailsOn: true, mailTo: 'owner@example.com' });
    for (let day = 0; day < 3; day++) {
      program.google.sheet('Contacts').set(1, 1, `day${day}@example.com`);
      await program.google.passTime(24 * hourMs);
      expect(program.column('Keap status')[0]).toBe('Synced');
    }
    expect((await program.state()).connection.kind).toBe('connected');
    expect(program.google.outbox).toEqual([]);
  });
});
