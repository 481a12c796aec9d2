/**
 * What does a sync cost, beside the loop that people write? Time is that of the embedded Apps Script: what Google's
 * services cost as others have measured it, and what the simulated Keap says that it took.
 */
import type { Report } from './report.ts';
import { type BenchApi, type Cost, connect, type SyncWorld, syncToTheEnd, syncWorld } from './sync-world.ts';

/** What Keap takes of one OAuth client (developer.keap.com, "API Usage"). */
const callsPerSecond = 25;

export async function run(report: Report): Promise<void> {
  await againstTheLoop(report, 100);
  await againstTheLoop(report, 1_000);
  await bySize(report);
}

async function againstTheLoop(report: Report, rows: number): Promise<void> {
  const loop = await inWorld({ projectDir: 'loop', rows, isUnlimited: true }, (world) =>
    world.cost(() => world.google.run('sendAll')),
  );
  const cut = await inWorld({ projectDir: 'loop', rows }, async (world) => {
    const run = await world.google.run('sendAll');
    return {
      kind: run.kind,
      done: world.google
        .sheet('Contacts')
        .display()
        .filter((row) => row[2] === 'OK'),
    };
  });
  const ours = await syncedTwice(rows, 'XML-RPC');
  const overRest = await syncedTwice(rows, 'REST v2');
  const least = (rows / callsPerSecond) * 1000;
  report.table(
    `${rows.toLocaleString('en')} changed contacts`,
    ['', 'Keap calls', 'service calls', 'executions', 'time, s', 'of the loop’s time', "of Keap's own limit"],
    [
      line('the loop, were there no limit to an execution', loop, loop, least),
      line('ours over XML-RPC', ours.changed, loop, least),
      line('ours over REST v2', overRest.changed, loop, least),
      line('ours again over XML-RPC, nothing changed', ours.unchanged, loop, least),
      line('ours again over REST v2, nothing changed', overRest.unchanged, loop, least),
    ],
  );
  report.note(
    cut.kind === 'killed'
      ? `The loop itself was cut off after ${cut.done.length} rows, and would begin again with the first one.`
      : 'The loop itself came to its end within one execution.',
  );
}

function syncedTwice(
  rows: number,
  api: BenchApi,
): Promise<{ readonly changed: Cost; readonly unchanged: Cost }> {
  return inWorld({ projectDir: '../dist', rows }, async (world) => {
    await connect(world, api);
    const changed = await world.cost(() => syncToTheEnd(world));
    return { changed, unchanged: await world.cost(() => syncToTheEnd(world)) };
  });
}

async function bySize(report: Report): Promise<void> {
  const all = (api: BenchApi) =>
    inWorld({ projectDir: '../dist', rows: 10_000 }, async (world) => {
      await connect(world, api);
      return world.cost(() => syncToTheEnd(world));
    });
  const few = (api: BenchApi) =>
    inWorld({ projectDir: '../dist', rows: 50_000, isAsWanted: true }, async (world) => {
      await connect(world, api);
      return someOfMany(world, 50_000, 200);
    });
  report.table(
    'Large sheets',
    ['', 'Keap calls', 'service calls', 'executions', 'time, s'],
    [
      ['10,000 rows, all changed, over XML-RPC', ...figures(await all('XML-RPC'))],
      ['10,000 rows, all changed, over REST v2', ...figures(await all('REST v2'))],
      ['50,000 rows, 200 changed, over XML-RPC', ...figures(await few('XML-RPC'))],
      ['50,000 rows, 200 changed, over REST v2', ...figures(await few('REST v2'))],
    ],
  );
}

/** Keap has all but some already: the first sync only finds that out, and the second one sends the rest. */
async function someOfMany(world: SyncWorld, rows: number, changed: number): Promise<Cost> {
  await syncToTheEnd(world);
  const step = Math.floor(rows / changed);
  for (let row = step; row <= rows; row += step) {
    world.google.sheet('Contacts').set(row, 1, `newer${row}@example.com`);
  }
  return world.cost(() => syncToTheEnd(world));
}

async function inWorld<T>(
  options: Parameters<typeof syncWorld>[0],
  work: (world: SyncWorld) => Promise<T>,
): Promise<T> {
  const world = await syncWorld(options);
  try {
    return await work(world);
  } finally {
    await world.stop();
  }
}

function figures({ keapCalls, serviceCalls, executions, ms }: Cost): string[] {
  return [keapCalls, serviceCalls, executions, Math.round(ms / 100) / 10].map((one) =>
    one.toLocaleString('en'),
  );
}

function line(name: string, cost: Cost, loop: Cost, leastMs: number): string[] {
  return [name, ...figures(cost), (cost.ms / loop.ms).toFixed(3), (cost.ms / leastMs).toFixed(2)];
}
