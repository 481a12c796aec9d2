/** `npm start`: runs the whole product on this machine, once with printed output, then in the browser. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { startSimulatedKeap } from './keap/simulated-keap.ts';
import { type PlaygroundServer, startServer } from './playground/server.ts';
import { type OpenedSheet, openSheetFile, SheetFileProblem } from './playground/sheet-files.ts';
import { helpText, type RunArguments, startArguments } from './start/arguments.ts';
import { keapOptionsFor } from './start/keap-options.ts';
import { openInBrowser } from './start/open-in-browser.ts';
import { printedRun } from './start/printed-run.ts';
import { watchSources } from './start/watch-sources.ts';

const root = path.resolve(import.meta.dirname, '..');
const sample = path.join(root, 'local/sample/contacts.csv');

const parsed = startArguments(process.argv.slice(2), sample);
switch (parsed.kind) {
  case 'help':
    console.log(helpText);
    break;
  case 'invalid':
    console.error(parsed.sentence);
    process.exitCode = 1;
    break;
  case 'run':
    process.exitCode = await start(parsed);
}

async function start(args: RunArguments): Promise<number> {
  const sheet = await readSheetFile(args.sheetFile);
  if (typeof sheet === 'string') {
    console.error(sheet);
    return 1;
  }
  const code = args.isDevelopment ? 0 : await runPrinted(sheet);
  if (args.isOnce) return code;
  return serve(sheet, args);
}

/** The sheet, or a sentence that says why it cannot be read. */
async function readSheetFile(file: string): Promise<OpenedSheet | string> {
  try {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const sheet = await openSheetFile(await readFile(file), path.basename(file), timeZone);
    return file === sample ? { ...sheet, name: 'Customers', isSample: true } : sheet;
  } catch (error) {
    return error instanceof SheetFileProblem
      ? error.message
      : `Cannot read ${file}. Check that the file exists.`;
  }
}

async function runPrinted({ cells, timeZone, isSample }: OpenedSheet): Promise<number> {
  const keap = await startSimulatedKeap(keapOptionsFor([cells], isSample));
  try {
    return await printedRun(keap, cells, timeZone);
  } finally {
    await keap.stop();
  }
}

/** Serves until someone presses Ctrl+C. */
async function serve(
  sheet: OpenedSheet,
  { port, opensBrowser, isDevelopment }: RunArguments,
): Promise<number> {
  const projectDir = path.join(root, 'dist');
  let server: PlaygroundServer;
  try {
    server = await startServer({ projectDir, sheet, port, startMs: Date.now() });
  } catch (error) {
    const isInUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    console.error(isInUse ? `Port ${port} is already in use. Choose another one with --port.` : error);
    return 1;
  }
  console.log(`\nThe playground is running at ${server.url}\nPress Ctrl+C to stop it.`);
  const stopWatching = isDevelopment ? watchSources(root, server.refresh, console.log) : () => {};
  if (opensBrowser) openInBrowser(server.url);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  stopWatching();
  await server.close();
  return 0;
}
