import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { axeFindings } from '../support/open-sidebar.ts';
import { givenProgram } from '../support/program.ts';
import { openRealSidebar } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

describe('rows without a contact id in the sidebar', () => {
  it('are left alone until somebody chooses otherwise, and then get their ids', async () => {
    const program = await givenProgram({
      cells: [
        ['Contact ID', 'Email', 'First Name'],
        ['', 'ana@example.com', 'Ana'],
        ['', 'new@example.com', 'Nora'],
      ],
      keap: { contacts: [{ id: 4, fields: { Email: 'ana@example.com' } }] },
    });
    await program.connect();
    const page = await openRealSidebar(browser, program);
    await page.locator('#connection').waitFor();
    await page.locator('#columns > summary').click();
    const choice = page.getByLabel('Rows without a contact id');
    expect(await choice.inputValue()).toBe('leave');
    expect(await axeFindings(page)).toEqual([]);
    await choice.selectOption('Find the contact by email address');
    await page.getByRole('button', { name: 'Save columns' }).click();
    await page.locator('#columns-saved', { hasText: 'Saved.' }).waitFor();
    expect((await program.state()).sheet.missingIds).toBe('find');
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.locator('#last-run', { hasText: '1 synced' }).waitFor();
    expect(program.column('Contact ID')).toEqual(['4', '']);
    await choice.selectOption('Find the contact, or create it');
    await page.getByRole('button', { name: 'Save columns' }).click();
    await expect.poll(async () => (await program.state()).sheet.missingIds).toBe('create');
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.locator('#last-run', { hasText: 'Created 1 contact.' }).waitFor();
    expect(program.column('Contact ID')).toEqual(['4', '5']);
  });

  it('keep their setting in the sheet for which it was chosen', async () => {
    const cells = [
      ['Contact ID', 'Email'],
      [1, 'ana@example.com'],
    ];
    const sheets = ['People', 'Others'].map((name) => ({ name, cells }));
    const program = await givenProgram({ google: { spreadsheet: { sheets } } });
    const { sheet } = await program.state();
    const columns = sheet.columns.map(({ letter, header, kind, blankClears }) => {
      return { letter, header, kind, blankClears };
    });
    const input = { sheetId: sheet.id, columns };
    await program.ask('saveColumns', { ...input, missingIds: 'create' });
    // A sidebar that was open when the add-on was updated knows nothing of the setting.
    await program.ask('saveColumns', input);
    expect((await program.state()).sheet.missingIds).toBe('create');
    expect((await program.ask('saveColumns', { ...input, missingIds: 'all' })).kind).toBe('problem');
    program.google.activate('Others');
    expect((await program.state()).sheet.missingIds).toBe('leave');
  });
});
