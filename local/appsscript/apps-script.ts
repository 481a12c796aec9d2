/** Starts the embedded Google: one script project, its documents, and the people who use them. */

import { recalculate } from './array-formula.ts';
import { type Visit, visitCallback } from './callback.ts';
import { type Clock, realClock } from './clock.ts';
import { copiedSpreadsheet, type Document, documentById, newDocument, type Script } from './documents.ts';
import { type DueOptions, fire, passTime } from './due-triggers.ts';
import { openEvent } from './events.ts';
import type { KillPoint } from './execution.ts';
import type { FaultPlan } from './faults.ts';
import { type Limits, limitsOf } from './google-limits.ts';
import { type Behavior, strictBehavior } from './open-questions.ts';
import type { Access, Person } from './people.ts';
import { readProject } from './project.ts';
import type { Quota } from './quotas.ts';
import {
  type Execution,
  type Onlooker,
  openFor,
  type Run,
  type RunOptions,
  runFromPage,
  runner,
} from './run.ts';
import { type SheetDisplay, sheetDisplay } from './sheet-display.ts';
import { copySheet, newSheet, type Spreadsheet } from './spreadsheet.ts';
import { timeline } from './timeline.ts';
import { type Schedule, turns } from './turns.ts';
import type { Cell } from './typed-cell.ts';
import {
  type ConsentPrompt,
  type Deployment,
  type FailureMail,
  type Interruption,
  type Mail,
  type Menu,
  personOf,
  type ShownPage,
  storeKey,
  type Toast,
  type Trigger,
  type World,
} from './world.ts';

export interface AppsScriptOptions {
  /** The built project: every script, page and the manifest in this folder, byte for byte. */
  readonly projectDir: string;
  /** The version that users of an add-on run, where it is not the one in `projectDir`. */
  readonly publishedDir?: string;
  readonly spreadsheet: SpreadsheetOptions;
  /** Stands in for DNS: host name, or `*.example.com`, to an origin on this machine. */
  readonly hosts?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** The owner of the first document, who does whatever names nobody else. */
  readonly user?: string;
  /** The language of people of whom nothing else is said; `en-GB` by default. */
  readonly userLocale?: string;
  /** By email address. */
  readonly people?: Readonly<Record<string, Partial<Person>>>;
  readonly scriptId?: string;
  readonly account?: 'consumer' | 'workspace';
  readonly deployment?: Deployment;
  readonly limits?: Partial<Limits>;
  readonly behavior?: Partial<Behavior>;
  readonly faults?: FaultPlan;
  /** Whose call is answered next when several executions wait; without it, the one that asked first. */
  readonly schedule?: Schedule;
  readonly onlooker?: Onlooker;
}

export interface SpreadsheetOptions {
  readonly id?: string;
  readonly name?: string;
  readonly timeZone?: string;
  readonly locale?: string;
  readonly sheets: readonly { readonly name: string; readonly cells: readonly (readonly Cell[])[] }[];
}

export type { Visit } from './callback.ts';
export type { Behavior } from './open-questions.ts';
export type { Execution, Onlooker, RunAs, RunningExecution, RunOptions } from './run.ts';

