import { type Clock, realClock } from './clock.ts';
import { type Ending, execute, type KillPoint, type ServiceCall } from './execution.ts';
import { type Limits, limitsOf } from './limits.ts';
import { readProject } from './project.ts';
import { type SheetView, sheetView } from './sheet-view.ts';
import { newSheet, type Spreadsheet } from './spreadsheet.ts';
import { timeline } from './timeline.ts';
import { type Schedule, turns } from './turns.ts';
import type { Cell } from './typed-cell.ts';
import type { AuthMode, Mail, Menu, ShownPage, Toast, Trigger, World } from './world.ts';

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
  readonly scriptId?: string;
  readonly account?: 'consumer' | 'workspace';
  readonly limits?: Partial<Limits>;
  /** Whose call is answered next when several executions wait; without it, whoever comes first. */
  readonly schedule?: Schedule;
}

/** How a function came to run: it decides what the script may use. */
export type RunAs = 'menu' | 'trigger' | 'sidebar' | 'open' | 'callback';

export interface RunOptions {
  readonly as?: RunAs;
  readonly user?: string;
  readonly killAt?: KillPoint;
}

/** One execution as Google's list of executions would show it. */
export type Execution = {
  readonly functionName: string;
  readonly as: RunAs;
  readonly user: string;
  readonly startedMs: number;
  readonly durationMs: number;
  readonly calls: readonly ServiceCall[];
  readonly logs: readonly string[];
} & Ending;

/** What a browser gets that opens an address of the script. */
export interface Visit {
  readonly status: number;
  readonly html: string;
  readonly execution?: Execution;
}

