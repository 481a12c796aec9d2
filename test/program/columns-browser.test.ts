import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { givenProgram, type Program } from '../support/program.ts';
import { openRealSidebar } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

const sheets = [
  {
    name: 'People',
    cells: [
      ['Contact ID', 'Email', 'Shoe size', 'Nick'],
      [1, 'ana@example.com', '44', 'Bo'],
    ],
  },
  {
    name: 'Others',
    cells: [
      ['Contact ID', 'Email', 'Secret remark', 'Nick'],
      [1, 'bo@example.com', 'never on time', 'Bo'],
    ],
  },
];

/** Someone has mapped "Shoe size" to the job title in the sidebar, but has not saved yet. */
async function givenTyped(): Promise<{ readonly program: Program; readonly page: Page }> {
  const program = await givenProgram({ google: { spreadsheet: { sheets } } });
  await program.connect();
  const page = await openRealSidebar(browser, program);
  await page.locator('#connection').waitFor();
  await page.locator('#columns > summary').click();
  await page.getByLabel('C Shoe size').selectOption('JobTitle');
  return { program, page };
}

async function comeBack(page: Page, program: Program): Promise<void> {
  const looks = () => program.google.executions.length;
  const before = looks();
  await page.clock.runFor(15_000);
  await page.evaluate("window.dispatchEvent(new Event('focus'))");
  await expect.poll(looks).toBeGreaterThan(before);
}

async function kindsByHeader({ state }: Program): Promise<Record<string, string>> {
  const { sheet } = await state();
  return Object.fromEntries(sheet.columns.map(({ header, kind }) => [header, kind]));
}

describe('the column choices', () => {
  it('are saved for the sheet they were made for, even if another sheet is open now', async () => {
    const { program, page } = await givenTyped();
    program.google.activate('Others');
    await comeBack(page, program);
    expect(await page.locator('#sheet-name').textContent()).toBe('Sheet "People"');
    await page.getByRole('button', { name: 'Save columns' }).click();
    await page.getByText('Sheet "Others"', { exact: true }).waitFor();
    expect((await kindsByHeader(program))['Secret remark']).toBe('none');
    program.google.activate('People');
    expect((await kindsByHeader(program))['Shoe size']).toBe('JobTitle');
  });

  it('are not applied to a column that someone has inserted since', async () => {
    const { program, page } = await givenTyped();
    const people = program.google.sheet('People');
    people.insertColumn(2);
    people.set(0, 2, 'Private notes');
    await comeBack(page, program);
    await page.getByRole('button', { name: 'Save columns' }).click();
    await page.getByText('Column C is no longer called "Shoe size".').waitFor();
    expect(await kindsByHeader(program)).toMatchObject({ 'Private notes': 'none', 'Shoe size': 'none' });
    await page.getByRole('button', { name: 'Reload the sheet' }).click();
    await page.getByLabel('C Private notes').waitFor();
  });

  it('are rejected with a message if the sheet has been deleted since', async () => {
    const { program } = await givenTyped();
    const column = { letter: 'A', header: 'Contact ID', kind: 'id', blankClears: false };
    for (const sheetId of [4711, 'x', undefined]) {
      expect(await program.ask('saveColumns', { sheetId, columns: [column] })).toMatchObject({
        advice: expect.stringContaining('This sheet has been deleted'),
      });
    }
  });
});
