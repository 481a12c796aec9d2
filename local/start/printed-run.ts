import path from 'node:path';
import { type AppsScript, type Execution, startAppsScript } from '../appsscript/apps-script.ts';
import { virtualClock } from '../appsscript/clock.ts';
import type { Cell } from '../appsscript/typed-cell.ts';
import { defaultClient } from '../keap/keap.ts';
import type { SimulatedKeap } from '../keap/simulated-keap.ts';
import { browser, unescapeHtml } from './browser.ts';
import { differences, type KeapState } from './comparison.ts';
import { headersOf } from './headers.ts';
import { textTable } from './table.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sheetName = 'Contacts';
const hourMs = 3_600_000;

/** Consent, a sync, the next day, and a check of what came of it, all printed. Gives the exit code. */
export async function printedRun(
  keap: SimulatedKeap,
  cells: readonly (readonly Cell[])[],
  timeZone: string,
): Promise<number> {
  const google = startAppsScript({
    projectDir: path.join(root, 'dist'),
    spreadsheet: { name: 'Customers', timeZone, sheets: [{ name: sheetName, cells }] },
    hosts: keap.hosts,
    clock: virtualClock(Date.UTC(2026, 10, 23, 8)),
  });
  await google.open();
  await connect(google, keap);
  const before = await keapState(keap);
  console.log(`\n"Sync contacts > Sync now" on ${cells.length - 1} rows below the header:\n`);
  const first = await google.clickMenu('Sync contacts > Sync now');
  if (first.kind !== 'completed' || google.pages.length > 0) return complain(google, first);
  printRows(google);
  await printTotals(google, keap, [first]);
  const firstProblems = await compare(google, keap, before);
  const secondProblems = await nextDay(google, keap);
  const problems = [...firstProblems, ...secondProblems];
  for (const problem of problems) console.error(`WRONG: ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

/** Goes through consent as a user would, following the real redirects. */
async function connect(google: AppsScript, keap: SimulatedKeap): Promise<void> {
  const { id: clientId, secret: clientSecret } = defaultClient;
  await sidebar(google, 'saveClient', { clientId, clientSecret });
  const { url } = (await sidebar(google, 'beginConsent')) as { url: string };
  const visitor = browser(keap.hosts, google.clock.nowMs);
  const page = await visitor.open(url);
  const decided = await visitor.press(page, 'allow');
  const { html } = await google.visit(decided.location ?? '');
  console.log(`Consent at Keap: ${/<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? html}`);
  await sidebar(google, 'saveSchedule', { isOn: true, hour: 6, mailsOn: true, mailTo: 'owner@example.com' });
  const { connection } = (await sidebar(google, 'loadState')) as { connection: { sentence: string } };
  console.log(`The sidebar says: ${connection.sentence}`);
}

async function sidebar(google: AppsScript, name: string, ...args: unknown[]): Promise<unknown> {
  const execution = await google.run('answerSidebar', [name, args], { as: 'sidebar' });
  const answer = execution.kind === 'completed' ? (execution.value as SidebarAnswer) : undefined;
  if (answer?.kind === 'ok') return answer.value;
  throw new Error(`The sidebar's ${name} failed: ${answer?.advice ?? JSON.stringify(execution)}`);
}

type SidebarAnswer =
  | { readonly kind: 'ok'; readonly value: unknown; readonly advice?: undefined }
  | { readonly kind: 'problem'; readonly advice: string };

async function nextDay(google: AppsScript, keap: SimulatedKeap): Promise<string[]> {
  const edited = editThree(google);
  console.log(
    `\nA day passes: the access token dies, and three cells are edited (rows ${edited.join(', ')}).\n`,
  );
  await keap.forgetRequests();
  const before = await keapState(keap);
  const { refreshes } = await keap.tokenCounts();
  const executions = await google.passTime(24 * hourMs);
  await printTotals(google, keap, executions);
  console.log(`Token renewals: ${(await keap.tokenCounts()).refreshes - refreshes}`);
  const asked = (await keap.requests()).filter(({ what }) => what.startsWith('xmlrpc'));
  const ids = new Set(asked.flatMap(({ what, body }) => contactsIn(what, body)));
  console.log(`Contacts that cost calls: ${[...ids].join(', ')}`);
  const cells = google.sheet(sheetName).display();
  const idColumn = headersOf(cells)?.id ?? 0;
  const wanted = edited.map((line) => String(Number(cells[line - 1]?.[idColumn])));
  const repeated = cells.filter((row) => row.includes('Failed')).map((row) => String(Number(row[idColumn])));
  const unexpected = [...ids].filter((id) => !wanted.includes(id) && !repeated.includes(id));
  if (repeated.length > 0)
    console.log(`(${repeated.join(', ')} had failed the day before, and each day tries again.)`);
  return [
    ...unexpected.map((id) => `Contact ${id} cost a call although its row had not changed.`),
    ...wanted.filter((id) => !ids.has(id)).map((id) => `The edited row of contact ${id} cost no call.`),
    ...(await compare(google, keap, before)),
  ];
}

/** The contacts that a call names: one as its first number, or many as a query's list of ids. */
function contactsIn(what: string, body: string): string[] {
  const numbers = [...body.matchAll(/<(?:int|i4)>(\d+)</g)].map((match) => match[1] ?? '');
  // Before the list of a query stand its limit and its page.
  return what.includes('DataService.query') ? numbers.slice(2) : numbers.slice(0, 1);
}

/** Edits the addresses of the first three synced rows that have one; says which lines of the sheet they are. */
function editThree(google: AppsScript): number[] {
  const view = google.sheet(sheetName);
  const cells = view.display();
  const headers = headersOf(cells);
  const email = headers?.fields.find(({ name }) => name === 'Email')?.index ?? -1;
  const lines = cells
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => row[headers?.status ?? -1] === 'Synced' && (row[email] ?? '').includes('@'))
    .slice(0, 3)
    .map(({ index }) => index);
  for (const index of lines) view.set(index, email, `edited.${cells[index]?.[email] ?? ''}`);
  return lines.map((index) => index + 1);
}