export interface AppsScript {
  /** Somebody opens the document: `onOpen` runs as a simple trigger, without authorisation. */
  open(user?: string): Promise<Execution>;
  run(functionName: string, args?: readonly unknown[], options?: RunOptions): Promise<Execution>;
  /** Presses an item that the script itself has put into a menu, for instance `Sync contacts > Sync now`. */
  clickMenu(path: string, options?: RunOptions): Promise<Execution>;
  /** Opens the script's callback address; the state token decides what runs, if anything. */
  visit(url: string, user?: string): Promise<Visit>;
  /** Virtual clock only: moves time on and fires every trigger that comes due, in its order. */
  passTime(ms: number): Promise<Execution[]>;
  sheet(name: string): SheetView;
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

/** Starts a Google of one script project, one spreadsheet and as many users as come. */
export function startAppsScript(options: AppsScriptOptions): AppsScript {
  const owner = options.user ?? 'owner@example.com';
  const clock = options.clock ?? realClock();
  const world = newWorld(options, clock);
  const order = turns(world.timeline, options.schedule);
  const executions: Execution[] = [];

  const run = async (
    functionName: string,
    args: readonly unknown[],
    runOptions: RunOptions,
  ): Promise<Execution> => {
    const { as = 'menu', user = owner, killAt } = runOptions;
    const executionId = world.nextNumber();
    const startedMs = clock.nowMs();
    const calls: ServiceCall[] = [];
    const logs: string[] = [];
    const limits = world.limits;
    world.timeline.started();
    order.started();
    const ending = await execute(
      { world, executionId, user, ...rightsOf(as), log: (text) => logs.push(text) },
      {
        functionName,
        args: () => args,
        limitMs: as === 'open' ? limits.simpleTriggerMs : limits.executionMs,
        killAt,
        turn: () => order.take({ executionId, functionName }),
        called: (call) => calls.push(call),
      },
    );
    world.timeline.ended();
    order.ended();
    const durationMs = clock.nowMs() - startedMs;
    const execution = { functionName, as, user, startedMs, durationMs, calls, logs, ...ending };
    executions.push(execution);
    return execution;
  };

  return {
    clock,
    menus: world.menus,
    toasts: world.toasts,
    pages: world.pages,
    alerts: world.alerts,
    outbox: world.outbox,
    triggers: world.triggers,
    executions,
    open: (user = owner) => run('onOpen', [{ authMode: 'LIMITED', user }], { as: 'open', user }),
    run(functionName, args = [], runOptions = {}) {
      if (runOptions.as === 'sidebar') refusePrivate(functionName);
      return run(functionName, args, runOptions);
    },
    clickMenu(menuPath, runOptions = {}) {
      const [title, label] = menuPath.split(' > ');
      const item = world.menus.find((menu) => menu.title === title)?.items.find((one) => one.label === label);
      if (item === undefined) throw new Error(`There is no menu item "${menuPath}".`);
      return run(item.functionName, [], { ...runOptions, as: 'menu' });
    },
    visit: (url, user = owner) => visitCallback(world, url, user, run),
    passTime: (ms) => passTime(world, ms, run),
    sheet: (name) => sheetView(world.spreadsheet, sheetNamed(world, name)),
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

type Run = (functionName: string, args: readonly unknown[], options: RunOptions) => Promise<Execution>;

function newWorld(options: AppsScriptOptions, clock: Clock): World {
  let number = 0;
  const nextNumber = () => ++number;
  return {
    clock,
    timeline: timeline(clock),
    limits: { ...limitsOf[options.account ?? 'consumer'], ...options.limits },
    project: readProject(options.projectDir),
    scriptId: options.scriptId ?? 'embedded-script-id',
    spreadsheet: newSpreadsheet(options, nextNumber),
    hosts: options.hosts ?? {},
    stores: new Map(),
    locks: new Map(),
    cache: new Map(),
    triggers: [],
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
  return { id, name, timeZone, locale, sheets, active };
}

/** Simple triggers run without authorisation; triggers and callbacks have nobody before the screen. */
function rightsOf(as: RunAs): { authMode: AuthMode; hasDocument: boolean; hasUi: boolean } {
  return {
    authMode: as === 'open' ? 'LIMITED' : 'FULL',
    hasDocument: as !== 'callback',
    hasUi: as === 'menu' || as === 'sidebar' || as === 'open',
  };
}

/** Class google.script.run: functions whose names end in an underscore are private. */
function refusePrivate(functionName: string): void {
  if (functionName.endsWith('_'))
    throw new Error(`${functionName} is private and cannot be called from a page.`);
}

function sheetNamed({ spreadsheet }: World, name: string) {
  const sheet = spreadsheet.sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`There is no sheet "${name}".`);
  return sheet;
}

const staleState = 'The state token is invalid or has expired. Please try again.';

async function visitCallback(world: World, address: string, user: string, run: Run): Promise<Visit> {
  const url = new URL(address);
  if (url.host !== 'script.google.com' || url.pathname !== `/macros/d/${world.scriptId}/usercallback`) {
    return { status: 404, html: 'Sorry, unable to open the file at this time.' };
  }
  const state = world.states.get(url.searchParams.get('state') ?? '');
  if (state === undefined || state.user !== user || state.untilMs < world.clock.nowMs()) {
    return { status: 200, html: staleState };
  }
  const parameter = { ...Object.fromEntries(url.searchParams), ...state.args };
  const parameters = Object.fromEntries(Object.entries(parameter).map(([name, value]) => [name, [value]]));
  const request = { parameter, parameters, queryString: url.search.slice(1) };
  const execution = await run(state.method, [request], { as: 'callback', user });
  return { status: 200, html: shownPage(execution), execution };
}

function shownPage(execution: Execution): string {
  if (execution.kind !== 'completed') {
    return execution.kind === 'failed'
      ? `${execution.error.name}: ${execution.error.message}`
      : execution.reason;
  }
  const { value } = execution;
  const page = typeof value === 'object' && value !== null && 'methods' in value ? value.methods : {};
  const content =
    typeof page === 'object' && page !== null && 'getContent' in page ? page.getContent : undefined;
  return typeof content === 'function'
    ? String(content())
    : 'The script completed but did not return anything.';
}

/** Triggers fire one after the other: an hour's dispatcher does not wait for an earlier hour's, but here it may. */
async function passTime(world: World, ms: number, run: Run): Promise<Execution[]> {
  const { clock, triggers } = world;
  const untilMs = clock.nowMs() + ms;
  const fired: Execution[] = [];
  for (;;) {
    const due = triggers
      .filter((trigger) => trigger.nextMs <= untilMs)
      .reduce<Trigger | undefined>(
        (one, other) => (one === undefined || other.nextMs < one.nextMs ? other : one),
        undefined,
      );
    if (due === undefined) break;
    clock.moveTo(due.nextMs);
    if (due.everyMs === undefined) triggers.splice(triggers.indexOf(due), 1);
    else due.nextMs += due.everyMs;
    fired.push(await run(due.functionName, [{ triggerUid: due.id }], { as: 'trigger', user: due.user }));
  }
  clock.moveTo(untilMs);
  return fired;
}
