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

/** The page as the server fills it in. */
function filled(name: string): string {
  const page = readFileSync(path.resolve(import.meta.dirname, `../../src/ui/pages/${name}.html`), 'utf8');
  return page
    .replace('<?= heading ?>', 'The sync did not run')
    .replace('<?= text ?>', 'This document is not connected to Keap yet. Connect it in the sidebar.');
}

describe('the pages', () => {
  it.each(['message', 'consent-result'])(
    '%s has nothing unfilled, nothing foreign and nothing for the checker',
    async (name) => {
      const { page, foreign } = await openSidebar(browser, filled(name), standInServer());
      expect(await page.content()).not.toContain('<?');
      expect(await page.getByRole('heading').textContent()).toBe('The sync did not run');
      expect(await axeFindings(page)).toEqual([]);
      expect(foreign).toEqual([]);
    },
  );

  it('a message can be copied and closed with the keyboard', async () => {
    const { page } = await openSidebar(browser, filled('message'), standInServer());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('window.wasClosed')).toBe(true);
  });
});
