/** A sheet, an Apps Script emulator and a simulated Keap for the benchmarks of the sync. */
import path from 'node:path';
import { type AppsScript, type Execution, startAppsScript } from '../local/appsscript/apps-script.ts';
import { virtualClock } from '../local/appsscript/clock.ts';
import type { Cell } from '../local/appsscript/typed-cell.ts';
import { defaultClient } from '../local/keap/keap.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../local/keap/simulated-keap.ts';
import { browser } from '../local/start/browser.ts';

/** The API key of the loop that the sync is compared with. */
export const loopKey = 'KeapAK-bench';

/** Keap's APIs by their names in the sidebar. */
export type BenchApi = 'XML-RPC' | 'REST v2';

/** The cost of some work, with times from the virtual clock. */
export interface Cost {
  readonly keapCalls: number;
  readonly serviceCalls: number;
  readonly executions: number;
  /** The run time of all executions together, without the pauses between them. */
  readonly ms: number;
  /** From the start of the first execution to the end of the last. */
  readonly spanMs: number;
}

/** The running world; `stop` it when done. */
export interface SyncWorld {
  readonly google: AppsScript;
  readonly keap: SimulatedKeap;
  /** Runs `work` and gives its cost. */
  cost(work: () => Promise<unknown>): Promise<Cost>;
  stop(): Promise<void>;
}

/** What to build the world with. */
export interface WorldOptions {
  readonly projectDir: string;
  readonly rows: number;
  /** Keap already has the new addresses. */
  readonly isInSync?: boolean;
  /** Lifts Google's limits on the run time of an execution and on requests per day. */
  readonly isUnlimited?: boolean;
  /** Whose Google limits apply; `consumer` by default. */
  readonly account?: 'consumer' | 'workspace';
}

/** `rows` contacts with an old address each, and a sheet that has a new one for each. */
export async function syncWorld(options: WorldOptions): Promise<SyncWorld> {
  const { projectDir, rows, isInSync = false, isUnlimited = false, account = 'consumer' } = options;
  const ids = Array.from({ length: rows }, (_, index) => index + 1);
  const has = isInSync ? 'new' : 'old';
  const contacts = ids.map((id) => ({ id, fields: { Email: `${has}${id}@example.com` } }));
  const keap = await startSimulatedKeap({ contacts, apiKeys: [loopKey], seed: 1 });
  const cells: Cell[][] = [['Contact ID', 'Email'], ...ids.map((id) => [id, `new${id}@example.com`])];
  const google = startAppsScript({
    projectDir: path.resolve(import.meta.dirname, projectDir),
    spreadsheet: { sheets: [{ name: 'Contacts', cells }] },
    hosts: keap.hosts,
    account,
    clock: virtualClock(Date.UTC(2026, 10, 23, 12)),
    limits: isUnlimited ? { executionMs: 1e9, fetchesPerDay: 1e9 } : {},
  });
  return {
    google,
    keap,
    stop: () => keap.stop(),
    async cost(work) {
      const before = google.executions.length;
      const startedMs = google.clock.nowMs();
      await keap.forgetRequests();
      await work();
      const executions = google.executions.slice(before).filter(isRun);
      const sum = (of: (one: Execution) => number) => executions.reduce((all, one) => all + of(one), 0);
      return {
        keapCalls: (await keap.requests()).filter(({ what }) => /^(xmlrpc|rest) /.test(what)).length,
        serviceCalls: sum(({ calls }) => calls.length),
        executions: executions.length,
        ms: sum(({ durationMs }) => durationMs),
        spanMs: google.clock.nowMs() - startedMs,
      };
    },
  };
}

/** Leaves out the sidebar's requests. */
function isRun({ functionName }: Execution): boolean {
  return ['sendAll', 'syncContacts', 'goOn', 'runHourly'].includes(functionName);
}

/** Saves the client, consents at the simulated Keap and chooses the API, as a user does. */
export async function connect({ google, keap }: SyncWorld, api: BenchApi): Promise<void> {
  await google.open();
  const ask = async (name: string, ...args: unknown[]) => {
    const run = await google.run('answerSidebar', [name, args], { as: 'sidebar' });
    if (run.kind !== 'completed') throw new Error(`${name} ended with ${JSON.stringify(run)}`);
    return (run.value as { value: { url: string } }).value;
  };
  await ask('saveClient', { clientId: defaultClient.id, clientSecret: defaultClient.secret });
  const { url } = await ask('beginConsent');
  const visitor = browser(keap.hosts, google.clock.nowMs);
  const decided = await visitor.press(await visitor.open(url), 'allow');
  await google.visit(decided.location ?? '');
  await ask('saveApi', { choice: api === 'REST v2' ? 'rest' : 'xml-rpc' });
}

/** Ten days in steps of ten minutes. */
const maxSteps = 10 * 24 * 6;

/** Starts "Sync now" and lets triggers run until no row is waiting; throws if rows are left. */
export async function syncToTheEnd({ google }: SyncWorld): Promise<void> {
  await google.clickMenu('Sync contacts > Sync now');
  for (let steps = 0; steps < maxSteps && isUnfinished(google); steps++) await google.passTime(10 * 60_000);
  const [headers = [], ...rows] = google.sheet('Contacts').display();
  const status = headers.indexOf('Keap status');
  const left = rows.filter((row) => row[status] !== 'Synced' && row[status] !== 'Unchanged');
  if (left.length > 0) throw new Error(`${left.length} rows are left; the first is ${left[0]?.join(' | ')}.`);
}

function isUnfinished(google: AppsScript): boolean {
  const record: unknown = JSON.parse(google.properties('document').run ?? '{}');
  return typeof record === 'object' && record !== null && 'unfinished' in record;
}
