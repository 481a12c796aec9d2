import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { axeFindings } from '../support/open-sidebar.ts';
import { givenProgram, hourMs, type Program } from '../support/program.ts';
import { openRealSidebar } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

/** Two sheets of one document; it is 12:00. */
async function given(): Promise<Program> {
  const sheets = ['Contacts', 'Leads'].map((name, index) => {
    return {
      name,
      cells: [
        ['Contact ID', 'Email'],
        [index + 1, `new${index + 1}@example.com`],
      ],
    };
  });
  const program = await givenProgram({
    google: { spreadsheet: { sheets } },
    keap: { contacts: [1, 2].map((id) => ({ id, fields: { Email: `old${id}@example.com` } })) },
  });
  await program.connect();
  return program;
}

const emails = async ({ keap }: Program) => (await keap.contacts()).map(({ fields }) => fields.Email);
const onOff = (page: Page) => page.getByRole('switch', { name: 'Sync on a schedule' });
const others = (page: Page) =>
  page.getByRole('list', { name: 'Also synced on a schedule:' }).getByRole('listitem');

/** Enters a schedule by keyboard alone; of the hours, the one of the first proposal is checked already. */
async function schedule(page: Page, { toggled, isFirst }: { toggled: readonly string[]; isFirst: boolean }) {
  const { keyboard } = page;
  await onOff(page).focus();
  await keyboard.press('Space');
  if (isFirst) {
    await page.getByLabel('How often').focus();
    await keyboard.press('ArrowDown');
  }
  for (const name of toggled) {
    await page.getByRole('checkbox', { name, exact: true }).focus();
    await keyboard.press('Space');
  }
  if (isFirst) {
    await page.getByLabel('Email addresses for alerts').focus();
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('owner@example.com');
  }
  await page.getByRole('button', { name: 'Save schedule', exact: true }).press('Enter');
}

describe('several sheets in a browser', () => {
  it('get a schedule each by keyboard alone, are listed and opened in the sidebar, and are synced at their hours', async () => {
    const program = await given();
    const page = await openRealSidebar(browser, program);
    const hint = page.locator('#schedule-hint');
    const saved = page.locator('#schedule-saved');
    await hint.filter({ hasText: 'Syncs the sheet "Contacts".' }).waitFor();
    expect(await others(page).count()).toBe(0);
    await schedule(page, { toggled: ['06:00', '13:00', '17:00'], isFirst: true });
    await saved
      .filter({ hasText: '"Contacts" is synced every day within an hour of 13:00 and 17:00.' })
      .waitFor();

    program.google.activate('Leads');
    await page.clock.runFor(25_000);
    await hint.filter({ hasText: 'Syncs the sheet "Leads".' }).waitFor();
    expect(await onOff(page).isChecked()).toBe(false);
    expect(await others(page).allTextContents()).toEqual([
      '"Contacts" every day within an hour of 13:00 and 17:00 Open',
    ]);
    // It begins with the times of the first sheet.
    await schedule(page, { toggled: ['13:00', '15:00', '17:00', '18:00'], isFirst: false });
    await saved
      .filter({ hasText: '"Leads" is synced every day within an hour of 15:00 and 18:00.' })
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole('button', { name: 'Open the sheet "Contacts"' }).press('Enter');
    await hint.filter({ hasText: 'Syncs the sheet "Contacts".' }).waitFor();
    expect((await program.state()).sheet.name).toBe('Contacts');
    expect(await onOff(page).isChecked()).toBe(true);
    expect(await others(page).allTextContents()).toEqual([
      '"Leads" every day within an hour of 15:00 and 18:00 Open',
    ]);

    expect(await emails(program)).toEqual(['old1@example.com', 'old2@example.com']);
    await program.google.passTime(2 * hourMs);
    expect(await emails(program)).toEqual(['new1@example.com', 'old2@example.com']);
    await program.google.passTime(2 * hourMs);
    expect(await emails(program)).toEqual(['new1@example.com', 'new2@example.com']);
  });
});
