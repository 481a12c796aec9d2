import { randomBytes } from 'node:crypto';
import { type AppsScript, type Onlooker, startAppsScript } from '../appsscript/apps-script.ts';
import { virtualClock } from '../appsscript/clock.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../keap/simulated-keap.ts';
import { keapFor } from '../start/keap-for.ts';
import type { OpenedSheet } from './sheet-files.ts';
import { type Traffic, traffic } from './traffic.ts';

const sheetName = 'Contacts';

/** What a world begins with. */
export interface WorldOptions {
  /** The built project. */
  readonly projectDir: string;
  readonly sheet: OpenedSheet;
  readonly startMs: number;
}

/** One document before one simulated Keap, from its first moment until it is put away. */
export interface PlayWorld {
  readonly name: string;
  readonly google: AppsScript;
  readonly keap: SimulatedKeap;
  readonly traffic: Traffic;
  stop(): Promise<void>;
}

export async function playWorld(options: WorldOptions, onlooker: Onlooker): Promise<PlayWorld> {
  const keap = await startSimulatedKeap(keapFor(options.sheet.cells, options.sheet.isSample));
  const google = startAppsScript({
    projectDir: options.projectDir,
    spreadsheet: {
      name: options.sheet.name,
      timeZone: options.sheet.timeZone,
      sheets: [{ name: sheetName, cells: options.sheet.cells }],
    },
    hosts: keap.hosts,
    clock: virtualClock(options.startMs),
    onlooker,
  });
  await google.open();
  return { name: randomBytes(8).toString('hex'), google, keap, traffic: traffic(), stop: () => keap.stop() };
}
