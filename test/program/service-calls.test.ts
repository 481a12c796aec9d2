/** What the product asks of Google's services, each of which takes time and may fail; properties have a daily quota. */
import { expect, it } from 'vitest';
import type { Execution } from '../../local/appsscript/apps-script.ts';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import { givenConnected, hourMs, type Program } from '../support/program.ts';

/** Calls that reach one of Google's services. */
const callsIn = ({ calls }: Execution) =>
  calls
    .filter(({ service, method }) => isRemote(service, method))
    .map(({ service, method }) => `${service}.${method}`);

const readsIn = (execution: Execution) => callsIn(execution).filter((call) => /getPropert/.test(call));

async function asked(program: Program, name: string): Promise<Execution> {
  const answer = await program.ask(name);
  const execution = program.google.executions.at(-1);
  if (answer.kind !== 'ok' || execution === undefined) throw new Error(JSON.stringify(answer));
  return execution;
}

/** Connected, synced, and with a scheduled sync and a background run behind it. */
async function givenIdle(): Promise<Program> {
  const program = await givenConnected(5);
  await program.ask('saveSchedule', { isOn: true, hour: 13, mailsOn: false, mailTo: '' });
  await program.google.passTime(3 * hourMs);
  expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
  return program;
}

it('a sync of an unchanged sheet takes at most 25 calls', async () => {
  const program = await givenIdle();
  // The first one changes the statuses from Synced to Unchanged.
  await program.sync();
  const sync = await program.sync();
  expect(new Set(program.column('Keap status'))).toEqual(new Set(['Unchanged']));
  expect(callsIn(sync).length, callsIn(sync).join(' ')).toBeLessThanOrEqual(25);
});

it('a look at the sidebar takes at most 10 calls, and reads each store once', async () => {
  const program = await givenIdle();
  const look = await asked(program, 'loadState');
  expect(callsIn(look).length, callsIn(look).join(' ')).toBeLessThanOrEqual(10);
  expect(readsIn(look)).toEqual(['Properties.getProperties', 'Properties.getProperties']);
});

it('a look at what is running takes at most 4 calls, since the sidebar asks twice a minute', async () => {
  const look = await asked(await givenIdle(), 'activity');
  expect(callsIn(look).length, callsIn(look).join(' ')).toBeLessThanOrEqual(4);
});

it('an idle hour takes at most 7 calls, two of them for the lock', async () => {
  const program = await givenIdle();
  const [hour] = await program.google.passTime(hourMs);
  if (hour === undefined) throw new Error('No trigger came.');
  expect(hour.functionName).toBe('runHourly');
  expect(callsIn(hour).length, callsIn(hour).join(' ')).toBeLessThanOrEqual(7);
});
