/** What each command of the page does. */
import { notationOf } from '../appsscript/a1-notation.ts';
import type { AppsScript, Execution } from '../appsscript/apps-script.ts';
import type { SheetDisplay } from '../appsscript/sheet-display.ts';
import { allowAccess, connectionState } from '../start/consent.ts';
import type { Playground } from './playground.ts';
import type {
  Area,
  ArrangeCommand,
  CommandName,
  Commands,
  FaultCommand,
  RunAnswer,
  SheetSelection,
} from './protocol.ts';

/** `window` is the page that sent the command. */
export type CommandHandlers = {
  readonly [Name in CommandName]: (
    input: Commands[Name]['input'],
    window: string,
  ) => Promise<Commands[Name]['output']> | Commands[Name]['output'];
};

/** The command cannot run now; the message is for the user. */
export class CannotRun extends Error {}

export function commandHandlers(play: Playground): CommandHandlers {
  const google = () => play.world().google;
  const view = (id: number) => {
    const sheet = google().spreadsheet.sheets.find((one) => one.id === id);
    if (sheet === undefined) throw new CannotRun('This sheet has been deleted.');
    return google().sheet(sheet.name);
  };
  const run = (work: (one: AppsScript) => Promise<Execution>) =>
    play.world().lock.runShared(() => work(google()));
  return {
    edit({ sheet, cells }) {
      for (const [row, column, text] of cells) view(sheet).set(row, column, text);
      return null;
    },
    select(selection) {
      applySelection(google(), selection);
      return null;
    },
    arrange({ sheet, action, area }) {
      arrange(view(sheet), action, area);
      return null;
    },
    async menu({ path, selection }, window) {
      const execution = await run((one) => {
        applySelection(one, selection);
        return one.clickMenu(path, { window });
      });
      return { problem: problemOf(execution), front: selectionOf(google()) };
    },
    async run({ functionName, args, selection }, window) {
      const execution = await run((one) => {
        applySelection(one, selection);
        return one.run(functionName, args, { as: 'sidebar', window });
      });
      return { answer: runAnswer(execution), front: selectionOf(google()) };
    },
    async pass({ ms }) {
      const { lock, keap } = play.world();
      await lock.runExclusive(async () => {
        play.sendSoon();
        await google().passTime(ms);
        await keap.setTime(google().clock.nowMs());
      });
      return null;
    },
    pace({ pace }) {
      play.pacing.setPace(pace);
      return null;
    },
    async fault({ action, isOn }) {
      await setFault(play, action, isOn);
      return null;
    },
    async brownout({ kind }) {
      await play.faults.answerWith(play.world().keap, kind);
      return null;
    },
    kill({ atCall }) {
      play.pacing.setKillAt(atCall === 0 ? undefined : atCall);
      return null;
    },
    async connect(_asks, window) {
      return { problem: await play.world().lock.runShared(() => connect(play, window)) };
    },
    async restart() {
      await play.restart();
      return null;
    },
    async keapContacts({ search, from }) {
      const { keap } = play.world();
      const [contacts, entries] = [await keap.contacts(), await keap.optEntries()];
      const wanted = search.trim().toLowerCase();
      const found = contacts.filter(({ id, fields }) =>
        [id, ...Object.values(fields)].some((value) => String(value).toLowerCase().includes(wanted)),
      );
      const shown = found.slice(from, from + 100).map(({ id, fields }) => {
        const address = fields.Email?.trim().toLowerCase();
        const optStatus = address === undefined ? '' : (entries[address]?.status ?? 'unconfirmed');
        return { id, fields, optStatus };
      });
      return { count: found.length, contacts: shown };
    },
    async keapRequests({ from }) {
      const { keap } = play.world();
      // Saves reading thousands of requests if there are no new ones.
      const counts = Object.values(await keap.counts());
      if (counts.reduce((sum, count) => sum + count, 0) <= from) return [];
      return (await keap.requests())
        .map(({ atMs, method, host, path, what, status }, index) => {
          return { index, atMs, method, host, path, what, status };
        })
        .slice(from);
    },
    async keapRequest({ index }) {
      const request = (await play.world().keap.requests())[index];
      return { asked: request?.body ?? '', answered: request?.answer ?? '' };
    },
  };
}

/** A script finds active what its own user has open and selected, whatever another page shows. */
function applySelection(google: AppsScript, { sheet, areas }: SheetSelection): void {
  const one = google.spreadsheet.sheets.find(({ id }) => id === sheet);
  if (one === undefined || areas.length === 0) return;
  google.activate(one.name);
  google.sheet(one.name).select(...areas.map(notationOf));
}

/** What the script has left open and selected. */
function selectionOf({ spreadsheet }: AppsScript): SheetSelection {
  return { sheet: spreadsheet.active.id, areas: spreadsheet.active.selection };
}

function arrange(sheet: SheetDisplay, action: ArrangeCommand, { top, left, rows, columns }: Area): void {
  switch (action) {
    case 'sort-ascending':
    case 'sort-descending':
      sheet.sort(left, action === 'sort-ascending');
      break;
    case 'insert-row':
      sheet.insertRow(top);
      break;
    case 'delete-rows':
      if (rows >= sheet.size().rows) throw new CannotRun('A sheet keeps at least one row.');
      for (let count = 0; count < rows; count++) sheet.deleteRow(top);
      break;
    case 'insert-column':
      sheet.insertColumn(left);
      break;
    case 'delete-columns':
      if (columns >= sheet.size().columns) throw new CannotRun('A sheet keeps at least one column.');
      for (let count = 0; count < columns; count++) sheet.deleteColumn(left);
  }
}

async function setFault({ world, faults }: Playground, action: FaultCommand, isOn: boolean): Promise<void> {
  const { keap } = world();
  switch (action) {
    case 'expire-token':
      return keap.expireAccessTokens();
    case 'revoke-tokens':
      return keap.revokeAll();
    default:
      return faults.switch(keap, action, isOn);
  }
}

function problemOf(execution: Execution): string {
  switch (execution.kind) {
    case 'completed':
      return '';
    case 'failed':
      return `${execution.error.name}: ${execution.error.message}`;
    case 'killed':
      return `Google ended the execution: ${execution.reason}.`;
  }
}

function runAnswer(execution: Execution): RunAnswer {
  switch (execution.kind) {
    case 'completed':
      return { kind: 'value', value: execution.value };
    case 'failed':
      return { kind: 'failure', name: execution.error.name, message: execution.error.message };
    case 'killed':
      return { kind: 'failure', name: 'ScriptError', message: execution.reason };
  }
}

/** Connects without the user visiting Keap's page. Gives the problem as a sentence, or an empty text. */
async function connect(play: Playground, window: string): Promise<string> {
  const { google, keap } = play.world();
  try {
    await allowAccess(google, keap, window);
    const { kind, sentence } = await connectionState(google, window);
    return kind === 'connected' ? '' : sentence;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
