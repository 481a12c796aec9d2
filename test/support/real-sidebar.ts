import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import type { BrowserPage } from '../../build/browser-page.ts';
import type { ServerAnswer } from '../../src/ui/api.ts';
import { openSidebar } from './open-sidebar.ts';
import type { Program } from './program.ts';

const owner = 'owner@example.com';

/** The built sidebar in a real browser, asking the built bundle, with Keap's pages and the way back from them. */
export function openRealSidebar(browser: Browser, program: Program): Promise<Page> {
  return openRealPage(browser, program, 'sidebar');
}

/** The same for any page that the build makes: the sidebar, or one of the dialogs. */
export function openRealPage(browser: Browser, program: Program, name: BrowserPage): Promise<Page> {
  const html = readFileSync(path.resolve(import.meta.dirname, `../../dist/${name}.html`), 'utf8');
  return openHtml(browser, program, html);
}

/** The newest page that the program has shown: a dialog that was opened from the menu or the sidebar. */
export function openShownPage(browser: Browser, program: Program): Promise<Page> {
  return openHtml(browser, program, program.google.pages.at(-1)?.html ?? '');
}

async function openHtml(browser: Browser, program: Program, html: string): Promise<Page> {
  const reply = async (name: string, args: readonly unknown[]) => {
    const answer = await program.ask(name, ...args);
    return { answer: answer as ServerAnswer<unknown> };
  };
  const openDialog = async (name: string) => {
    const { kind } = await program.google.run(name, [], { as: 'sidebar', user: owner });
    return kind === 'completed' ? { answer: null } : { failure: { name: 'Exception', message: kind } };
  };
  const { page } = await openSidebar(browser, html, { reply, openDialog });
  const context = page.context();
  await context.route('https://accounts.infusionsoft.com/**', (route) => passToKeap(route, program));
  await context.route('https://script.google.com/**', async (route) => {
    const visit = await program.google.visit(route.request().url());
    await route.fulfill({ contentType: 'text/html', body: visit.html });
  });
  return page;
}

/** To the simulated Keap, which answers by the Host header, at the time of the simulated Google. */
function passToKeap(route: Route, { keap, google }: Program): Promise<void> {
  const asked = route.request();
  const { host, pathname, search } = new URL(asked.url());
  const time = { 'x-simulated-time': String(google.clock.nowMs()) };
  const headers = { ...asked.headers(), host, ...time };
  return new Promise((resolve, reject) => {
    const sent = request(
      `${keap.origin}${pathname}${search}`,
      { method: asked.method(), headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { location, 'content-type': contentType = 'text/html' } = answer.headers;
          const fulfilled =
            location === undefined
              ? route.fulfill({
                  status: answer.statusCode ?? 500,
                  contentType,
                  body: Buffer.concat(chunks),
                })
              : route.fulfill({ contentType: 'text/html', body: pageThatLeadsTo(location) });
          fulfilled.then(resolve, reject);
        });
      },
    );
    sent.on('error', reject);
    sent.end(asked.postData() ?? undefined);
  });
}

/**
 * In place of a redirect. No route sees a redirected request (microsoft/playwright#33882): it would go to the real
 * script.google.com, and without a network only a browser that reloads its error page by itself would come through.
 */
function pageThatLeadsTo(location: string): string {
  const address = location.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><meta http-equiv="refresh" content="0;url=${address}">`;
}