/** Google as seen from one document; everything that names no document is shared by all of them. */
export interface AppsScript {
  readonly documentId: string;
  /** Somebody opens the document: `onOpen` runs as a simple trigger, without authorization. */
  open(user?: string, authMode?: 'NONE' | 'LIMITED'): Promise<Execution>;
  /** Somebody closes the document; everybody does without a name. */
  close(user?: string): void;
  /** As `sidebar`, arguments and result go through what `google.script.run` can carry. */
  run(functionName: string, args?: readonly unknown[], options?: RunOptions): Promise<Execution>;
  /**
   * Presses an item that the script itself has put into a menu, for instance `Sync contacts > Sync now`; the menus above
   * that one, such as Extensions, may be left out.
   */
  clickMenu(path: string, options?: RunOptions): Promise<Execution>;
  /** Opens the script's callback address; the state token decides what runs, if anything. */
  visit(url: string, user?: string, killAt?: KillPoint): Promise<Visit>;
  /** Virtual clock only: moves time on and fires every trigger that comes due, in its document, in order. */
  passTime(ms: number, options?: DueOptions): Promise<Execution[]>;
  /** Runs a trigger now, whether or not it is due. */
  fireTrigger(id: string): Promise<Execution>;
  sheet(name: string): SheetDisplay;
  /** Reads the project again, as after `clasp push`: what the document and the stores hold stays. */
  push(): void;
  /** Gives users of an add-on what was pushed last. */
  publish(): void;
  /** Everything in the document, to look at. */
  readonly spreadsheet: Readonly<Spreadsheet>;
  activate(sheetName: string): void;
  deleteSheet(sheetName: string): void;
  /** Duplicates a tab as Sheets does: `Copy of …`, with an id of its own, in front. Gives the new name. */
  copySheet(sheetName: string): string;
  /** Another document, with its own bound script or the same add-on. */
  addDocument(spreadsheet: SpreadsheetOptions, owner?: string): AppsScript;
  /** File > Make a copy, by the user who then owns the copy. */
  copyDocument(user?: string): AppsScript;
  /** Another document of this Google, by its id. */
  inDocument(documentId: string): AppsScript;
  /** Changes what somebody may do with the document. */
  share(user: string, access: Access): void;
  /** Changes somebody's language or consent, or closes their account. */
  changePerson(user: string, changes: Partial<Person>): void;
  /** What the user will press in the next alerts. */
  prepareButtons(...buttons: string[]): void;
  properties(kind: 'user' | 'document' | 'script', user?: string): Record<string, string>;
  /** Writes into a store what a script of another version, or damage, has left there. */
  setProperty(kind: 'user' | 'document' | 'script', key: string, value: string, user?: string): void;
  /** Leaves only so many bytes free in a store. */
  fillProperties(kind: 'user' | 'document' | 'script', freeBytes: number, user?: string): void;
  /** A quota of this user is used up for so long, whatever day it is. */
  exhaust(quota: Quota, ms: number, user?: string): void;
  /** Triggers that stay listed and never fire; all of the script without ids. */
  disableTriggers(...ids: string[]): void;
  /** Which calls fail from now on; undefined for none. */
  planFaults(plan: FaultPlan | undefined): void;
  /** Lets a person do something just before each service call from now on; what it gives ends that. */
  interrupt(interruption: Interruption): () => void;
  readonly clock: Clock;
  /** Menus, toasts, pages and alerts of this document. */
  readonly menus: readonly Menu[];
  readonly toasts: readonly Toast[];
  readonly pages: readonly ShownPage[];
  readonly alerts: readonly string[];
  readonly outbox: readonly Mail[];
  /** Google's own mails about failed triggers. */
  readonly failureMails: readonly FailureMail[];
  readonly consentPrompts: readonly ConsentPrompt[];
  readonly triggers: readonly Trigger[];
  readonly executions: readonly Execution[];
}

/**
 * Starts a Google with one document of one script project; more documents and any number of people may follow. It is as
 * strict as the real one, with these differences: formulas are kept and not computed; texts are typed as in the locale
 * en_US; `Date` counts hours in the zone of this machine, not the manifest's; and on a virtual clock executions side by
 * side share one time, to which each adds what its calls take. Throws where Google would refuse the project.
 */
