/** The state behind the playground's page, and what keeps the open pages up to date. */
import type { Onlooker } from '../appsscript/apps-script.ts';
import { type CellChanges, cellChanges } from './cell-changes.ts';
import { type ExecutionViews, executionViews } from './execution-views.ts';
import { type Faults, faults } from './faults.ts';
import { type FramePages, framePages } from './frame-pages.ts';
import { type Pacing, pacing } from './pacing.ts';
import { type PlayWorld, playWorld } from './play-world.ts';
import type { Change, View } from './protocol.ts';
import type { OpenedSheet } from './sheet-files.ts';

export interface Playground {
  world(): PlayWorld;
  readonly pacing: Pacing;
  readonly faults: Faults;
  readonly frames: FramePages;
  /** Stops everything and starts again with this sheet, or with the last one. */
  restart(sheet?: OpenedSheet): Promise<void>;
  /** Loads the built project again and opens the document again. */
  push(): Promise<void>;
  /** Everything, for a page that was just opened. */
  everything(): Change;
  /** Sends to the pages soon what has changed. */
  sendSoon(): void;
  stop(): Promise<void>;
}

export interface PlaygroundOptions {
  readonly projectDir: string;
  readonly sheet: OpenedSheet;
  readonly startMs: number;
  /** Where the simulated Keap's pages are on this machine. */
  readonly keapOrigin: () => string;
  readonly send: (change: Change, window?: string) => void;
}

/** The shortest time between two messages to the pages, in milliseconds. */
const sendEveryMs = 60;

export async function playground(options: PlaygroundOptions): Promise<Playground> {
  let sheet = options.sheet;
  let current: Current | undefined;
  let timer: NodeJS.Timeout | undefined;
  const now = () => current ?? failStarting();
  const thePacing = pacing();
  const theFaults = faults();
  const theFrames = framePages(() => ({
    keapOrigin: options.keapOrigin(),
    keapHosts: ['accounts.infusionsoft.com'],
    aheadMs: now().world.google.clock.nowMs() - Date.now(),
  }));
  const sendSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (current !== undefined) sendChanges(current);
    }, sendEveryMs);
  };
  const sendChanges = (one: Current) => {
    const { google } = one.world;
    const { toasts, pages, mails } = one.sent;
    options.send({
      ...viewOf(one, thePacing, theFaults),
      cells: one.cells.since(),
      executions: one.executions.since(),
      mails: google.outbox.slice(mails),
      toasts: google.toasts.slice(toasts),
    });
    for (const page of google.pages.slice(pages)) options.send({ pages: [theFrames.add(page)] }, page.window);
    one.sent = { toasts: google.toasts.length, pages: google.pages.length, mails: google.outbox.length };
  };

  /** One after the other, because each restart stops the simulated Keap of the one before. */
  let lastRestart: Promise<void> = Promise.resolve();
  function restart(wanted?: OpenedSheet): Promise<void> {
    const restarted = lastRestart.then(() => restartNow(wanted ?? sheet));
    lastRestart = restarted.catch(() => {});
    return restarted;
  }

  async function restartNow(wanted: OpenedSheet): Promise<void> {
    const world = await startWorld(wanted);
    const old = current?.world;
    sheet = wanted;
    theFaults.reset();
    thePacing.setKillAt(undefined);
    current = world;
    options.send(everything());
    await old?.stop();
  }

  async function startWorld(wanted: OpenedSheet): Promise<Current> {
    let nowMs = () => options.startMs;
    const executions = executionViews(() => nowMs());
    const { projectDir, startMs } = options;
    const world = await playWorld({ projectDir, sheet: wanted, startMs }, onlookerFor(executions));
    nowMs = world.google.clock.nowMs;
    const cells = cellChanges(world.google.spreadsheet);
    cells.since();
    return { world, executions, cells, sent: { toasts: 0, pages: 0, mails: 0 } };
  }

  function onlookerFor({ onlooker }: ExecutionViews): Onlooker {
    return {
      started(execution) {
        onlooker.started(execution);
        sendSoon();
      },
      coming: thePacing.onlooker.coming,
      called(execution, call) {
        thePacing.onlooker.called(execution, call);
        onlooker.called(execution, call);
        sendSoon();
      },
      ended(execution) {
        onlooker.ended(execution);
        sendSoon();
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

  await restart();
  return {
    world: () => now().world,
    pacing: thePacing,
    faults: theFaults,
    frames: theFrames,
    restart,
    async push() {
      const { google, lock } = now().world;
      google.push();
      await lock.runShared(() => google.open());
    },
    everything,
    sendSoon,
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
  /** How many of each the pages have. */
  sent: { readonly toasts: number; readonly pages: number; readonly mails: number };
}

function failStarting(): never {
  throw new Error('The playground is restarting. Try again in a moment.');
}

/** Everything that is sent as a whole. */
function viewOf({ world }: Current, thePacing: Pacing, theFaults: Faults): Omit<View, 'world'> {
  const { clock, spreadsheet, menus, triggers } = world.google;
  return {
    documentName: spreadsheet.name,
    clock: {
      nowMs: clock.nowMs(),
      timeZone: spreadsheet.timeZone,
      isMoving: world.lock.isExclusive(),
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
    faults: {
      active: theFaults.active(),
      brownoutKind: theFaults.brownoutKind(),
      killAt: thePacing.killAt(),
    },
  };
}
