import { type Visit, visitCallback } from './callback.ts';
import { type Clock, realClock } from './clock.ts';
import { passTime } from './due-triggers.ts';
import { openEvent } from './events.ts';
import type { KillPoint } from './execution.ts';
import { type Limits, limitsOf } from './google-limits.ts';
import { readProject } from './project.ts';
import { type Execution, type Onlooker, type Run, type RunOptions, runFromPage, runner } from './run.ts';
import { type SheetDisplay, sheetDisplay } from './sheet-display.ts';
import { newSheet, type Spreadsheet } from './spreadsheet.ts';
import { timeline } from './timeline.ts';
import { type Schedule, turns } from './turns.ts';
import type { Cell } from './typed-cell.ts';
import type { Deployment, Mail, Menu, ShownPage, Toast, Trigger, World } from './world.ts';

export interface AppsScriptOptions {
  /** The built project: every script, page and the manifest in this folder, byte for byte. */
  readonly projectDir: string;
  readonly spreadsheet: {
    readonly id?: string;
    readonly name?: string;
    readonly timeZone?: string;
    readonly locale?: string;
    readonly sheets: readonly { readonly name: string; readonly cells: readonly (readonly Cell[])[] }[];
  };
  /** Stands in for DNS: host name, or `*.example.com`, to an origin on this machine. */
  readonly hosts?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Whoever does something without saying who. */
  readonly user?: string;
  /** The language of everybody's Google account, as `Session.getActiveUserLocale` gives it; `en-GB` unless told. */
  readonly userLocale?: string;
  readonly scriptId?: string;
  readonly account?: 'consumer' | 'workspace';
  readonly deployment?: Deployment;
  readonly limits?: Partial<Limits>;
  /** Whose call is answered next when several executions wait; without it, whoever comes first. */
  readonly schedule?: Schedule;
  readonly onlooker?: Onlooker;
}

export type { Visit } from './callback.ts';
export type { Execution, Onlooker, RunAs, RunningExecution, RunOptions } from './run.ts';

export interface AppsScript {
  /** Somebody opens the document: `onOpen` runs as a simple trigger, without authorisation. */
  open(user?: string, authMode?: 'NONE' | 'LIMITED'): Promise<Execution>;
  /** As `sidebar`, arguments and result go through what `google.script.run` can carry. */
  run(functionName: string, args?: readonly unknown[], options?: RunOptions): Promise<Execution>;
  /** Presses an item that the script itself has put into a menu, for instance `Sync contacts > Sync now`. */
  clickMenu(path: string, options?: RunOptions): Promise<Execution>;
  /** Opens the script's callback address; the state token decides what runs, if anything. */
  visit(url: string, user?: string, killAt?: KillPoint): Promise<Visit>;
  /** Virtual clock only: moves time on and fires every trigger that comes due, in its order. */
  passTime(ms: number): Promise<Execution[]>;
  sheet(name: string): SheetDisplay;
  /** Reads the project anew, as when somebody pushes it: what the document and the stores hold stays. */
  push(): void;
  /** All there is in the document, to look at. */
  readonly spreadsheet: Readonly<Spreadsheet>;
  activate(sheetName: string): void;
  deleteSheet(sheetName: string): void;
  /** What the user will press in the next alerts. */
  prepareButtons(...buttons: string[]): void;
  properties(kind: 'user' | 'document' | 'script', user?: string): Record<string, string>;
  readonly clock: Clock;
  readonly menus: readonly Menu[];
  readonly toasts: readonly Toast[];
  readonly pages: readonly ShownPage[];
  readonly alerts: readonly string[];
  readonly outbox: readonly Mail[];
  readonly triggers: readonly Trigger[];
  readonly executions: readonly Execution[];
}

/**
 * Starts a Google of one script project, one spreadsheet and as many users as come. It is as strict as Google's own,
 * and different in this: formulas are kept and not computed; texts are typed as in the locale en_US; `Date` counts hours
 * in the zone of this machine, not the manifest's; and on a virtual clock executions side by side share one time, to
 * which each adds what its calls take. Throws where Google would not take the project.
 */
