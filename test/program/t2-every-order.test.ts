import { expect, it } from 'vitest';
import type { Execution } from '../../local/appsscript/apps-script.ts';
import { virtualClock } from '../../local/appsscript/clock.ts';
import { randomFaults } from '../../local/appsscript/faults.ts';
import { everyOrder } from '../support/orders.ts';
import { givenConnected, hourMs, type Program, sheetName } from '../support/program.ts';
import { seeded } from '../support/seeds.ts';

const twoDaysMs = 48 * hourMs;

const dispatch = ({ google }: Program) => google.run('runHourly', [], { as: 'trigger' });

/** Counts refused refreshes too, because a second concurrent refresh would not show up among the granted ones. */
async function tokenRequests({ keap }: Program): Promise<number> {
  const counts = Object.entries(await keap.counts());
  return counts.reduce((sum, [what, count]) => (what.startsWith('token') ? sum + count : sum), 0);
}

/**
 * Plays two executions that both find the token expired in every order of their calls, and gives the number of orders.
 * It varies the calls to Keap, the locks and the stored connection. `storm.test.ts` covers what is stored about runs.
 */
async function inEveryOrder(
  first: (program: Program) => Promise<Execution>,
  second: (program: Program) => Promise<Execution>,
  before: (program: Program, round: number) => void,
  after: (program: Program, order: string) => Promise<void>,
): Promise<number> {
  const orders = everyOrder(
    (key) => key.startsWith('embedded-spreadsheet-id/') && !/background$|trigger$/.test(key),
  );
  // Each round takes two days, and none may reach the end of XML-RPC.
  const program = await givenConnected(2, {
    schedule: orders.schedule,
    clock: virtualClock(Date.UTC(2020, 0, 6, 12)),
  });
  const { clock } = program.google;
  // How long a lock is waited for must not depend on the round.
  await program.keap.break({ match: ['token', 'xmlrpc', 'rest'], trouble: { kind: 'slow', ms: 400 } });
  // The first executions make a few more calls, because the document has no owner yet.
  for (const run of [first, second]) {
    clock.moveTo(clock.nowMs() + twoDaysMs);
    await run(program);
  }
  let round = 0;
  return orders.playAll(async (order) => {
    before(program, ++round);
    clock.moveTo(clock.nowMs() + twoDaysMs);
    const asked = await tokenRequests(program);
    const ends = await Promise.all([first(program), second(program)]);
    expect(
      ends.map(({ kind }) => kind),
      order,
    ).toEqual(['completed', 'completed']);
    expect((await tokenRequests(program)) - asked, order).toBe(1);
    expect((await program.state()).connection.kind, order).toBe('connected');
    await after(program, order);
  });
}

it('T2 two dispatchers that find the token expired refresh it once, in every order of their calls', async () => {
  const orders = await inEveryOrder(
    dispatch,
    dispatch,
    () => {},
    async () => {},
  );
  expect(orders).toBeGreaterThan(20);
});

it('T2 a concurrent sync and rotation refresh once and both succeed, in every order of their calls', async () => {
  let wanted = '';
  const orders = await inEveryOrder(
    (program) => program.sync(),
    dispatch,
    ({ google }, round) => {
      wanted = `changed${round}@example.com`;
      google.sheet('Contacts').set(1, 1, wanted);
    },
    async (program, order) => {
      expect(program.column('Keap status')[0], order).toBe('Synced');
      expect((await program.keap.contacts())[0]?.fields.Email, order).toBe(wanted);
    },
  );
  expect(orders).toBeGreaterThan(20);
});

it('T2 D1 two documents of one person renew their own connection once each, in every order of their calls', async () => {
  const orders = everyOrder((key) => /connection|token/.test(key) && !/background$|trigger$/.test(key));
  const first = await givenConnected(2, {
    schedule: orders.schedule,
    deployment: 'add-on',
    clock: virtualClock(Date.UTC(2020, 0, 6, 12)),
  });
  const cells = [
    ['Contact ID', 'Email'],
    [2, 'new2@example.com'],
  ];
  const second = first.inDocument(first.google.addDocument({ sheets: [{ name: sheetName, cells }] }));
  await second.google.open();
  await second.connect();
  await first.keap.break({ match: ['token', 'xmlrpc', 'rest'], trouble: { kind: 'slow', ms: 400 } });
  const { clock } = first.google;
  for (const program of [first, second]) {
    clock.moveTo(clock.nowMs() + twoDaysMs);
    await dispatch(program);
  }
  let round = 0;
  const count = await orders.playAll(async (order) => {
    clock.moveTo(clock.nowMs() + twoDaysMs);
    round++;
    const wanted = `changed${round}@example.com`;
    first.google.sheet(sheetName).set(1, 1, wanted);
    const asked = await tokenRequests(first);
    // Each order meets the same errors of the sheet, which are tried again.
    first.google.planFaults(randomFaults(seeded(1), 0.05, ({ service }) => service === 'Range'));
    await Promise.all([first.sync(), dispatch(second)]);
    first.google.planFaults(undefined);
    expect((await tokenRequests(first)) - asked, order).toBe(2);
    for (const program of [first, second]) {
      expect((await program.state()).connection.kind, order).toBe('connected');
    }
    expect(first.column('Keap status')[0], order).toBe('Synced');
    expect((await first.keap.contacts())[0]?.fields.Email, order).toBe(wanted);
  });
  expect(count).toBeGreaterThan(5);
});
