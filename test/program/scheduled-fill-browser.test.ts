import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { axeFindings } from '../support/open-sidebar.ts';
import { givenProgram, hourMs } from '../support/program.ts';
import { openRealSidebar } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

it('chooses by keyboard alone what the schedule fills in from Keap, and the sheet shows it the next morning', async () => {
  const program = await givenProgram({
    cells: [
      ['Contact ID', 'Email', 'City', 'Opt status'],
      [4, 'ana@example.com', 'Rome', ''],
    ],
    keap: { contacts: [{ id: 4, fields: { Email: 'ana@example.com', City: 'Rome' } }] },
  });
  await program.connect();
  const page = await openRealSidebar(browser, program);
  await page.locator('#connection').waitFor();
  await page.getByRole('switch', { name: 'Sync on a schedule' }).press('Space');
  await page.getByLabel('Email addresses for alerts').fill('ann@example.com');
  const when = page.getByLabel('Fill in from Keap');
  const columns = page.getByRole('group', { name: 'Columns to fill in' });
  expect([await when.inputValue(), await columns.isVisible()]).toEqual(['', false]);
  await when.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await when.inputValue()).toBe('after');
  expect(await columns.getByRole('checkbox').count()).toBe(3);
  // Without a column, saving says what is missing.
  await page.getByRole('button', { name: 'Save schedule' }).press('Enter');
  await page.locator('#problem-schedule', { hasText: 'Choose at least one column' }).waitFor();
  await when.focus();
  for (let left = 3; left > 0; left--) await page.keyboard.press('Tab');
  expect(await page.locator(':focus').getAttribute('value')).toBe('Opt status');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save schedule' }).press('Enter');
  await page.locator('#next-run', { hasText: 'Next scheduled sync' }).waitFor();
  const [schedule] = (await program.state()).schedule.sheets;
  expect(schedule?.fill).toEqual({ when: 'after', columns: ['Opt status'], overwrite: true });
  await program.google.passTime(26 * hourMs);
  expect(program.column('Opt status')).toEqual(['Unengaged, marketable']);
  // Opened again, the form shows what was saved.
  await page.reload();
  await expect.poll(() => when.inputValue()).toBe('after');
  expect(await columns.getByRole('checkbox', { checked: true }).count()).toBe(1);
});
