/** Every state of the sidebar and the dialogs: accessible, and fitting into its frame; also takes the pictures. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPage, browserPage } from '../../build/browser-page.ts';
import { openBrowser } from '../support/browser.ts';
import { axeFindings, openSidebar } from '../support/open-sidebar.ts';
import { type ShownState, shownStates } from '../support/shown-states.ts';
import { standInServer } from '../support/stand-in-server.ts';

/** `npm run screenshots` runs this file in its own mode. */
const takesPictures = process.env.MODE === 'screenshots';
const pictures = path.resolve(import.meta.dirname, '../../docs/images');
const pages = new Map<BrowserPage, string>();
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
  if (takesPictures) mkdirSync(pictures, { recursive: true });
}, 120_000);
afterAll(() => browser?.close());

/** The sizes in which Google shows them, in pixels. */
const sizes: Readonly<Record<BrowserPage, { width: number; height: number }>> = {
  sidebar: { width: 300, height: 640 },
  preview: { width: 720, height: 560 },
  compare: { width: 860, height: 600 },
  undo: { width: 720, height: 560 },
  'fill-in': { width: 460, height: 340 },
};

async function open({ page: name, state, given, come }: ShownState, scale: number): Promise<Page> {
  const html = pages.get(name) ?? (await browserPage(name));
  pages.set(name, html);
  const server = standInServer(state);
  given?.(server);
  // The checker cannot measure the contrast of what lies outside the window.
  const viewport = takesPictures ? sizes[name] : { ...sizes[name], height: 1400 };
  const options = { viewport, deviceScaleFactor: scale, reducedMotion: 'reduce' as const };
  const { page } = await openSidebar(browser, html, server, options);
  await come(page);
  return page;
}

const contentWidth = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth');

const checks = () =>
  describe('every state of the pages', () => {
    it.each(shownStates)('is accessible and fits into its frame: $name', async (state) => {
      const page = await open(state, 1);
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.locator('.primary:visible').count()).toBeLessThan(2);
      for (const share of [1, 2]) {
        const width = sizes[state.page].width / share;
        await page.setViewportSize({ width, height: 400 });
        expect(await contentWidth(page)).toBeLessThanOrEqual(width);
      }
    });
  });

/** Google's page around them is light, whatever the system prefers. */
const lightness = () =>
  it.each(Object.keys(sizes) as BrowserPage[])('stays light where the system is dark: %s', async (name) => {
    const page = await open({ name, page: name, come: async () => {} }, 1);
    const colors = () =>
      page.evaluate<string[]>(
        "[document.documentElement, ...document.querySelectorAll('body *')].map((one) => { const { color, backgroundColor, colorScheme } = getComputedStyle(one); return [color, backgroundColor, colorScheme].join(); })",
      );
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await colors();
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colors()).toEqual(light);
    expect(light[0]).toMatch(/,light$/);
  });

const photographs = () =>
  describe('pictures', () => {
    it.each(shownStates)('$name', async (state) => {
      const page = await open(state, 1.5);
      const { width, height } = sizes[state.page];
      const needed = await page.evaluate<number>('Math.ceil(document.body.getBoundingClientRect().bottom)');
      await page.setViewportSize({
        width,
        height: state.page === 'sidebar' ? Math.max(needed, 200) : height,
      });
      await page.screenshot({ path: path.join(pictures, `${state.name}.png`) });
    });
  });

if (takesPictures) photographs();
else {
  checks();
  lightness();
}
