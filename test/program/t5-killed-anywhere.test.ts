import { expect, it } from 'vitest';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import { givenConnected, givenProgram, hourMs, type Program } from '../support/program.ts';

const dayMs = 24 * hourMs;
const whens = ['before', 'after'] as const;

/** `before` and `after` each of this many calls. */
const killPoints = (calls: number): KillPoint[] =>
  whens.flatMap((when) => Array.from({ length: calls }, (_, index) => ({ call: index + 1, when })));

/** Checks that the next execution is connected or says why not; gives whether a pair was lost. */
async function isLost(program: Program, killAt: KillPoint): Promise<boolean> {
  const { connection } = await program.state();
  if (connection.kind === 'connected') return false;
  expect(connection, JSON.stringify(killAt)).toMatchObject({
    kind: 'reconnect-needed',
    sentence: expect.stringContaining('interrupted'),
  });
  return true;
}

it('T5 a consent killed at any call ends connected, or can be started again with the same click', async () => {
  const program = await givenProgram({});
  const calls = (await program.connect()).execution?.calls.length ?? 0;
  expect(calls).toBeGreaterThan(5);
  let unconnected = 0;
  for (const killAt of killPoints(calls)) {
    await program.ask('disconnect');
    await program.connect('allow', undefined, killAt);
    const { kind } = (await program.state()).connection;
    // Until the pair is saved there is nothing to lose except the code.
    if (kind !== 'connected') {
      unconnected++;
      expect(kind, JSON.stringify(killAt)).toBe('connecting');
      await program.connect();
    }
    expect((await program.state()).connection.kind, JSON.stringify(killAt)).toBe('connected');
  }
  expect(unconnected).toBeGreaterThan(0);
  expect(unconnected).toBeLessThan(2 * calls);
});

it('T5 a refresh killed at any call ends connected, or says that the pair was lost between answer and save', async () => {
  const program = await givenConnected(1);
  const test = (killAt?: KillPoint) => {
    program.google.clock.moveTo(program.google.clock.nowMs() + 25 * hourMs);
    const options = killAt === undefined ? {} : { killAt };
    return program.google.run('answerSidebar', ['testConnection', []], { as: 'sidebar', ...options });
  };
  await test();
  const calls = (await test()).calls.length;
  let lost = 0;
  for (const killAt of killPoints(calls)) {
    await test(killAt);
    await test();
    if (!(await isLost(program, killAt))) continue;
    lost++;
    await program.connect();
  }
  // The pair is lost only by a kill after Keap's answer or before the one write that saves it.
  expect(lost).toBe(2);
});

it('T5 no service call is made between the answer with a pair and the write that saves it', async () => {
  const program = await givenConnected(1);
  program.google.clock.moveTo(program.google.clock.nowMs() + dayMs);
  const { refreshes } = await program.keap.tokenCounts();
  const run = await program.google.run('runHourly', [], { as: 'trigger' });
  expect((await program.keap.tokenCounts()).refreshes).toBe(refreshes + 1);
  const steps = run.calls.map(({ method }) => method);
  const answers = steps.indexOf('fetchAll');
  // Reading the answer calls no service, so the next call is the write.
  const next = steps
    .slice(answers + 1)
    .filter((step) => !/^(getResponseCode|getHeaders|getContentText)$/.test(step));
  expect(next[0]).toBe('setProperty');
});
