import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppsScript } from '../../local/appsscript/apps-script.ts';
import { virtualClock } from '../../local/appsscript/clock.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { fakeLock } from '../support/fake-lock.ts';
import { fakeProperties } from '../support/fake-properties.ts';
import { fakeTable } from '../support/fake-table.ts';
import {
  clockScenario,
  lockedTableScenario,
  lockScenario,
  propertiesScenario,
  tableScenario,
} from './scenarios.ts';

let projectDir: string;

/** The adapters with the scenarios, bundled as the product is. */
beforeAll(async () => {
  projectDir = await mkdtemp(path.join(tmpdir(), 'contract-'));
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'gas-script.ts')],
    ...{ bundle: true, write: false, format: 'iife', globalName: 'contract', target: 'es2019' },
  });
  const names = ['properties', 'lock', 'clock', 'http', 'table', 'lockedTable'];
  const stubs = names.map((name) => `function ${name}(...args) { return contract.${name}(...args); }`);
  await writeFile(path.join(projectDir, 'Code.js'), `${outputFiles[0]?.text}\n${stubs.join('\n')}`);
  const oauthScopes = ['script.external_request', 'spreadsheets.currentonly'].map(
    (scope) => `https://www.googleapis.com/auth/${scope}`,
  );
  await writeFile(path.join(projectDir, 'appsscript.json'), JSON.stringify({ oauthScopes }));
});

afterAll(() => rm(projectDir, { recursive: true }));

async function inAppsScript(
  name: string,
  args: unknown[] = [],
  hosts: Record<string, string> = {},
): Promise<unknown> {
  const google = startAppsScript({
    projectDir,
    spreadsheet: { sheets: [{ name: 'Contacts', cells: startCells }] },
    hosts,
    clock: virtualClock(Date.UTC(2026, 10, 23)),
  });
  // A colleague runs the script, who may edit all but these cells.
  google.share(colleague, 'editor');
  if (name === 'lockedTable') google.sheet('Contacts').protect({ range: 'B2:B3' });
  const execution = await google.run(name, args, { user: colleague });
  if (execution.kind === 'completed') return execution.value;
  throw new Error(JSON.stringify(execution));
}

const colleague = 'colleague@example.com';
const lockedCells = [{ rowIndex: 1, columnIndex: 1, rowCount: 2, columnCount: 1 }];
const startCells = [
  ['Contact ID', 'Email'],
  [1, 'ana@example.com'],
];

const worlds = (name: string, fake: () => unknown): [string, () => unknown][] => [
  ['the fake', fake],
  ['the adapter in the Apps Script emulator', () => inAppsScript(name)],
];

const oneStore = fakeProperties();
describe.each(worlds('properties', () => propertiesScenario(oneStore, oneStore)))(
  'Properties, %s',
  (_world, run) => {
    it('keeps what is set, up to 9 KB, and reads afresh what another execution has written', async () => {
      expect(await run()).toEqual({
        ...{ fresh: ['new', 'new'], gone: [null, null] },
        ...{ before: null, after: 'zwei 😀', removed: null },
        ...{ largest: 'done', tooLarge: 'threw', kept: 9 * 1024 },
      });
    });
  },
);

describe.each(worlds('lock', () => lockScenario(fakeLock())))('Lock, %s', (_world, run) => {
  it('is always released', async () => {
    expect(await run()).toEqual({
      value: { kind: 'done', value: 'worked' },
      threw: 'threw',
      after: { kind: 'done', value: 'free again' },
    });
  });
});

describe.each(worlds('clock', () => clockScenario(fakeClock())))('Clock, %s', (_world, run) => {
  it('advances while it sleeps', async () => {
    expect(await run()).toEqual({ isWhole: true, slept: 1_500 });
  });
});

describe.each(worlds('table', () => tableScenario(fakeTable(startCells))))('Table, %s', (_world, run) => {
  it('keeps text as text, whatever it begins with, and grows when needed', async () => {
    expect(await run()).toEqual({
      first: startCells,
      written: [
        '=1+1',
        '+1',
        '-1',
        '@x',
        "'quoted",
        '12',
        '007',
        '1/2/2026',
        'TRUE',
        '50%',
        '€5',
        'May 2026',
        'plain',
      ],
      far: ['far', 0],
      rows: 14,
      widths: [32],
    });
  });
});

describe.each(
  worlds('lockedTable', () => lockedTableScenario(fakeTable(startCells, undefined, undefined, lockedCells))),
)('Table, %s', (_world, run) => {
  it('R8 writes around the cells that the user may not edit, and gives them', async () => {
    expect(await run()).toEqual({
      locked: lockedCells,
      free: [],
      refused: lockedCells.map((area) => ({ ...area, why: 'protected' })),
      written: [
        ['Contact ID', 'Email', ''],
        ['A2', 'ana@example.com', ''],
        ['A3', '', ''],
        ['A4', 'B4', ''],
        ['', '', ''],
        ['', '', 'C6'],
      ],
    });
  });
});

describe('Http, the adapter in the Apps Script emulator', () => {
  it('returns every status as a reply, and silence for the whole batch when one host is dead', async () => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(Number(request.url?.slice(1)), { 'X-Answer': 'HELLO', Location: '/200' });
        response.end(
          `${request.method} ${request.headers['content-type']} ${request.headers['x-own']} ${Buffer.concat(chunks)}`,
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const seen = await inAppsScript('http', ['https://alive.test', 'https://dead.test'], {
      'alive.test': origin,
    });
    server.close();
    expect(seen).toEqual({
      statuses: [200, 404, 302, 500],
      body: 'POST text/plain yes grüße',
      header: 'HELLO',
      silent: ['silence', 'silence'],
      none: [],
    });
  });
});
