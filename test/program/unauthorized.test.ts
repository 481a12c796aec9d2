import { describe, expect, it } from 'vitest';
import { unauthorized } from '../../local/keap/unauthorized.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

const hours = 80;

/** Connected, with rows that are sent every hour until Keap takes them; the pair is renewed once a day in any case. */
async function givenHourly(): Promise<Program> {
  const { contacts, cells } = contactsAndCells(2);
  const program = await givenProgram({ cells, keap: { contacts } });
  await program.connect();
  await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: true, mailTo: 'owner@example.com' });
  return program;
}

const needlessRefreshes = async (program: Program) =>
  (await program.keap.tokenCounts()).refreshes - Math.floor((hours * hourMs) / (23 * hourMs));

describe('T4 a 401', () => {
  it('T4 of XML-RPC alone is an outage of XML-RPC: nothing is renewed, and REST v2 syncs', async () => {
    const program = await givenHourly();
    await program.keap.break({ match: 'xmlrpc ', trouble: unauthorized('unknown-token') });
    await program.google.passTime(hours * hourMs);
    expect((await program.keap.contacts()).map(({ fields }) => fields.Email)).toEqual([
      ...['new1@example.com', 'new2@example.com'],
    ]);
    expect(await needlessRefreshes(program)).toBeLessThanOrEqual(0);
    expect((await program.state()).connection.kind).toBe('connected');
    expect(program.google.outbox).toEqual([]);
  });

  it('T4 about the app renews nothing, and the sheet says what to do', async () => {
    const program = await givenHourly();
    await program.keap.break({ match: ['xmlrpc ', 'rest '], trouble: unauthorized('app-not-approved') });
    await program.google.passTime(hours * hourMs);
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting']);
    expect(await needlessRefreshes(program)).toBeLessThanOrEqual(0);
    const state = await program.state();
    expect(state.connection.kind).toBe('connected');
    expect(state.lastRun.sentence).toContain("In Keap's developer portal");
    await program.keap.mend();
    await program.google.passTime(2 * hourMs);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });

  it('T4 of both APIs that a new pair does not cure costs one renewal a day at most', async () => {
    const program = await givenHourly();
    await program.keap.break({ match: ['xmlrpc ', 'rest '], trouble: unauthorized('unknown-token') });
    await program.google.passTime(hours * hourMs);
    expect(program.column('Keap status')).toEqual(['Waiting', 'Waiting']);
    expect(await needlessRefreshes(program)).toBeLessThanOrEqual(Math.ceil(hours / 23));
    await program.keap.mend();
    await program.google.passTime(2 * hourMs);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
  });
});
