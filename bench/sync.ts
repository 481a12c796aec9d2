/**
 * What does a sync cost, compared with the simple loop that people write? Times come from the Apps Script emulator's
 * virtual clock: published measurements of Google's services, and the simulated Keap's latency.
 */
import type { Report } from './report.ts';
import { type BenchApi, type Cost, connect, type SyncWorld, syncToTheEnd, syncWorld } from './sync-world.ts';

/** Keap's limit per OAuth client (developer.keap.com, "API Usage"). */
const callsPerSecond = 25;

/** Measures a sync of 100 and 1,000 changed contacts against the loop, and then large sheets. */
export async function run(report: Report): Promise<void> {
  await compareWithLoop(report, 100);
  await compareWithLoop(report, 1_000);
  await measureLargeSheets(report);
}

async function compareWithLoop(report: Report, rows: number): Promise<void> {
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
  const ours = await syncThrice(rows, 'XML-RPC');
  const overRest = await syncThrice(rows, 'REST v2');
  const minMs = (rows / callsPerSecond) * 1000;
  report.table(
    `${rows.toLocaleString('en')} changed contacts`,
    [
      '',
      'Keap calls',
      'service calls',
      'executions',
      'time, s',
      'relative to the loop',
      "relative to Keap's limit",
    ],
    [
      line('the loop, without a limit on run time', loop, loop, minMs),
      line('our first sync over XML-RPC, which adds columns and the log', ours.changed, loop, minMs),
      line('our first sync over REST v2', overRest.changed, loop, minMs),
      line('the next one over XML-RPC, all changed again', ours.changedAgain, loop, minMs),
      line('the next one over REST v2, all changed again', overRest.changedAgain, loop, minMs),
      line('again over XML-RPC, nothing changed', ours.unchanged, loop, minMs),
      line('again over REST v2, nothing changed', overRest.unchanged, loop, minMs),
    ],
  );
  report.note(
    cut.kind === 'killed'
      ? `Google stopped the loop after ${cut.done.length} rows; its next run would start over with the first row.`
      : 'The loop finished within one execution.',
  );
}

function syncThrice(
  rows: number,
  api: BenchApi,
): Promise<{ readonly changed: Cost; readonly changedAgain: Cost; readonly unchanged: Cost }> {
  return inWorld({ projectDir: '../dist', rows }, async (world) => {
    await connect(world, api);
    const changed = await world.cost(() => syncToTheEnd(world));
    for (let row = 1; row <= rows; row++) {
      world.google.sheet('Contacts').set(row, 1, `newer${row}@example.com`);
    }
    const changedAgain = await world.cost(() => syncToTheEnd(world));
    return { changed, changedAgain, unchanged: await world.cost(() => syncToTheEnd(world)) };
  });
}

async function measureLargeSheets(report: Report): Promise<void> {
  const all = (api: BenchApi) =>
    inWorld({ projectDir: '../dist', rows: 10_000 }, async (world) => {
      await connect(world, api);
      return world.cost(() => syncToTheEnd(world));
    });
  const few = (api: BenchApi) =>
    inWorld({ projectDir: '../dist', rows: 50_000, isInSync: true }, async (world) => {
      await connect(world, api);
      return syncFewOfMany(world, 50_000, 200);
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

/** The first sync finds that Keap already has everything; the second sends the rows that changed since. */
async function syncFewOfMany(world: SyncWorld, rows: number, changed: number): Promise<Cost> {
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

function line(name: string, cost: Cost, loop: Cost, minMs: number): string[] {
  return [name, ...figures(cost), (cost.ms / loop.ms).toFixed(3), (cost.ms / minMs).toFixed(2)];
}