export function startAppsScript(options: AppsScriptOptions): AppsScript {
  const owner = options.user ?? 'owner@example.com';
  const clock = options.clock ?? realClock();
  const world = newWorld(options, clock);
  const order = turns(world.timeline, options.schedule);
  const executions: Execution[] = [];
  const onlooker: Onlooker = {
    ...options.onlooker,
    ended(execution) {
      executions.push(execution);
      options.onlooker?.ended?.(execution);
    },
  };
  const head = readProject(options.projectDir);
  const published = options.publishedDir === undefined ? head : readProject(options.publishedDir);
  const script = { id: options.scriptId ?? 'embedded-script-id', head, published };
  const first = newSpreadsheet(options.spreadsheet, world.nextNumber);
  const views = new Map<string, AppsScript>();
  return addDocument(newDocument(first, script, owner));

  function addDocument(document: Document): AppsScript {
    world.documents.push(document);
    const view = viewOf(document);
    views.set(view.documentId, view);
    return view;
  }

  function viewIn(documentId: string): AppsScript {
    const view = views.get(documentId);
    if (view === undefined) throw new Error(`There is no document with the id ${documentId}.`);
    return view;
  }

  function runIn(documentId: string): Run {
    const document = documentById(world.documents, documentId);
    if (document === undefined) throw new Error(`There is no document with the id ${documentId}.`);
    return runner(world, order, document, onlooker);
  }

  /** The script of another document: a bound script is copied, an add-on is shared. */
  function scriptFor(original: Script): Script {
    return world.deployment === 'bound'
      ? { ...original, id: `${original.id}-${world.nextNumber()}` }
      : original;
  }

  function viewOf(document: Document): AppsScript {
    const { spreadsheet } = document;
    const run = runner(world, order, document, onlooker);
    const keyOf = (kind: 'user' | 'document' | 'script', user = document.owner) =>
      storeKey(document.script.id, kind, user, spreadsheet.id);
    const recalculateAll = () => {
      for (const sheet of spreadsheet.sheets) recalculate(sheet, document.openBy.size > 0);
    };
    return {
      documentId: spreadsheet.id,
      clock,
      menus: document.menus,
      toasts: document.toasts,
      pages: document.pages,
      alerts: document.alerts,
      outbox: world.outbox,
      failureMails: world.failureMails,
      consentPrompts: world.consentPrompts,
      triggers: world.triggers,
      executions,
      spreadsheet,
      push() {
        document.script.head = readProject(options.projectDir);
      },
      publish() {
        document.script.published = document.script.head;
      },
      open(user = document.owner, authMode = 'LIMITED') {
        openFor(document, user);
        return run('onOpen', (context) => [openEvent(context)], { as: 'open', user, authMode });
      },
      close(user) {
        if (user === undefined) document.openBy.clear();
        else document.openBy.delete(user);
        recalculateAll();
      },
      run: (functionName, args = [], runOptions = {}) =>
        runOptions.as === 'sidebar'
          ? runFromPage(run, functionName, args, runOptions)
          : run(functionName, () => args, runOptions),
      clickMenu(menuPath, runOptions = {}) {
        const item = menuItem(document.menus, menuPath);
        return run(item.functionName, () => [], { ...runOptions, as: 'menu' });
      },
      visit: (url, user = document.owner, killAt) =>
        visitCallback(world, document.script, url, user, killingRun(run, killAt)),
      passTime: (ms, dueOptions) => passTime(world, ms, runIn, dueOptions),
      fireTrigger(id) {
        const trigger = world.triggers.find((one) => one.id === id);
        if (trigger === undefined) throw new Error(`There is no trigger with the id ${id}.`);
        return fire(world, trigger, runIn);
      },
      sheet: (name) => sheetDisplay(world, document, sheetNamed(spreadsheet, name)),
      activate(sheetName) {
        spreadsheet.active = sheetNamed(spreadsheet, sheetName);
      },
      deleteSheet(sheetName) {
        const { sheets } = spreadsheet;
        sheets.splice(sheets.indexOf(sheetNamed(spreadsheet, sheetName)), 1);
        const [first] = sheets;
        if (first !== undefined) spreadsheet.active = first;
      },
      copySheet(sheetName) {
        const original = sheetNamed(spreadsheet, sheetName);
        const copy = copySheet(original, world.nextNumber(), `Copy of ${sheetName}`);
        spreadsheet.sheets.splice(spreadsheet.sheets.indexOf(original) + 1, 0, copy);
        spreadsheet.active = copy;
        return copy.name;
      },
      addDocument(other, user = owner) {
        const number = world.nextNumber();
        const made = newSpreadsheet({ id: `embedded-spreadsheet-${number}`, ...other }, world.nextNumber);
        return addDocument(newDocument(made, scriptFor(document.script), user));
      },
      copyDocument(user = document.owner) {
        const id = `${spreadsheet.id}-copy-${world.nextNumber()}`;
        const copy = copiedSpreadsheet(spreadsheet, id, `Copy of ${spreadsheet.name}`);
        return addDocument(newDocument(copy, scriptFor(document.script), user));
      },
      inDocument: viewIn,
      share: (user, access) => void document.access.set(user, access),
      changePerson: (user, changes) => void world.people.set(user, { ...personOf(world, user), ...changes }),
      prepareButtons: (...buttons) => document.buttons.push(...buttons),
      properties: (kind, user) => Object.fromEntries(world.stores.get(keyOf(kind, user)) ?? []),
      setProperty(kind, key, value, user) {
        const name = keyOf(kind, user);
        const store = world.stores.get(name) ?? new Map<string, string>();
        world.stores.set(name, store.set(key, value));
      },
      fillProperties(kind, freeBytes, user) {
        const key = keyOf(kind, user);
        const used = [...(world.stores.get(key) ?? [])].flat().map((text) => Buffer.byteLength(text));
        const usedBytes = used.reduce((sum, bytes) => sum + bytes, 0);
        world.reservedBytes.set(key, world.limits.propertyStoreBytes - usedBytes - freeBytes);
      },
      exhaust: (quota, ms, user = document.owner) =>
        void world.spentUntilMs.set(`${quota} ${user}`, clock.nowMs() + ms),
      disableTriggers(...ids) {
        for (const trigger of world.triggers) {
          if (ids.length === 0 || ids.includes(trigger.id)) trigger.isDisabled = true;
        }
      },
      planFaults(plan) {
        world.faultPlan = plan;
      },
      interrupt(interruption) {
        world.interruptions.add(interruption);
        return () => void world.interruptions.delete(interruption);
      },
    };
  }
}