export function startAppsScript(options: AppsScriptOptions): AppsScript {
  const owner = options.user ?? 'owner@example.com';
  const clock = options.clock ?? realClock();
  const world = newWorld(options, clock);
  const order = turns(world.timeline, options.schedule);
  const executions: Execution[] = [];

  const run = runner(world, order, owner, {
    ...options.onlooker,
    ended(execution) {
      executions.push(execution);
      options.onlooker?.ended?.(execution);
    },
  });

  return {
    clock,
    menus: world.menus,
    toasts: world.toasts,
    pages: world.pages,
    alerts: world.alerts,
    outbox: world.outbox,
    triggers: world.triggers,
    executions,
    spreadsheet: world.spreadsheet,
    push() {
      world.project = readProject(options.projectDir);
    },
    open: (user = owner, authMode = 'LIMITED') =>
      run('onOpen', (context) => [openEvent(context)], { as: 'open', user, authMode }),
    run: (functionName, args = [], runOptions = {}) =>
      runOptions.as === 'sidebar'
        ? runFromPage(run, functionName, args, runOptions)
        : run(functionName, () => args, runOptions),
    clickMenu(menuPath, runOptions = {}) {
      const [title, ...labels] = menuPath.split(' > ');
      const { items } = world.menus.find((menu) => menu.title === title) ?? { items: [] };
      const item = items.find((one) => one.label === labels.join(' > '));
      if (item === undefined) throw new Error(`There is no menu item "${menuPath}".`);
      return run(item.functionName, () => [], { ...runOptions, as: 'menu' });
    },
    visit: (url, user = owner, killAt) => visitCallback(world, url, user, killingRun(run, killAt)),
    passTime: (ms) => passTime(world, ms, run),
    sheet: (name) => sheetDisplay(world.spreadsheet, sheetNamed(world, name), clock),
    activate(sheetName) {
      world.spreadsheet.active = sheetNamed(world, sheetName);
    },
    deleteSheet(sheetName) {
      const { sheets } = world.spreadsheet;
      sheets.splice(sheets.indexOf(sheetNamed(world, sheetName)), 1);
      const [first] = sheets;
      if (first !== undefined) world.spreadsheet.active = first;
    },
    prepareButtons: (...buttons) => world.buttons.push(...buttons),
    properties: (kind, user = owner) =>
      Object.fromEntries(world.stores.get(kind === 'user' ? `user ${user}` : kind) ?? []),
  };
}

function killingRun(run: Run, killAt: KillPoint | undefined): Run {
  return killAt === undefined ? run : (name, args, options) => run(name, args, { ...options, killAt });
}

function newWorld(options: AppsScriptOptions, clock: Clock): World {
  let number = 0;
  const nextNumber = () => ++number;
  return {
    clock,
    timeline: timeline(clock),
    limits: { ...limitsOf[options.account ?? 'consumer'], ...options.limits },
    project: readProject(options.projectDir),
    scriptId: options.scriptId ?? 'embedded-script-id',
    userLocale: options.userLocale ?? 'en-GB',
    deployment: options.deployment ?? 'bound',
    spreadsheet: newSpreadsheet(options, nextNumber),
    hosts: options.hosts ?? {},
    stores: new Map(),
    locks: new Map(),
    cache: new Map(),
    triggers: [],
    running: new Map(),
    states: new Map(),
    outbox: [],
    menus: [],
    toasts: [],
    pages: [],
    alerts: [],
    buttons: [],
    usage: new Map(),
    nextNumber,
  };
}

function newSpreadsheet({ spreadsheet }: AppsScriptOptions, nextNumber: () => number): Spreadsheet {
  const sheets = spreadsheet.sheets.map(({ name, cells }) => newSheet(nextNumber(), name, cells));
  const [active] = sheets;
  if (active === undefined) throw new Error('A spreadsheet has at least one sheet.');
  const {
    id = 'embedded-spreadsheet-id',
    name = 'Customers',
    timeZone = 'Etc/UTC',
    locale = 'en_US',
  } = spreadsheet;
  if (locale !== 'en_US')
    throw new Error(`The locale ${locale} is not implemented in the embedded Apps Script.`);
  return { id, name, timeZone, locale, sheets, active };
}

function sheetNamed({ spreadsheet }: World, name: string) {
  const sheet = spreadsheet.sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`There is no sheet "${name}".`);
  return sheet;
}
