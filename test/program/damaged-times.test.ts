/** A number in the stores that is no time, and a refusal that a wrong client has brought. */
import { describe, expect, it } from 'vitest';
import { defaultClient } from '../../local/keap/keap.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

const owner = 'owner@example.com';

async function given(): Promise<Program> {
  const { contacts, cells } = contactsAndCells(2);
  const program = await givenProgram({ cells, keap: { contacts } });
  await program.connect();
  await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: true, mailTo: owner });
  await program.google.passTime(2 * hourMs);
  return program;
}

/** The same JSON with another number for each time in it. */
function withTimes(text: string, time: number): string {
  return JSON.stringify(JSON.parse(text), (name, value: unknown) =>
    typeof value === 'number' && /Ms$/.test(name) ? time : value,
  );
}

const storedTimes = ({ google }: Program) =>
  (['user', 'document'] as const).flatMap((kind) =>
    Object.entries(google.properties(kind)).flatMap(([key, text]) =>
      /Ms":/.test(text) ? [{ kind, key, text }] : [],
    ),
  );

describe('a stored time that is none', () => {
  it.each([1e300, -1e300, 8.7e15])('R11 breaks neither the sidebar nor the hourly run (%d)', async (time) => {
    const program = await given();
    await program.keap.break({
      match: 'token',
      trouble: { kind: 'answer', status: 400, body: '{"error":"invalid_grant"}' },
    });
    program.google.clock.moveTo(program.google.clock.nowMs() + 25 * hourMs);
    await program.google.run('runHourly', [], { as: 'trigger' });
    expect((await program.state()).connection.kind).toBe('reconnect-needed');
    const stored = storedTimes(program);
    expect(stored.length).toBeGreaterThan(5);
    for (const { kind, key, text } of stored) {
      program.google.setProperty(kind, key, withTimes(text, time));
      expect(await program.ask('loadState'), key).toMatchObject({ kind: 'ok' });
      expect(await program.ask('activity'), key).toMatchObject({ kind: 'ok' });
      await program.google.run('runHourly', [], { as: 'trigger' });
      program.google.setProperty(kind, key, text);
    }
  });
});

describe('a refusal that a wrong client has brought', () => {
  it.each([
    ['a refused pair', '{"error":"invalid_grant"}', 400, 'reconnect-needed'],
    ['a refused client', '{"error":"invalid_client"}', 401, 'client-refused'],
  ] as const)('R11 ends when the client is corrected: %s', async (_, body, status, kind) => {
    const program = await given();
    await program.ask('saveClient', { clientId: 'another-client', clientSecret: 'another-secret' });
    await program.keap.break({ match: 'token', trouble: { kind: 'answer', status, body } });
    await program.google.passTime(26 * hourMs);
    expect((await program.state()).connection.kind).toBe(kind);
    await program.keap.mend();
    const { id: clientId, secret: clientSecret } = defaultClient;
    expect(await program.ask('saveClient', { clientId, clientSecret })).toMatchObject({ kind: 'ok' });
    expect((await program.state()).connection.kind).toBe('connected');
    await program.google.passTime(2 * hourMs);
    const { connection } = await program.state();
    expect(connection.kind).toBe('connected');
    await program.google.passTime(24 * hourMs);
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Unchanged']));
  });
});
