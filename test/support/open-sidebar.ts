import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { StandInReply, StandInServer } from './stand-in-server.ts';

/** The page in a browser, and the external addresses that it requested. */
export interface OpenSidebar {
  readonly page: Page;
  readonly foreign: readonly string[];
}

const sidebarAddress = 'https://sidebar.example/';
/** Shows the sidebar like Google: in a frame of another origin, with the permissions that Apps Script grants. */
export const hostAddress = 'https://host.example/';
const hostPage = `<iframe width="300" height="800" src="${sidebarAddress}"
  sandbox="allow-same-origin allow-forms allow-scripts allow-popups allow-popups-to-escape-sandbox"></iframe>`;
export const openedAtMs = Date.UTC(2026, 10, 23, 13, 0);

/** Opens the page in Google's width and without a network. The test can move its clock. */
export async function openSidebar(
  browser: Browser,
  html: string,
  server: Pick<StandInServer, 'reply'> & Partial<Pick<StandInServer, 'openDialog'>>,
  options: BrowserContextOptions = {},
): Promise<OpenSidebar> {
  const context = await browser.newContext({ viewport: { width: 300, height: 900 }, ...options });
  onTestFinished(() => context.close());
  const foreign: string[] = [];
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === sidebarAddress) return await route.fulfill({ contentType: 'text/html', body: html });
    if (url === hostAddress) return await route.fulfill({ contentType: 'text/html', body: hostPage });
    foreign.push(url);
    await route.fulfill({ contentType: 'text/html', body: '<title>Elsewhere</title>' });
  });
  await context.exposeFunction('standInReply', server.reply);
  await context.exposeFunction('standInDialog', server.openDialog ?? noDialog);
  await context.addInitScript(standInForGoogle);
  const page = await context.newPage();
  await page.clock.install({ time: openedAtMs });
  await page.goto(sidebarAddress);
  return { page, foreign };
}

const noDialog = async (): Promise<StandInReply> => ({ answer: null });

/** `google.script.run` as Google documents it: handlers are set first, and arguments are plain data. */
const standInForGoogle = `
  const openers = ['previewSync', 'undoLastSync', 'fetchContacts', 'compareWithKeap'];
  const runner = (succeed, fail) => ({
    withSuccessHandler: (handler) => runner(handler, fail),
    withFailureHandler: (handler) => runner(succeed, handler),
    answerSidebar: (...args) => pass(standInReply(...JSON.parse(JSON.stringify(args))), succeed, fail),
    ...Object.fromEntries(openers.map((name) => [name, () => pass(standInDialog(name), succeed, fail)])),
  });
  const pass = (asked, succeed, fail) => void asked.then((reply) => {
    if (reply.failure === undefined) succeed(reply.answer);
    else fail(Object.assign(new Error(reply.failure.message), { name: reply.failure.name }));
  });
  window.google = { script: { run: runner(() => {}, () => {}), host: { close: () => { window.wasClosed = true; } } } };
`;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The findings of the accessibility checker, one line each: all rules with light colors, and the contrast with dark
 * ones. Elements that match the selector `except` are left out.
 */
export async function axeFindings(page: Page, except?: string): Promise<string[]> {
  const within = except === undefined ? 'document' : `{ exclude: [[${JSON.stringify(except)}]] }`;
  await page.evaluate(`window.axe ?? eval(${JSON.stringify(axe)})`);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const all = await findings(page, within, '{}');
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await findings(page, within, '{ runOnly: ["color-contrast"] }');
  await page.emulateMedia({ colorScheme: 'light' });
  return [...all, ...dark.map((finding) => `dark ${finding}`)];
}

async function findings(page: Page, within: string, options: string): Promise<string[]> {
  const { violations, incomplete, passes } = await page.evaluate<AxeResult>(`axe.run(${within}, ${options})`);
  if (passes.length === 0) return ['The checker has checked nothing.'];
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
  );
}

interface AxeResult {
  readonly passes: readonly unknown[];
  readonly violations: readonly AxeFinding[];
  /** Checks without a clear result. */
  readonly incomplete: readonly AxeFinding[];
}

interface AxeFinding {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}
