import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { changeInKeap, compareNoteOf, givenSynced } from '../support/comparing.ts';
import { axeFindings } from '../support/open-sidebar.ts';
import { hourMs } from '../support/program.ts';
import { openRealPage, openRealSidebar } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

it('the daily comparison is turned on by keyboard alone, notes a day later what differs, and leads to the dialog', async () => {
  const program = await givenSynced('xml-rpc', 3);
  await changeInKeap(program, 2, { Company: 'Keap 2' });
  const page = await openRealSidebar(browser, program);
  await page.getByRole('switch', { name: 'Sync on a schedule' }).focus();
  await page.keyboard.press('Space');
  const compares = page.getByRole('checkbox', { name: 'Compare with Keap once a day' });
  for (let presses = 0; (await page.locator('#compares:focus').count()) === 0; presses++) {
    expect(presses).toBeLessThan(40);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  expect(await compares.isChecked()).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('Email addresses for alerts').focus();
  await page.keyboard.type('owner@example.com');
  await page.getByRole('button', { name: 'Save schedule' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await program.state()).schedule.sheets[0]?.compares).toBe(true);
  await program.google.passTime(24 * hourMs);
  expect(program.column('Keap message')).toEqual(['', compareNoteOf('Company'), '']);
  expect(program.google.outbox).toHaveLength(1);

  const later = await openRealSidebar(browser, program);
  await later
    .locator('#last-run', { hasText: 'Comparison of "Contacts" with Keap: 1 value of 1 contact differs.' })
    .waitFor();
  expect(await later.getByRole('checkbox', { name: 'Compare with Keap once a day' }).isChecked()).toBe(true);
  if (process.env.SCREENSHOT !== undefined) {
    await later.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
  }
  const dialog = await openRealPage(browser, program, 'compare');
  await dialog.getByText('1 value of 1 contact differs in Keap; 2 contacts match.').waitFor();
  expect(await dialog.locator('body').innerText()).toContain('Keap 2');
});