async function keapState(keap: SimulatedKeap): Promise<KeapState> {
  const contacts = new Map((await keap.contacts()).map(({ id, fields }) => [id, fields]));
  const entries = await keap.optEntries();
  return { contacts, isOptedOut: (address) => entries[address.toLowerCase()]?.status === 'opted-out' };
}

async function compare(google: AppsScript, keap: SimulatedKeap, before: KeapState): Promise<string[]> {
  const problems = differences(google.sheet(sheetName).display(), before, await keapState(keap));
  console.log(
    problems.length === 0
      ? "Compared: the simulated Keap's contacts are what the sheet demands, and nothing else has changed."
      : `Compared: ${problems.length} differences.`,
  );
  return problems;
}

function printRows(google: AppsScript): void {
  const rows = google.sheet(sheetName).display();
  const headers = headersOf(rows);
  if (headers === undefined) return;
  const email = headers.fields.find(({ name }) => name === 'Email')?.index ?? -1;
  const columns = [headers.id, email, headers.status, headers.message];
  const shown = rows
    .slice(headers.rowIndex + 1)
    .map((row, offset) => [
      String(headers.rowIndex + offset + 2),
      ...columns.map((column) => row[column] ?? ''),
    ]);
  console.log(
    textTable(
      [['Row', 'Contact ID', 'Email', 'Keap status', 'Keap message'], ...shown],
      [4, 10, 32, 11, 100],
    ),
  );
}

async function printTotals(
  google: AppsScript,
  keap: SimulatedKeap,
  executions: readonly Execution[],
): Promise<void> {
  const statuses = google
    .sheet(sheetName)
    .display()
    .flatMap((row) =>
      row.filter((cell) => ['Synced', 'Unchanged', 'Failed', 'Check', 'Waiting'].includes(cell)),
    );
  const count = (status: string) => statuses.filter((one) => one === status).length;
  const keapCalls = (await keap.requests()).filter(({ what }) => what.startsWith('xmlrpc')).length;
  const serviceCalls = executions.reduce((sum, { calls }) => sum + calls.length, 0);
  const seconds = executions.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  console.log(
    `\nRows with a status: ${statuses.length}; synced ${count('Synced')}, unchanged ${count('Unchanged')}, failed ${count('Failed')}, to check ${count('Check')}, waiting ${count('Waiting')}`,
  );
  console.log(
    `Keap calls: ${keapCalls}; service calls: ${serviceCalls} in ${executions.length} execution${executions.length === 1 ? '' : 's'}; simulated time: ${seconds.toFixed(1)} s`,
  );
}

/** What the user would have seen instead of a synced sheet. */
function complain(google: AppsScript, execution: Execution): number {
  const page = google.pages[google.pages.length - 1]?.html ?? '';
  const words = /<p[^>]*>([\s\S]*?)<\/p>/.exec(page)?.[1];
  const failure = execution.kind === 'failed' ? execution.error.message : execution.kind;
  console.error(words === undefined ? `The sync did not end well: ${failure}` : unescapeHtml(words));
  return 1;
}
