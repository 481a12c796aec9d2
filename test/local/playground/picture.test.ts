/** The result of a sync in the playground, which is also the picture in the README. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSheetFile } from '../../../local/playground/sheet-files.ts';
import { openBrowser } from '../../support/browser.ts';
import { givenPlayground, openPage } from './given-playground.ts';

/** `npm run screenshots` runs this file in its own mode, which also takes the picture in the README. */
const takesPicture = process.env.MODE === 'screenshots';
const root = path.resolve(import.meta.dirname, '../../..');

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Rows of the sample with every kind of result, and only the columns that fit beside the sidebar. */
async function excerptOfSample() {
  const bytes = readFileSync(path.join(root, 'local/sample/contacts.csv'));
  const { cells } = await openSheetFile(bytes, 'contacts.csv', 'Etc/UTC');
  const rows = [...cells.slice(0, 4), ...cells.slice(39, 44), ...cells.slice(54, 56), ...cells.slice(58)];
  const kept = ['Contact ID', 'Email', 'Opt-out reason'].map((header) => cells[0]?.indexOf(header) ?? -1);
  return rows.map((row) => kept.map((column) => row[column] ?? ''));
}

it('shows the result of a sync in the sheet and in the sidebar', async () => {
  const server = await givenPlayground({ cells: await excerptOfSample(), isSample: true });
  const size = { viewport: { width: 1400, height: 689 }, deviceScaleFactor: takesPicture ? 1.5 : 1 };
  const { page, menu } = await openPage(browser, server.url, size);
  await page.getByRole('button', { name: 'Connect for me' }).click();
  await page.locator('.toast', { hasText: 'is connected' }).waitFor();
  await page.getByRole('button', { name: 'Behind the scenes' }).click();
  await menu('Sync contacts', 'Connection and schedule');
  const sidebar = page.frameLocator('#sidebar iframe');
  await sidebar.getByText('Nothing has been synced yet.').waitFor();
  await sidebar.getByLabel('Email address for alerts').fill('jane@example.com');
  await sidebar.getByRole('button', { name: 'Save address' }).click();
  await sidebar.locator('#address-form').waitFor({ state: 'hidden' });
  await menu('Sync contacts', 'Sync now');
  await page.locator('.toast', { hasText: '12 synced' }).waitFor({ timeout: 60_000 });

  // The sidebar refreshes when the pointer enters it.
  const refreshed = sidebar.locator('#last-run', { hasText: '12 synced' });
  await expect
    .poll(
      async () => {
        await page.mouse.move(400, 400);
        await page.locator('#sidebar iframe').hover();
        return refreshed.isVisible();
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBe(true);
  for (const status of ['synced', 'failed', 'check'])
    await page.locator(`[role="gridcell"].is-${status}`).first().waitFor();
  if (!takesPicture) return;
  await page.mouse.move(400, 400);
  await page.locator('.toast').waitFor({ state: 'hidden' });
  await page.screenshot({ path: path.join(root, 'docs/images/playground.png') });
});
