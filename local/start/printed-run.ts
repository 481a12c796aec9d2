/** The printed run of `npm start`. */
import path from 'node:path';
import { type AppsScript, type Execution, startAppsScript } from '../appsscript/apps-script.ts';
import { virtualClock } from '../appsscript/clock.ts';
import type { Cell } from '../appsscript/typed-cell.ts';
import type { SimulatedKeap } from '../keap/simulated-keap.ts';
import { unescapeHtml } from './browser.ts';
import { differences, type KeapState } from './comparison.ts';
import { allowAccess, askSidebar, connectionState } from './consent.ts';
import { headersOf } from './sheet-headers.ts';
import { textTable } from './text-table.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sheetName = 'Contacts';
const hourMs = 3_600_000;

/** Connects, syncs, lets a day pass and compares Keap with the sheet, all printed. Gives the exit code. */
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
  console.log(`\nSync contacts > Sync now, with ${cells.length - 1} rows below the header:\n`);
  const first = await google.clickMenu('Sync contacts > Sync now');
  if (first.kind !== 'completed' || google.pages.length > 0) return reportFailure(google, first);
  printRows(google);
  await printTotals(google, keap, [first]);
  const firstProblems = await compareAndPrint(google, keap, before);
  const secondProblems = await runNextDay(google, keap);
  const problems = [...firstProblems, ...secondProblems];
  for (const problem of problems) console.error(`Mismatch: ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

async function connect(google: AppsScript, keap: SimulatedKeap): Promise<void> {
  const html = await allowAccess(google, keap);
  console.log(`Keap consent page: ${/<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? html}`);
  await askSidebar(google, 'saveSchedule', [
    { isOn: true, hour: 6, mailsOn: true, mailTo: 'owner@example.com' },
  ]);
  console.log(`Sidebar: ${(await connectionState(google)).sentence}`);
}

async function runNextDay(google: AppsScript, keap: SimulatedKeap): Promise<string[]> {
  const edited = editThreeRows(google);
  console.log(
    `\nThree cells are edited (rows ${edited.join(', ')}). A day passes, and the access token expires.\n`,
  );
  await keap.forgetRequests();
  const before = await keapState(keap);
  const { refreshes } = await keap.tokenCounts();
  const executions = await google.passTime(24 * hourMs);
  await printTotals(google, keap, executions);
  console.log(`Token renewals: ${(await keap.tokenCounts()).refreshes - refreshes}`);
  const asked = (await keap.requests()).filter(({ what }) => what.startsWith('xmlrpc'));
  const ids = new Set(asked.flatMap(({ what, body }) => contactsIn(what, body)));
  console.log(`Contacts that needed calls: ${[...ids].join(', ')}`);
  const cells = google.sheet(sheetName).display();
  const idColumn = headersOf(cells)?.id ?? 0;
  const expected = edited.map((line) => String(Number(cells[line - 1]?.[idColumn])));
  const repeated = cells.filter((row) => row.includes('Failed')).map((row) => String(Number(row[idColumn])));
  const unexpected = [...ids].filter((id) => !expected.includes(id) && !repeated.includes(id));
  if (repeated.length > 0)
    console.log(`(${repeated.join(', ')} failed the day before. Failed rows are sent again every day.)`);
  return [
    ...unexpected.map((id) => `Contact ${id} needed a call although its row had not changed.`),
    ...expected.filter((id) => !ids.has(id)).map((id) => `The edited row of contact ${id} was not sent.`),
    ...(await compareAndPrint(google, keap, before)),
  ];
}

/** The contacts of a call: its first number, or a query's list of ids. */
function contactsIn(what: string, body: string): string[] {
  const numbers = [...body.matchAll(/<(?:int|i4)>(\d+)</g)].map((match) => match[1] ?? '');
  // A query's limit and page come before its list.
  return what.includes('DataService.query') ? numbers.slice(2) : numbers.slice(0, 1);
}

/** Edits the addresses of the first three synced rows that have one. Gives their row numbers. */
function editThreeRows(google: AppsScript): number[] {
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

async function compareAndPrint(
  google: AppsScript,
  keap: SimulatedKeap,
  before: KeapState,
): Promise<string[]> {
  const problems = differences(google.sheet(sheetName).display(), before, await keapState(keap));
  console.log(
    problems.length === 0
      ? "Check: the simulated Keap's contacts match the sheet, and nothing else has changed."
      : `Check: ${problems.length} differences.`,
  );
  return problems;
}

/** As many as anybody reads. */
const maxRows = 100;
const firstRows = 20;

/** All rows of a short sheet; of a long one the first, those that need somebody, and how many there are besides. */
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
  const isWell = (status = '') => ['Synced', 'Unchanged', ''].includes(status);
  const printed =
    shown.length <= maxRows
      ? shown
      : shown.filter((row, index) => index < firstRows || !isWell(row[3])).slice(0, maxRows);
  console.log(
    textTable(
      [['Row', 'Contact ID', 'Email', 'Keap status', 'Keap message'], ...printed],
      [4, 10, 32, 11, 100],
    ),
  );
  const left = shown.length - printed.length;
  if (left > 0) console.log(`\n${left.toLocaleString('en')} more rows are not printed.`);
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

/** Prints what the user would see instead of a synced sheet. */
function reportFailure(google: AppsScript, execution: Execution): number {
  const page = google.pages[google.pages.length - 1]?.html ?? '';
  const text = /<p[^>]*>([\s\S]*?)<\/p>/.exec(page)?.[1];
  const failure = execution.kind === 'failed' ? execution.error.message : execution.kind;
  console.error(text === undefined ? `The sync failed: ${failure}` : unescapeHtml(text));
  return 1;
}
