import path from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type AppsScript,
  type AppsScriptOptions,
  type Execution,
  startAppsScript,
  type Visit,
} from '../../local/appsscript/apps-script.ts';
import { virtualClock } from '../../local/appsscript/clock.ts';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import { defaultClient, type SimulatedKeapOptions } from '../../local/keap/keap.ts';
import type { RecordedRequest } from '../../local/keap/record.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../local/keap/simulated-keap.ts';
import { browser } from '../../local/start/browser.ts';
import type { SidebarState } from '../../src/ui/api.ts';
import { expectOptOutsRespected } from './opt-outs.ts';

export const hourMs = 3_600_000;
export const sheetName = 'Contacts';

/** The answer of `answerSidebar`. */
export type Answer =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly advice: string };

/** The built bundle in an Apps Script emulator with a simulated Keap and a virtual clock. */
export interface Program {
  readonly google: AppsScript;
  readonly keap: SimulatedKeap;
  /** Saves the client, consents on the simulated Keap's pages, and returns. */
  connect(decision?: 'allow' | 'deny', user?: string, killAt?: KillPoint): Promise<Visit>;
  /** As the owner of the document. */
  ask(name: string, ...args: unknown[]): Promise<Answer>;
  askAs(user: string, name: string, ...args: unknown[]): Promise<Answer>;
  state(): Promise<SidebarState>;
  /** Chooses "Sync now", wherever the menu is. */
  sync(options?: Parameters<AppsScript['clickMenu']>[1]): Promise<Execution>;
  /** The displayed cells of this column below the header. */
  column(header: string): string[];
  /** The text of the last dialog, or an empty text. */
  lastMessage(): string;
  /** XML-RPC calls that reached Keap, by method. */
  keapCalls(): Promise<string[]>;
  /** The same program in another document of this Google, whose people ask, sync and connect there. */
  inDocument(google: AppsScript, user?: string): Program;
}

export interface Given {
  readonly cells?: readonly (readonly Cell[])[];
  readonly keap?: SimulatedKeapOptions;
  readonly google?: Partial<AppsScriptOptions>;
  /** Where a test means triggers to end failed: in an add-on nobody would hear of it. */
  readonly triggersMayFail?: boolean;
}

/** Everything stops when the test ends. */
export async function givenProgram({
  cells = [[]],
  keap: keapOptions = {},
  google: more = {},
  triggersMayFail = false,
}: Given): Promise<Program> {
  const keap = await startSimulatedKeap(keapOptions);
  onTestFinished(() => keap.stop());
  const google = startAppsScript({
    projectDir: path.resolve(import.meta.dirname, '../../dist'),
    spreadsheet: { sheets: [{ name: sheetName, cells }] },
    hosts: keap.hosts,
    clock: virtualClock(Date.UTC(2026, 10, 23, 12)),
    ...more,
  });
  const answers: unknown[] = [];
  const documents: AppsScript[] = [];
  onTestFinished(async () => {
    const requests = await keap.requests();
    for (const one of documents) expectNoSecrets(one, answers, requests);
    if (!triggersMayFail) expectNoFailedTrigger(google);
    await expectOptOutsRespected(keap, documents);
  });
  const execution = await google.open();
  if (execution.kind !== 'completed') throw new Error(`onOpen ended with ${JSON.stringify(execution)}`);
  return programIn({ google, keap, answers, documents }, more.user ?? 'owner@example.com');
}

interface ProgramParts {
  readonly google: AppsScript;
  readonly keap: SimulatedKeap;
  /** Everything that the sidebar and the callback have answered. */
  readonly answers: unknown[];
  /** Every document in which the program has been used. */
  readonly documents: AppsScript[];
}

