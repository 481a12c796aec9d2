/** A running playground and its open page, for tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { Cell } from '../../../local/appsscript/typed-cell.ts';
import { type PlaygroundServer, startServer } from '../../../local/playground/server.ts';

export const startMs = Date.UTC(2026, 10, 23, 12);
export const dist = path.resolve(import.meta.dirname, '../../../dist');

export interface Given {
  readonly cells?: readonly (readonly Cell[])[];
  /** Whether Keap has the contacts of the sample instead of empty ones. */
  readonly isSample?: boolean;
  /** A project other than the product: its script, and its pages by name without `.html`. */
  readonly project?: { readonly code: string; readonly pages?: Readonly<Record<string, string>> };
}

/** A playground on a free port, with a document in UTC; everything stops when the test ends. */
export async function givenPlayground({
  cells = [[]],
  project,
  isSample = false,
}: Given = {}): Promise<PlaygroundServer> {
  const server = await startServer({
    projectDir: project === undefined ? dist : projectFolder(project),
    sheet: { name: 'Customers', cells, timeZone: 'Etc/UTC', isSample, others: [] },
    port: 0,
    startMs,
  });
  onTestFinished(() => server.close());
  return server;
}

function projectFolder({ code, pages = {} }: NonNullable<Given['project']>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'playground-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const scopes = ['spreadsheets.currentonly', 'script.container.ui', 'script.scriptapp', 'script.send_mail'];
  const oauthScopes = scopes.map((scope) => `https://www.googleapis.com/auth/${scope}`);
  writeFileSync(path.join(folder, 'appsscript.json'), JSON.stringify({ timeZone: 'Etc/UTC', oauthScopes }));
  writeFileSync(path.join(folder, 'Code.js'), code);
  for (const [name, html] of Object.entries(pages)) writeFileSync(path.join(folder, `${name}.html`), html);
  return folder;
}

/** A page of the playground with its grid; `complaints` collects the browser's errors and warnings. */
export interface OpenPage {
  readonly page: Page;
  readonly complaints: readonly string[];
  /** A cell of the grid, by its row and its column from 0. */
  cell(row: number, column: number): ReturnType<Page['locator']>;
  /** Waits for the grid to open its field before it presses Enter. */
  type(row: number, column: number, text: string): Promise<void>;
  menu(title: string, item: string): Promise<void>;
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1500, height: 860 }, ...options });
  onTestFinished(() => context.close());
  return pageIn(await context.newPage(), url);
}

export async function pageIn(page: Page, url: string): Promise<OpenPage> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(url);
  const cell = (row: number, column: number) =>
    page.locator(`[role="gridcell"][data-rgrow="${row}"][data-rgcol="${column}"]`);
  await cell(0, 0).waitFor();
  return {
    page,
    complaints,
    cell,
    async type(row, column, text) {
      await cell(row, column).click();
      const selection = `${String.fromCharCode(65 + column)}${row + 1}`;
      await page.locator('#selection').filter({ hasText: selection }).waitFor();
      await page.keyboard.press(text.slice(0, 1));
      await page.locator('revogr-edit input').fill(text);
      await page.keyboard.press('Enter');
      await page.locator('revogr-edit input').waitFor({ state: 'detached' });
    },
    async menu(title, item) {
      await page.getByRole('button', { name: title, exact: true }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
  };
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request with any headers, which a browser would not let a page do. Gives the status and the text. */
export function ask(
  address: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
