/** `npm start`: the whole product on this machine, printed once, and then to play with in the browser. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startSimulatedKeap } from './keap/simulated-keap.ts';
import { type PlaygroundServer, startServer } from './playground/server.ts';
import { type OpenedSheet, openedSheet, SheetFileProblem } from './playground/sheet-files.ts';
import { helpText, type RunArguments, startArguments } from './start/arguments.ts';
import { keapFor } from './start/keap-for.ts';
import { openInBrowser } from './start/open-in-browser.ts';
import { printedRun } from './start/printed-run.ts';
import { watchSources } from './start/watch-sources.ts';

const root = path.resolve(import.meta.dirname, '..');
const sample = path.join(root, 'local/sample/contacts.csv');

const given = startArguments(process.argv.slice(2), sample);
switch (given.kind) {
  case 'help':
    console.log(helpText);
    break;
  case 'wrong':
    console.error(given.sentence);
    process.exitCode = 1;
    break;
  case 'run':
    process.exitCode = await start(given);
}

async function start(wanted: RunArguments): Promise<number> {
  const sheet = await sheetIn(wanted.sheetFile);
  if (typeof sheet === 'string') {
    console.error(sheet);
    return 1;
  }
  const code = wanted.isDevelopment ? 0 : await runPrinted(sheet);
  if (wanted.isOnce) return code;
  return serve(sheet, wanted);
}

/** The sheet, or a sentence that says why there is none. */
async function sheetIn(file: string): Promise<OpenedSheet | string> {
  try {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const sheet = await openedSheet(await readFile(file), path.basename(file), timeZone);
    return file === sample ? { ...sheet, name: 'Customers', isSample: true } : sheet;
  } catch (error) {
    return error instanceof SheetFileProblem
      ? error.message
      : `${file} cannot be read: is there such a file?`;
  }
}

async function runPrinted({ cells, timeZone, isSample }: OpenedSheet): Promise<number> {
  const keap = await startSimulatedKeap(keapFor(cells, isSample));
  try {
    return await printedRun(keap, cells, timeZone);
  } finally {
    await keap.stop();
  }
}

/** Until somebody presses Ctrl+C. */
async function serve(sheet: OpenedSheet, { port, opens, isDevelopment }: RunArguments): Promise<number> {
  const projectDir = path.join(root, 'dist');
  let server: PlaygroundServer;
  try {
    server = await startServer({ projectDir, sheet, port, startMs: Date.now() });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    console.error(isTaken ? `Port ${port} is taken. Choose another one with --port.` : error);
    return 1;
  }
  console.log(`\nThe playground is open at ${server.url}\nPress Ctrl+C to end it.`);
  const stopWatching = isDevelopment ? watchSources(root, server.refresh, console.log) : () => {};
  if (opens) openInBrowser(server.url);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  stopWatching();
  await server.close();
  return 0;
}
