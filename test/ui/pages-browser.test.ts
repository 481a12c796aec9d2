/** The pages that the server fills in, in a real browser; also takes their pictures. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { axeFindings, openSidebar } from '../support/open-sidebar.ts';
import { standInServer } from '../support/stand-in-server.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

interface Filling {
  readonly heading: string;
  readonly text: string;
}

const problem: Filling = {
  heading: 'The sync did not run',
  text: 'This spreadsheet is not connected to Keap yet. Connect it in the sidebar.',
};

/** The page as the server fills it in. */
function fill(name: string, { heading, text }: Filling = problem): string {
  const page = readFileSync(path.resolve(import.meta.dirname, `../../src/ui/pages/${name}.html`), 'utf8');
  return page.replace('<?= heading ?>', heading).replace('<?= text ?>', text);
}

const checks = () =>
  describe('the pages', () => {
    it.each(['message', 'consent-result'])(
      '%s is filled in, loads nothing from elsewhere and is accessible',
      async (name) => {
        const { page, foreign } = await openSidebar(browser, fill(name), standInServer());
        expect(await page.content()).not.toContain('<?');
        expect(await page.getByRole('heading').textContent()).toBe('The sync did not run');
        expect(await axeFindings(page)).toEqual([]);
        expect(foreign).toEqual([]);
      },
    );

    it('a message can be copied and closed by keyboard', async () => {
      const { page } = await openSidebar(browser, fill('message'), standInServer());
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('window.wasClosed')).toBe(true);
    });
  });

/** As Google shows them: a dialog, and a page of its own. */
const shown = [
  { name: 'message', filling: problem, size: { width: 420, height: 220 } },
  {
    name: 'consent-result',
    filling: {
      heading: 'Connected',
      text: 'Your sheet is connected to Keap. Close this tab and return to your sheet. The sidebar updates automatically.',
    },
    size: { width: 720, height: 320 },
  },
];

const photographs = () =>
  describe('pictures', () => {
    it.each(shown)('$name', async ({ name, filling, size }) => {
      const options = { viewport: size, deviceScaleFactor: 1.5 };
      const { page } = await openSidebar(browser, fill(name, filling), standInServer(), options);
      await page.screenshot({ path: path.resolve(import.meta.dirname, `../../docs/images/${name}.png`) });
    });
  });

if (process.env.MODE === 'screenshots') photographs();
else checks();
