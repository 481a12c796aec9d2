import { notationOf } from '../appsscript/a1-notation.ts';
import type { AppsScript, Execution } from '../appsscript/apps-script.ts';
import type { SheetDisplay } from '../appsscript/sheet-display.ts';
import { defaultClient } from '../keap/keap.ts';
import { browser } from '../start/browser.ts';
import type { Playground } from './playground.ts';
import type {
  Area,
  ArrangeCommand,
  CommandName,
  Commands,
  FaultCommand,
  Place,
  RunAnswer,
} from './protocol.ts';

/** What each command does; `window` is the page that asked. */
export type CommandHandlers = {
  readonly [Name in CommandName]: (
    asks: Commands[Name]['asks'],
    window: string,
  ) => Promise<Commands[Name]['gives']> | Commands[Name]['gives'];
};

/** A command that makes no sense now; the words are for whoever gave it. */
export class CannotDo extends Error {}

export function commandHandlers(play: Playground): CommandHandlers {
  const google = () => play.world().google;
  const view = (id: number) => {
    const sheet = google().spreadsheet.sheets.find((one) => one.id === id);
    if (sheet === undefined) throw new CannotDo('This sheet has been deleted.');
    return google().sheet(sheet.name);
  };
  const run = (work: (one: AppsScript) => Promise<Execution>) =>
    play.world().traffic.run(() => work(google()));
  return {
    edit({ sheet, cells }) {
      for (const [row, column, text] of cells) view(sheet).set(row, column, text);
      return null;
    },
    select(place) {
      stand(google(), place);
      return null;
    },
    arrange({ sheet, deed, area }) {
      arrange(view(sheet), deed, area);
      return null;
    },
    async menu({ path, place }, window) {
      const execution = await run((one) => {
        stand(one, place);
        return one.clickMenu(path, { window });
      });
      return { problem: problemOf(execution), front: frontOf(google()) };
    },
    async run({ functionName, args, place }, window) {
      const execution = await run((one) => {
        stand(one, place);
        return one.run(functionName, args, { as: 'sidebar', window });
      });
      return { answer: runAnswer(execution), front: frontOf(google()) };
    },
    async pass({ ms }) {
      const { traffic, keap } = play.world();
      await traffic.alone(async () => {
        play.touch();
        await google().passTime(ms);
        await keap.setTime(google().clock.nowMs());
      });
      return null;
    },
    pace({ pace }) {
      play.pacing.setPace(pace);
      return null;
    },
    async fault({ deed, isOn }) {
      await trouble(play, deed, isOn);
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
      return { problem: await play.world().traffic.run(() => connect(play, window)) };
    },
    async startAgain() {
      await play.begin();
      return null;
    },
    async keapContacts({ search, from }) {
      const { keap } = play.world();
      const [contacts, entries] = [await keap.contacts(), await keap.optEntries()];
      const words = search.trim().toLowerCase();
      const found = contacts.filter(({ id, fields }) =>
        [id, ...Object.values(fields)].some((value) => String(value).toLowerCase().includes(words)),
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
      // Thousands of requests are not sent over and over to say that there are no more.
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

/** What somebody sees and has selected is what their script finds active, whatever another page shows. */
function stand(google: AppsScript, { sheet, areas }: Place): void {
  const one = google.spreadsheet.sheets.find(({ id }) => id === sheet);
  if (one === undefined || areas.length === 0) return;
  google.activate(one.name);
  google.sheet(one.name).select(...areas.map(notationOf));
}

/** Where the script has left whoever watches. */
function frontOf({ spreadsheet }: AppsScript): Place {
  return { sheet: spreadsheet.active.id, areas: spreadsheet.active.selection };
}

function arrange(sheet: SheetDisplay, deed: ArrangeCommand, { top, left, rows, columns }: Area): void {
  switch (deed) {
    case 'sort-ascending':
    case 'sort-descending':
      sheet.sort(left, deed === 'sort-ascending');
      break;
    case 'insert-row':
      sheet.insertRow(top);
      break;
    case 'delete-rows':
      for (let count = 0; count < rows; count++) sheet.deleteRow(top);
      break;
    case 'insert-column':
      sheet.insertColumn(left);
      break;
    case 'delete-columns':
      for (let count = 0; count < columns; count++) sheet.deleteColumn(left);
  }
}

async function trouble({ world, faults }: Playground, deed: FaultCommand, isOn: boolean): Promise<void> {
  const { keap } = world();
  switch (deed) {
    case 'expire-token':
      return keap.expireAccessTokens();
    case 'revoke-tokens':
      return keap.revokeAll();
    case 'mend':
      return faults.mend(keap);
    default:
      return faults.switch(keap, deed, isOn);
  }
}

function problemOf(execution: Execution): string {
  switch (execution.kind) {
    case 'completed':
      return '';
    case 'failed':
      return `${execution.error.name}: ${execution.error.message}`;
    case 'killed':
      return `The execution was ended by Google: ${execution.reason}.`;
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

/** Goes the whole way of a consent for whoever has seen it before. Gives the sentence that went wrong, or none. */
async function connect(play: Playground, window: string): Promise<string> {
  const { google, keap } = play.world();
  const ask = async (name: string, ...args: unknown[]): Promise<unknown> => {
    const execution = await google.run('answerSidebar', [name, args], { as: 'sidebar', window });
    const answer = execution.kind === 'completed' ? (execution.value as Answer) : undefined;
    if (answer?.kind === 'ok') return answer.value;
    throw new CannotDo(answer?.advice ?? problemOf(execution));
  };
  try {
    const { id: clientId, secret: clientSecret } = defaultClient;
    await ask('saveClient', { clientId, clientSecret });
    const { url } = (await ask('beginConsent')) as { url: string };
    const visitor = browser(keap.hosts, google.clock.nowMs);
    const decided = await visitor.press(await visitor.open(url), 'allow');
    await google.visit(decided.location ?? '');
    const { connection } = (await ask('loadState')) as { connection: { kind: string; sentence: string } };
    return connection.kind === 'connected' ? '' : connection.sentence;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

type Answer =
  | { readonly kind: 'ok'; readonly value: unknown; readonly advice?: undefined }
  | { readonly kind: 'problem'; readonly advice: string };
