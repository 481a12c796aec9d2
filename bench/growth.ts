/**
 * How does the cost of a scheduled sync grow with the sheet, and which limit is reached first? The figures come from the
 * Apps Script emulator with Google's limits for Workspace, so that they show the work and not the wait for a quota.
 * Each sheet is first brought in sync with Keap, then a share of its rows changes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type GrowthPoint, growthPlot } from './growth-plot.ts';
import type { Report } from './report.ts';
import { type BenchApi, connect, type SyncWorld, syncToTheEnd, syncWorld } from './sync-world.ts';

const sizes = [100, 1_000, 10_000, 50_000] as const;
const shares = [0, 0.01, 1] as const;
const apis: readonly BenchApi[] = ['XML-RPC', 'REST v2'];
const plot = path.resolve(import.meta.dirname, '../docs/images/growth.svg');

/** Measures every size and share over both APIs, writes the plot, and reports the tables. */
export async function run(report: Report): Promise<void> {
  const points: GrowthPoint[] = [];
  for (const api of apis) {
    for (const rows of sizes) points.push(...(await measureSize(api, rows)));
  }
  for (const share of shares) {
    report.table(
      `${share * 100} % of the rows changed`,
      [
        'rows',
        'API',
        'changed',
        'Keap calls',
        'service calls',
        'executions',
        'running, s',
        'from first to last, h',
      ],
      points.filter((one) => one.share === share).map(tableRow),
    );
  }
  reportLimits(report, points);
  await writeFile(plot, growthPlot(points));
  report.note('The plot is in [docs/images/growth.svg](../docs/images/growth.svg).');
}

async function measureSize(api: BenchApi, rows: number): Promise<GrowthPoint[]> {
  const world = await syncWorld({ projectDir: '../dist', rows, isInSync: true, account: 'workspace' });
  try {
    await connect(world, api);
    await syncToTheEnd(world);
    const points: GrowthPoint[] = [];
    for (const share of shares) {
      changeRows(world, rows, share);
      const cost = await world.cost(() => syncToTheEnd(world));
      points.push({ api, rows, share, cost });
      console.error(
        `${api}, ${rows} rows, ${share * 100} % changed: ${Math.round(cost.ms / 1000)} s of run time`,
      );
      // Each sync gets its own day, because quotas are counted per day.
      await world.google.passTime(24 * 60 * 60_000);
    }
    return points;
  } finally {
    await world.stop();
  }
}

function changeRows(world: SyncWorld, rows: number, share: number): void {
  const changed = Math.round(rows * share);
  for (let count = 0; count < changed; count++) {
    const row = 1 + Math.floor((count * rows) / changed);
    world.google.sheet('Contacts').set(row, 1, `day-of-${share}-${row}@example.com`);
  }
}

function tableRow({ api, rows, share, cost }: GrowthPoint): string[] {
  const { keapCalls, serviceCalls, executions, ms, spanMs } = cost;
  const figures = [Math.round(rows * share), keapCalls, serviceCalls, executions, Math.round(ms / 100) / 10];
  return [
    rows.toLocaleString('en'),
    api,
    ...figures.map((one) => one.toLocaleString('en')),
    (spanMs / 3_600_000).toFixed(1),
  ];
}

/** Daily limits as Keap ("API Usage") and Apps Script ("Quotas for Google Services") document them. */
const dailyLimits = [
  { name: "Google's requests, consumer account: 20,000 a day", of: 'calls', max: 20_000 },
  { name: "Google's requests, Workspace: 100,000 a day", of: 'calls', max: 100_000 },
  { name: 'run time of triggers, consumer account: 90 minutes a day', of: 'ms', max: 90 * 60_000 },
  { name: 'run time of triggers, Workspace: 6 hours a day', of: 'ms', max: 6 * 3_600_000 },
  { name: 'Keap, personal access token or service account key: 30,000 a day', of: 'calls', max: 30_000 },
  { name: 'Keap, OAuth client: 150,000 a day', of: 'calls', max: 150_000 },
  { name: 'Keap, the whole account: 250,000 a day', of: 'calls', max: 250_000 },
] as const;

/** For each limit, how many changed contacts it allows per day, from the cost of a sync of 10,000 changed rows. */
function reportLimits(report: Report, points: readonly GrowthPoint[]): void {
  const rows = 10_000;
  const measured = apis.map((api) =>
    points.find((one) => one.api === api && one.rows === rows && one.share === 1),
  );
  report.table(
    `Changed contacts per day that each limit allows, from the cost of ${rows.toLocaleString('en')} rows`,
    ['limit', ...apis],
    dailyLimits.map(({ name, of, max }) => [
      name,
      ...measured.map((one) => {
        const each = one === undefined ? 0 : (of === 'ms' ? one.cost.ms : one.cost.keapCalls) / rows;
        return Math.floor(max / each).toLocaleString('en');
      }),
    ]),
  );
}
