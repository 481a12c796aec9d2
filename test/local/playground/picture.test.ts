import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../../support/browser.ts';
import { givenSample, openPage } from './given-playground.ts';

/** `npm run screenshots` runs this file in its own mode, which also takes the picture in the README. */
const takesPicture = process.env.MODE === 'screenshots';
const picture = path.resolve(import.meta.dirname, '../../../docs/images/playground.png');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

it('shows the result of a sync in the sheet, in the sidebar and in the requests', async () => {
  const server = await givenSample();
  const size = { viewport: { width: 1600, height: 820 }, deviceScaleFactor: takesPicture ? 1.25 : 1 };
  const { page, menu } = await openPage(browser, server.url, size);
  await page.getByRole('button', { name: 'Connect for me' }).click();
  await menu('Sync contacts', 'Connection and schedule');
  const sidebar = page.frameLocator('#sidebar iframe');
  await sidebar.getByText('Nothing has been synced yet.').waitFor();
  await menu('Sync contacts', 'Sync now');
  await page.locator('.toast', { hasText: '57 synced' }).waitFor({ timeout: 60_000 });
  await page.getByRole('tab', { name: 'Requests' }).click();

  // The sidebar looks again when the pointer enters it.
  const updated = sidebar.locator('#last-run', { hasText: '57 synced' });
  await expect
    .poll(
      async () => {
        await page.mouse.move(400, 400);
        await page.locator('#sidebar iframe').hover();
        return updated.isVisible();
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBe(true);

  // The rows at the end of the sample have every kind of result.
  await page.evaluate(`document.querySelector('revo-grid').scrollToRow(46)`);
  await page.evaluate(`document.querySelector('revo-grid').scrollToColumnIndex(9)`);
  for (const status of ['synced', 'failed', 'check'])
    await page.locator(`[role="gridcell"].is-${status}`).first().waitFor();
  if (takesPicture) await page.screenshot({ path: picture });
});
