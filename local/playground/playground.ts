import type { Onlooker } from '../appsscript/apps-script.ts';
import { type CellChanges, cellChanges } from './cell-changes.ts';
import { type ExecutionViews, executionViews } from './execution-views.ts';
import { type Faults, faults } from './faults.ts';
import { type FramePages, framePages } from './frame-pages.ts';
import { type Pacing, pacing } from './pacing.ts';
import { type PlayWorld, playWorld } from './play-world.ts';
import type { Change, View } from './protocol.ts';
import type { OpenedSheet } from './sheet-files.ts';

/** All that the page shows, and what keeps it up to date. */
export interface Playground {
  world(): PlayWorld;
  readonly pacing: Pacing;
  readonly faults: Faults;
  readonly frames: FramePages;
  /** Puts everything away and begins anew with this sheet, or with the last one. */
  begin(sheet?: OpenedSheet): Promise<void>;
  /** Takes the built project as it is now, and opens the document again. */
  push(): Promise<void>;
  /** All there is, for a page that has just been opened. */
  everything(): Change;
  /** Tells the pages soon what has changed. */
  touch(): void;
  stop(): Promise<void>;
}

export interface PlaygroundOptions {
  readonly projectDir: string;
  readonly sheet: OpenedSheet;
  readonly startMs: number;
  /** Where the simulated Keap's pages are on this machine. */
  readonly door: () => string;
  readonly tell: (change: Change, window?: string) => void;
}

/** As often as the pages are told at most, in milliseconds. */
const tellEveryMs = 60;

export async function playground(parts: PlaygroundOptions): Promise<Playground> {
  let sheet = parts.sheet;
  let current: Current | undefined;
  let timer: NodeJS.Timeout | undefined;
  const now = () => current ?? notYet();
  const thePacing = pacing();
  const theFaults = faults();
  const theFrames = framePages(() => ({
    door: parts.door(),
    doors: ['accounts.infusionsoft.com'],
    aheadMs: now().world.google.clock.nowMs() - Date.now(),
  }));
  const touch = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (current !== undefined) tellNews(current);
    }, tellEveryMs);
  };
  const tellNews = (one: Current) => {
    const { google } = one.world;
    const { toasts, pages, mails } = one.told;
    parts.tell({
      ...viewOf(one, thePacing, theFaults),
      cells: one.cells.since(),
      executions: one.executions.since(),
      mails: google.outbox.slice(mails),
      toasts: google.toasts.slice(toasts),
    });
    for (const page of google.pages.slice(pages)) parts.tell({ pages: [theFrames.add(page)] }, page.window);
    one.told = { toasts: google.toasts.length, pages: google.pages.length, mails: google.outbox.length };
  };

  /** One after the other: each has a simulated Keap of its own to begin and to end. */
  let beginning: Promise<void> = Promise.resolve();
  function begin(wanted?: OpenedSheet): Promise<void> {
    const begun = beginning.then(() => beginNow(wanted ?? sheet));
    beginning = begun.catch(() => {});
    return begun;
  }

  async function beginNow(wanted: OpenedSheet): Promise<void> {
    const world = await worldOf(wanted);
    const old = current?.world;
    sheet = wanted;
    theFaults.forget();
    thePacing.setKillAt(undefined);
    current = world;
    parts.tell(everything());
    await old?.stop();
  }

  async function worldOf(wanted: OpenedSheet): Promise<Current> {
    let nowMs = () => parts.startMs;
    const executions = executionViews(() => nowMs());
    const { projectDir, startMs } = parts;
    const world = await playWorld({ projectDir, sheet: wanted, startMs }, onlookerFor(executions));
    nowMs = world.google.clock.nowMs;
    const cells = cellChanges(world.google.spreadsheet);
    cells.since();
    return { world, executions, cells, told: { toasts: 0, pages: 0, mails: 0 } };
  }

  function onlookerFor({ onlooker }: ExecutionViews): Onlooker {
    return {
      started(execution) {
        onlooker.started(execution);
        touch();
      },
      coming: thePacing.onlooker.coming,
      called(execution, call) {
        thePacing.onlooker.called(execution, call);
        onlooker.called(execution, call);
        touch();
      },
      ended(execution) {
        onlooker.ended(execution);
        touch();
      },
    };
  }

  function everything(): Change {
    if (current === undefined) return {};
    const { world, executions, cells } = current;
    return {
      world: world.name,
      ...viewOf(current, thePacing, theFaults),
      cells: cells.all(),
      executions: executions.all(),
      mails: world.google.outbox,
    };
  }

  await begin();
  return {
    world: () => now().world,
    pacing: thePacing,
    faults: theFaults,
    frames: theFrames,
    begin,
    async push() {
      const { google, traffic } = now().world;
      google.push();
      await traffic.run(() => google.open());
    },
    everything,
    touch,
    async stop() {
      clearTimeout(timer);
      const last = current;
      current = undefined;
      await last?.world.stop();
    },
  };
}

interface Current {
  readonly world: PlayWorld;
  readonly executions: ExecutionViews;
  readonly cells: CellChanges;
  /** How many of each the pages have been told. */
  told: { readonly toasts: number; readonly pages: number; readonly mails: number };
}

function notYet(): never {
  throw new Error('The playground is just beginning anew. Try again in a moment.');
}

/** Everything but what is told piece by piece. */
function viewOf({ world }: Current, thePacing: Pacing, theFaults: Faults): Omit<View, 'world'> {
  const { clock, spreadsheet, menus, triggers } = world.google;
  return {
    documentName: spreadsheet.name,
    clock: {
      nowMs: clock.nowMs(),
      timeZone: spreadsheet.timeZone,
      isMoving: world.traffic.isAlone(),
      pace: thePacing.pace(),
    },
    sheets: spreadsheet.sheets.map(({ id, name, rows, columnCount, hidden }) => ({
      id,
      name,
      rows: rows.length,
      columns: columnCount,
      hiddenColumns: [...hidden],
    })),
    activeSheet: spreadsheet.active.id,
    menus: menus.map(({ title, items }) => ({ title, labels: items.map(({ label }) => label) })),
    triggers: triggers.map(({ functionName, everyMs, nextMs }) => ({
      functionName,
      everyMs,
      nextMs: Number.isFinite(nextMs) ? nextMs : undefined,
    })),
    trouble: {
      faults: theFaults.active(),
      brownoutKind: theFaults.brownoutKind(),
      killAt: thePacing.killAt(),
    },
  };
}
