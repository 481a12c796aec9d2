import { describe, expect, it } from 'vitest';
import { givenConnected, hourMs } from '../support/program.ts';

describe.each([
  ['XML-RPC', 'xml-rpc', 'ContactService.update'],
  ['REST v2', 'rest', 'rest PATCH'],
] as const)('a sync that is cut off, over %s', (_name, choice, update) => {
  it.each([
    ['an outage', { kind: 'answer', status: 503, body: '<html>down</html>' }],
    [
      'a lost connection',
      { kind: 'answer', status: 401, body: '{"fault":{"faultstring":"Invalid Access Token"}}' },
    ],
  ] as const)('R1 counts and marks what Keap had acknowledged before %s', async (_what, trouble) => {
    const count = 200;
    const program = await givenConnected(count);
    await program.ask('saveApi', { choice });
    const untilMs = program.google.clock.nowMs() + 30 * 60_000;
    // Of every call: an outage that leaves some calls well is none.
    await program.keap.break({ match: '', after: 145, untilMs, trouble });
    await program.sync();
    const statuses = program.column('Keap status');
    const synced = statuses.filter((status) => status === 'Synced').length;
    expect(synced).toBeGreaterThan(0);
    const waiting = statuses.filter((status) => status === 'Waiting').length;
    expect(waiting).toBeGreaterThan(0);
    const { sentence } = (await program.state()).lastRun;
    expect(sentence).toContain(`${synced} synced,`);
    expect(sentence).toContain(`${waiting} waiting, 0 unchanged.`);
    await program.google.passTime(2 * hourMs);
    // Rows of contacts that were not answered for alone are sent again by the next sync.
    await program.sync();
    expect(program.column('Keap status').every((status) => /Synced|Unchanged/.test(status))).toBe(true);
    expect((await program.keap.contacts()).map(({ fields }) => fields.Email)).toEqual(
      Array.from({ length: count }, (_, index) => `new${index + 1}@example.com`),
    );
  });

  it('R1 says of each row what Keap did while it refuses every update and answers everything else', async () => {
    const count = 60;
    const program = await givenConnected(count);
    await program.ask('saveApi', { choice });
    const untilMs = program.google.clock.nowMs() + 30 * 60_000;
    const trouble = { kind: 'answer', status: 503, body: '<html>down</html>' } as const;
    await program.keap.break({ match: update, after: 33, untilMs, trouble });
    await program.sync();
    const now = (await program.keap.contacts()).map(({ fields }) => fields.Email);
    program.column('Keap status').forEach((status, index) => {
      expect({ index, isSynced: status === 'Synced' }).toEqual({
        index,
        isSynced: now[index] === `new${index + 1}@example.com`,
      });
    });
    expect(program.column('Keap status').filter((status) => status === 'Failed').length).toBeGreaterThan(0);
    await program.google.passTime(2 * hourMs);
    await program.sync();
    expect(program.column('Keap status').every((status) => /Synced|Unchanged/.test(status))).toBe(true);
  });
});
