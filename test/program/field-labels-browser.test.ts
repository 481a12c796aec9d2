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

const trap = 'Plan <b onclick="alert(1)">&amp; more</b> "x"';

async function given(): Promise<{ readonly program: Program; readonly page: Page }> {
  const program = await givenProgram({
    cells: [
      ['Contact ID', 'Email', 'favourite colour', 'Plan'],
      [1, 'one@example.com', 'red', 'Gold'],
    ],
    keap: {
      contacts: [{ id: 1, fields: { Email: 'one@example.com' } }],
      customFields: [
        { name: '_Colour', type: 'DROPDOWN', label: 'Favourite colour', options: ['Red', 'Green'] },
        { name: '_Plan', type: 'TEXT', label: trap },
      ],
    },
  });
  await program.connect();
  const page = await openRealSidebar(browser, program);
  await page.locator('#connection').waitFor();
  return { program, page };
}

const openColumns = (page: Page) => page.locator('#columns > summary').click();
const options = (page: Page) =>
  page.getByLabel('D Plan').locator('optgroup[label="Custom fields"] option').allTextContents();

describe('the custom fields in the list of columns', () => {
  it('are offered by label, sent once they are chosen and saved, and read only when somebody looks', async () => {
    const { program, page } = await given();
    const calls = async () => (await program.keap.requests()).length;
    const before = await calls();
    await openColumns(page);
    await page.getByRole('button', { name: 'Use the field "Favourite colour"' }).waitFor();
    expect((await calls()) - before).toBe(1);
    expect(await options(page)).toEqual(['Favourite colour', trap]);
    expect(await page.getByLabel('C favourite colour').inputValue()).toBe('none');
    await page.getByRole('button', { name: 'Use the field "Favourite colour"' }).click();
    await page.getByText('_Colour, dropdown: Red, Green').waitFor();
    await page.getByRole('button', { name: 'Save columns' }).click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    await program.sync();
    expect((await program.keap.contacts())[0]?.fields).toMatchObject({ _Colour: 'Red' });
  });

  it('arrive while somebody is choosing, and leave what is chosen alone', async () => {
    const { program, page } = await given();
    await program.keap.break({
      match: 'DataService.query',
      times: 1,
      trouble: { kind: 'fault', code: 14, text: '[NoAccess]No' },
    });
    await program.keap.break({
      match: 'contacts/model',
      times: 1,
      trouble: { kind: 'answer', status: 403, body: '{"code":403,"message":"No","status":"FORBIDDEN"}' },
    });
    await openColumns(page);
    await page.getByText("Your custom fields can't be listed now.").waitFor();
    await page.getByLabel('D Plan').selectOption('JobTitle');
    expect(await options(page)).toEqual([]);
    await openColumns(page);
    await openColumns(page);
    await expect.poll(() => options(page)).toEqual(['Favourite colour', trap]);
    expect(await page.getByLabel('D Plan').inputValue()).toBe('JobTitle');
  });
});