function programIn({ google, keap, answers, documents }: ProgramParts, owner: string): Program {
  documents.push(google);
  const ask = (name: string, ...args: unknown[]) => askAs(owner, name, ...args);
  const askAs = async (user: string, name: string, ...args: unknown[]): Promise<Answer> => {
    const run = await google.run('answerSidebar', [name, args], { as: 'sidebar', user });
    if (run.kind !== 'completed') throw new Error(`${name} ended with ${JSON.stringify(run)}`);
    answers.push(run.value);
    return run.value as Answer;
  };
  return {
    google,
    keap,
    ask,
    askAs,
    async connect(decision = 'allow', user = owner, killAt) {
      const { id: clientId, secret: clientSecret } = defaultClient;
      await answered(askAs(user, 'saveClient', { clientId, clientSecret }));
      const { url } = (await answered(askAs(user, 'beginConsent'))) as { url: string };
      const visitor = browser(keap.hosts, google.clock.nowMs);
      const decided = await visitor.press(await visitor.open(url), decision);
      const visit = await google.visit(decided.location ?? '', user, killAt);
      answers.push(visit.html);
      return visit;
    },
    state: async () => (await answered(ask('loadState'))) as SidebarState,
    sync: (options) => google.clickMenu('Sync now', options),
    column(header) {
      const [headers = [], ...rows] = google.sheet(sheetName).display();
      return rows.map((row) => row[headers.indexOf(header)] ?? '');
    },
    lastMessage() {
      const html = google.pages[google.pages.length - 1]?.html ?? '';
      return (/<p[^>]*role="alert"[^>]*>([\s\S]*?)<\/p>/.exec(html)?.[1] ?? '')
        .replaceAll('&#34;', '"')
        .replaceAll('&#39;', "'");
    },
    async keapCalls() {
      const requests = await keap.requests();
      return requests.filter(({ what }) => what.startsWith('xmlrpc ')).map(({ what }) => what.slice(7));
    },
    inDocument: (other, user = owner) => programIn({ google: other, keap, answers, documents }, user),
  };
}

async function answered(answer: Promise<Answer>): Promise<unknown> {
  const given = await answer;
  if (given.kind === 'ok') return given.value;
  throw new Error(`The sidebar was told: ${given.advice}`);
}

/** Contacts 1 to `count`, and a sheet with a new address for each. */
export function contactsAndCells(count: number): {
  contacts: { id: number; fields: Record<string, string> }[];
  cells: Cell[][];
} {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  return {
    contacts: ids.map((id) => ({ id, fields: { Email: `old${id}@example.com`, Company: 'Kept' } })),
    cells: [['Contact ID', 'Email'], ...ids.map((id) => [id, `new${id}@example.com`])],
  };
}

/** A connected program with `count` changed contacts. */
export async function givenConnected(count: number, more: Partial<AppsScriptOptions> = {}): Promise<Program> {
  const { contacts, cells } = contactsAndCells(count);
  const program = await givenProgram({ cells, keap: { contacts }, google: more });
  await program.connect();
  return program;
}

/** All tokens, codes, secrets and keys of the simulated Keap and the tests contain one of these marks. */
const secretMarks = /simulated-(access|refresh|code|client-secret|api-key|legacy-key|wrong-secret)/;

/** R11: whatever stops a trigger reaches a person, which an exception out of an add-on's trigger does not. */
function expectNoFailedTrigger(google: AppsScript): void {
  const failed = google.executions.find(({ as, kind }) => as === 'trigger' && kind === 'failed');
  if (failed !== undefined) throw new Error(`A trigger ended failed: ${JSON.stringify(failed)}`);
}

/** T7, in every program test: nothing secret has come to where a person, a browser or a log could see it. */
function expectNoSecrets(
  google: AppsScript,
  answers: readonly unknown[],
  requests: readonly RecordedRequest[],
): void {
  const tokenInUrl = requests.find(({ hasSecretInUrl }) => hasSecretInUrl);
  if (tokenInUrl !== undefined)
    throw new Error(`T7 is broken: a token is in the address of ${tokenInUrl.what}`);
  const sheets = google.spreadsheet.sheets.map(({ name }) => google.sheet(name).cells());
  const seen = JSON.stringify([
    google.executions.map(({ logs, ...rest }) => [logs, 'error' in rest ? rest.error : '']),
    [google.toasts, google.pages, google.alerts, google.outbox, sheets, answers],
    [google.properties('document'), google.properties('script')],
    requests.map(({ host, path }) => `${host}${path}`),
  ]);
  const found = secretMarks.exec(seen);
  if (found === null) return;
  throw new Error(`T7 is broken: ${seen.slice(Math.max(0, found.index - 200), found.index + 20)}`);
}
