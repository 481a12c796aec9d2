/** One document with one simulated Keap, from start to stop. */
import { randomBytes } from 'node:crypto';
import { type AppsScript, type Onlooker, startAppsScript } from '../appsscript/apps-script.ts';
import { virtualClock } from '../appsscript/clock.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../keap/simulated-keap.ts';
import { keapOptionsFor } from '../start/keap-options.ts';
import { type SharedLock, sharedLock } from './shared-lock.ts';
import type { OpenedSheet } from './sheet-files.ts';

/** The sheet in a file that names none. */
const defaultName = 'Contacts';

export interface WorldOptions {
  /** The built project. */
  readonly projectDir: string;
  readonly sheet: OpenedSheet;
  readonly startMs: number;
}

export interface PlayWorld {
  readonly name: string;
  readonly google: AppsScript;
  readonly keap: SimulatedKeap;
  readonly lock: SharedLock;
  stop(): Promise<void>;
}

export async function playWorld(options: WorldOptions, onlooker: Onlooker): Promise<PlayWorld> {
  const { sheet } = options;
  const sheets = [sheet.cells, ...sheet.others.map(({ cells }) => cells)];
  const keap = await startSimulatedKeap(keapOptionsFor(sheets, sheet.isSample));
  const google = startAppsScript({
    projectDir: options.projectDir,
    spreadsheet: {
      name: options.sheet.name,
      timeZone: options.sheet.timeZone,
      sheets: [
        { name: options.sheet.firstName ?? defaultName, cells: options.sheet.cells },
        ...options.sheet.others,
      ],
    },
    hosts: keap.hosts,
    clock: virtualClock(options.startMs),
    onlooker,
  });
  await google.open();
  return { name: randomBytes(8).toString('hex'), google, keap, lock: sharedLock(), stop: () => keap.stop() };
}