function menuItem(menus: readonly Menu[], path: string) {
  const found = menus
    .flatMap((menu) => menu.items.map((item) => ({ item, full: [...menu.path, item.label].join(' > ') })))
    .find(({ full }) => full === path || full.endsWith(` > ${path}`));
  if (found === undefined) throw new Error(`There is no menu item "${path}".`);
  return found.item;
}

function killingRun(run: Run, killAt: KillPoint | undefined): Run {
  return killAt === undefined ? run : (name, args, options) => run(name, args, { ...options, killAt });
}

function newWorld(options: AppsScriptOptions, clock: Clock): World {
  let number = 0;
  const defaultPerson: Person = { locale: options.userLocale ?? 'en-GB', scopes: 'all', hasLeft: false };
  const people = Object.entries(options.people ?? {}).map(([user, person]): [string, Person] => [
    user,
    { ...defaultPerson, ...person },
  ]);
  return {
    clock,
    timeline: timeline(clock),
    limits: { ...limitsOf[options.account ?? 'consumer'], ...options.limits },
    behavior: { ...strictBehavior, ...options.behavior },
    deployment: options.deployment ?? 'bound',
    documents: [],
    people: new Map(people),
    defaultPerson,
    hosts: options.hosts ?? {},
    stores: new Map(),
    reservedBytes: new Map(),
    locks: new Map(),
    cache: new Map(),
    triggers: [],
    running: new Map(),
    states: new Map(),
    outbox: [],
    failureMails: [],
    consentPrompts: [],
    usage: new Map(),
    spentUntilMs: new Map(),
    interruptions: new Set(),
    faultPlan: options.faults,
    nextNumber: () => ++number,
  };
}

function newSpreadsheet(options: SpreadsheetOptions, nextNumber: () => number): Spreadsheet {
  const sheets = options.sheets.map(({ name, cells }) => newSheet(nextNumber(), name, cells));
  const [active] = sheets;
  if (active === undefined) throw new Error('A spreadsheet has at least one sheet.');
  const {
    id = 'embedded-spreadsheet-id',
    name = 'Customers',
    timeZone = 'Etc/UTC',
    locale = 'en_US',
  } = options;
  if (locale !== 'en_US')
    throw new Error(`The locale ${locale} is not implemented in the Apps Script emulator.`);
  return { id, name, timeZone, locale, sheets, active };
}

function sheetNamed(spreadsheet: Spreadsheet, name: string) {
  const sheet = spreadsheet.sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`There is no sheet "${name}".`);
  return sheet;
}
