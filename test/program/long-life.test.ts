import { expect, it } from 'vitest';
import type { Execution, RunOptions } from '../../local/appsscript/apps-script.ts';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import { givenConnected, hourMs, type Program } from '../support/program.ts';
import { seeded, seedOfRun, soakScale } from '../support/seeds.ts';

const dayMs = 24 * hourMs;
/** `npm test` simulates forty days; `npm run soak` simulates all 400, with other seeds. */
const days = soakScale > 1 ? 400 : 40;

/** Random events, by their average number per day: outages of minutes to three days, kills, and manual syncs. */
const outagesPerDay = 1 / 12;
const killsPerDay = 1 / 2;
const syncsPerDay = 1 / 4;

it(`T4 a connection survives ${days} days of outages, kills and manual syncs, and is lost only between answer and save (seed ${seedOfRun})`, async () => {
  const random = seeded(seedOfRun);
  const program = await givenConnected(3);
  await program.ask('saveSchedule', { isOn: true, hour: 6, mailsOn: true, mailTo: 'owner@example.com' });
  const dispatch = (options: RunOptions) =>
    program.google.run('runHourly', [], { ...options, as: 'trigger' });
  const met = { outages: 0, kills: 0, syncs: 0, lost: 0, reconnects: 0 };
  for (let hour = 0; hour < days * 24; hour++) {
    const { clock } = program.google;
    clock.moveTo(clock.nowMs() + hourMs);
    if (random() < outagesPerDay / 24) {
      met.outages++;
      await breakKeap(program, random);
    }
    if (random() < syncsPerDay / 24) {
      met.syncs++;
      program.google.sheet('Contacts').set(1, 1, `changed${hour}@example.com`);
      // A sync makes about three times as many calls as the dispatcher.
      const killAt = random() < 1 / 2 ? killPoint(random, 100) : undefined;
      if (await losesPair(program, (options) => program.sync(options), killAt)) met.lost++;
      if (killAt !== undefined) met.kills++;
    }
    const killAt = random() < killsPerDay / 24 ? killPoint(random, 40) : undefined;
    if (await losesPair(program, dispatch, killAt)) met.lost++;
    if (killAt !== undefined) met.kills++;
    if (hour % 24 !== 0) continue;
    const { connection } = await program.state();
    if (connection.kind !== 'reconnect-needed') continue;
    // Only a kill in that one window may lose the pair, and then the message says so.
    expect(connection.sentence).toContain('interrupted');
    met.reconnects++;
    expect(met.reconnects, `day ${hour / 24}`).toBe(met.lost);
    await program.keap.mend();
    await program.connect();
  }
  await program.keap.mend();
  for (let hour = 0; hour < 48; hour++) {
    program.google.clock.moveTo(program.google.clock.nowMs() + hourMs);
    await dispatch({});
  }
  const { kind } = (await program.state()).connection;
  if (kind === 'reconnect-needed') met.reconnects++;
  expect([kind, met.reconnects]).toEqual([met.reconnects === met.lost ? kind : 'connected', met.lost]);
  expect(met.outages).toBeGreaterThan(days / 40);
  expect(met.kills).toBeGreaterThan(days / 4);
  expect((await program.keap.tokenCounts()).refreshes).toBeGreaterThan(days * 0.8);
});

/** Runs one execution, optionally killed at a call; gives whether Keap granted a pair that was not saved. */
async function losesPair(
  program: Program,
  execute: (options: RunOptions) => Promise<Execution>,
  killAt: KillPoint | undefined,
): Promise<boolean> {
  if (killAt === undefined) {
    await execute({});
    return false;
  }
  const before = { ...(await program.keap.tokenCounts()), pair: storedPair(program) };
  await execute({ killAt });
  const { refreshes } = await program.keap.tokenCounts();
  return refreshes > before.refreshes && storedPair(program) === before.pair;
}

const storedPair = ({ google }: Program) => google.properties('user')['embedded-spreadsheet-id/token'];

/** Before or after one of the first `calls` calls. */
function killPoint(random: () => number, calls: number): KillPoint {
  const call = 1 + Math.floor(random() * calls);
  return { call, when: random() < 0.5 ? 'before' : 'after' };
}

/** An outage of minutes to three days. */
async function breakKeap({ keap, google }: Program, random: () => number): Promise<void> {
  const fromMs = google.clock.nowMs();
  const untilMs = fromMs + Math.floor(5 * 60_000 + random() ** 3 * 3 * dayMs);
  const status = [500, 502, 503, 429, 200][Math.floor(random() * 5)] ?? 500;
  const trouble = { kind: 'answer', status, body: '<html>Please come back later</html>' } as const;
  await keap.break({ match: '', fromMs, untilMs, trouble });
}
