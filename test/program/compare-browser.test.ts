import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import {
  changeInKeap,
  comparedHeaders,
  expectInOrder,
  fieldsInKeap,
  givenSynced,
  writesToKeap,
} from '../support/comparing.ts';
import { axeFindings } from '../support/open-sidebar.ts';
import { type Program, sheetName } from '../support/program.ts';
import { openRealSidebar, openShownPage } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

/** The size in which Google shows the dialog. */
const size = { width: 860, height: 600 };

/** `count` contacts in order, and these of them with another company in Keap. */
async function given(count: number, changed: readonly number[]): Promise<Program> {
  const program = await givenSynced('xml-rpc', count);
  for (const id of changed) await changeInKeap(program, id, { Company: `Keap ${id}` });
  await program.keap.forgetRequests();
  return program;
}

async function openFromMenu(program: Program): Promise<Page> {
  await program.google.clickMenu('Compare with Keap…');
  const page = await openShownPage(browser, program);
  await page.setViewportSize(size);
  return page;
}

/** What a screen reader would say of the focused element. */
const focused = (page: Page) =>
  page.evaluate<string>(
    "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''",
  );

/** Presses Tab until the element with this name has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 250; press++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to "${name}"`);
}

async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Picks an option of the list for the company in this row by its first letters. */
async function choose(page: Page, line: number, letters: string): Promise<void> {
  await tabTo(page, `What to do about Company in row ${line}`);
  await page.keyboard.type(letters);
}

const company = (program: Program, id: number) => program.column('Company')[id - 1];
const companyInKeap = async (program: Program, id: number) => (await fieldsInKeap(program, id)).Company;
const wasClosed = (page: Page) => page.evaluate<boolean>('window.wasClosed === true');

describe('Compare with Keap in a browser, without a mouse', () => {
  it('opens from the sidebar, compares all pieces, and does for each value what was chosen', async () => {
    const program = await given(520, [2, 3, 4, 510, 515]);
    const sidebar = await openRealSidebar(browser, program);
    await sidebar.getByText('Compare with Keap…').waitFor();
    await press(sidebar, 'Compare with Keap…');
    await expect.poll(() => program.google.pages.at(-1)?.title).toBe('Compare with Keap');

    const page = await openShownPage(browser, program);
    await page.setViewportSize(size);
    await page.getByText('5 values of 5 contacts differ in Keap; 515 contacts match.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await choose(page, 3, 'Send');
    await choose(page, 4, 'Take');
    await tabTo(page, 'Search the differences');
    await page.keyboard.type('Keap 51');
    await press(page, "Take Keap's value");
    expect(await focused(page)).toBe("Take Keap's value");
    await page.getByText('1 value to send to Keap, 3 to take from Keap, 1 to leave.').waitFor();
    // Somebody edits a row of the list meanwhile, and sorts the sheet.
    const sheet = program.google.sheet(sheetName);
    sheet.set(515, comparedHeaders.indexOf('City'), 'Edited');
    sheet.sort(0, false);
    await press(page, 'Apply');
    await page
      .getByText(
        '2 cells taken from Keap. 1 value left as it was, because the row or Keap has changed since the comparison. Compare again. 1 synced, 0 unchanged.',
      )
      .waitFor();
    expect(await focused(page)).toBe('Close');
    await page.keyboard.press('Enter');
    expect(await wasClosed(page)).toBe(true);

    sheet.sort(0, true);
    expect([2, 3, 4, 510, 515].map((id) => company(program, id))).toEqual([
      ...['Company 2', 'Keap 3', 'Company 4', 'Keap 510', 'Company 515'],
    ]);
    const inKeap = await Promise.all([2, 3, 4, 510, 515].map((id) => companyInKeap(program, id)));
    expect(inKeap).toEqual(['Company 2', 'Keap 3', 'Keap 4', 'Keap 510', 'Keap 515']);
  }, 60_000);

  it('opens from the menu, and sends and takes nothing if it is closed', async () => {
    const program = await given(3, [1, 2]);
    const page = await openFromMenu(program);
    await page.getByText('2 values of 2 contacts differ').waitFor();
    await press(page, 'Apply');
    await page.getByText('Choose what to do with at least one value.').waitFor();
    await press(page, "Send the sheet's value");
    await page.getByText('2 values to send to Keap, 0 to take from Keap, 0 to leave.').waitFor();
    await press(page, 'Cancel');
    expect(await wasClosed(page)).toBe(true);
    expect(await writesToKeap(program)).toEqual([]);
    expect(program.column('Company')).toEqual(['Company 1', 'Company 2', 'Company 3']);
    await expectInOrder(program);
  });

  it('takes back a choice, and sends what is chosen last', async () => {
    const program = await given(3, [1, 2, 3]);
    const page = await openFromMenu(program);
    await page.getByText('3 values of 3 contacts differ').waitFor();
    await press(page, "Take Keap's value");
    await press(page, 'Leave it');
    await press(page, "Send the sheet's value");
    await choose(page, 3, 'Leave');
    await choose(page, 4, 'Take');
    await press(page, 'Apply');
    await page.getByText('1 cell taken from Keap. 1 synced, 0 unchanged.').waitFor();
    expect(program.column('Company')).toEqual(['Company 1', 'Company 2', 'Keap 3']);
    const inKeap = await Promise.all([1, 2, 3].map((id) => companyInKeap(program, id)));
    expect(inKeap).toEqual(['Company 1', 'Keap 2', 'Keap 3']);
  });

  it('shows what is chosen, and what is missing, however long the list is', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => index + 1);
    const program = await given(120, ids);
    const page = await openFromMenu(program);
    await page.getByText('120 values of 120 contacts differ').waitFor();
    await press(page, 'Apply');
    await press(page, 'Next differences');
    await choose(page, 115, 'Take');
    await press(page, 'Apply');
    await page.getByText('1 cell taken from Keap.').waitFor();
    expect(company(program, 114)).toBe('Keap 114');
  });
});
