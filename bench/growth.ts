/**
 * How does the cost of a day's sync grow with the sheet, and which limit binds first? Every figure is that of the
 * embedded Apps Script, with Google's limits for Workspace, so that the work itself is seen and not the waiting for a
 * quota: first the sheet is in step with Keap, then a share of its rows changes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { growthPlot } from './growth-plot.ts';
import type { Report } from './report.ts';
import { type BenchApi, type Cost, connect, type SyncWorld, syncToTheEnd, syncWorld } from './sync-world.ts';

const sizes = [100, 1_000, 10_000, 50_000] as const;
const shares = [0, 0.01, 1] as const;
const apis: readonly BenchApi[] = ['XML-RPC', 'REST v2'];
const plot = path.resolve(import.meta.dirname, '../docs/images/growth.svg');

/** What one sync of a sheet of this size cost. */
export interface Grown {
  readonly api: BenchApi;
  readonly rows: number;
  /** Of the rows, from 0 to 1. */
  readonly share: number;
  readonly cost: Cost;
}

export async function run(report: Report): Promise<void> {
  const grown: Grown[] = [];
  for (const api of apis) {
    for (const rows of sizes) grown.push(...(await costsOf(api, rows)));
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
      grown.filter((one) => one.share === share).map(line),
    );
  }
  limits(report, grown);
  await writeFile(plot, growthPlot(grown));
  report.note('The plot of it is [docs/images/growth.svg](../docs/images/growth.svg).');
}

async function costsOf(api: BenchApi, rows: number): Promise<Grown[]> {
  const world = await syncWorld({ projectDir: '../dist', rows, isAsWanted: true, account: 'workspace' });
  try {
    await connect(world, api);
    await syncToTheEnd(world);
    const grown: Grown[] = [];
    for (const share of shares) {
      change(world, rows, share);
      const cost = await world.cost(() => syncToTheEnd(world));
      grown.push({ api, rows, share, cost });
      console.error(
        `${api}, ${rows} rows, ${share * 100} % changed: ${Math.round(cost.ms / 1000)} s of run time`,
      );
      // A day of its own for each: quotas begin anew.
      await world.google.passTime(24 * 60 * 60_000);
    }
    return grown;
  } finally {
    await world.stop();
  }
}

function change(world: SyncWorld, rows: number, share: number): void {
  const changed = Math.round(rows * share);
  for (let count = 0; count < changed; count++) {
    const row = 1 + Math.floor((count * rows) / changed);
    world.google.sheet('Contacts').set(row, 1, `day-of-${share}-${row}@example.com`);
  }
}

function line({ api, rows, share, cost }: Grown): string[] {
  const { keapCalls, serviceCalls, executions, ms, spanMs } = cost;
  const figures = [Math.round(rows * share), keapCalls, serviceCalls, executions, Math.round(ms / 100) / 10];
  return [
    rows.toLocaleString('en'),
    api,
    ...figures.map((one) => one.toLocaleString('en')),
    (spanMs / 3_600_000).toFixed(1),
  ];
}

/** Of a day, as Keap ("API Usage") and Apps Script ("Quotas for Google Services") document them. */
const dailyLimits = [
  { name: "Google's requests, consumer account: 20,000 a day", of: 'calls', most: 20_000 },
  { name: "Google's requests, Workspace: 100,000 a day", of: 'calls', most: 100_000 },
  { name: 'run time of triggers, consumer account: 90 minutes a day', of: 'ms', most: 90 * 60_000 },
  { name: 'run time of triggers, Workspace: 6 hours a day', of: 'ms', most: 6 * 3_600_000 },
  { name: 'Keap, personal access token or service account key: 30,000 a day', of: 'calls', most: 30_000 },
  { name: 'Keap, OAuth client: 150,000 a day', of: 'calls', most: 150_000 },
  { name: 'Keap, the whole account: 250,000 a day', of: 'calls', most: 250_000 },
] as const;

/** What the largest sheet that was sent whole says of each limit: how many changed contacts a day it lets through. */
function limits(report: Report, grown: readonly Grown[]): void {
  const rows = 10_000;
  const whole = apis.map((api) =>
    grown.find((one) => one.api === api && one.rows === rows && one.share === 1),
  );
  report.table(
    `Changed contacts a day that each limit lets through, by what ${rows.toLocaleString('en')} cost`,
    ['limit', ...apis],
    dailyLimits.map(({ name, of, most }) => [
      name,
      ...whole.map((one) => {
        const each = one === undefined ? 0 : (of === 'ms' ? one.cost.ms : one.cost.keapCalls) / rows;
        return Math.floor(most / each).toLocaleString('en');
      }),
    ]),
  );
}
