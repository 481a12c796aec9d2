/** When the sidebar asks for the account's custom fields, and what it does with them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPage } from '../../../build/browser-page.ts';
import type { SidebarState } from '../../../src/ui/api.ts';
import { openBrowser } from '../../support/browser.ts';
import { openSidebar } from '../../support/open-sidebar.ts';
import { connectedState, type StandInServer, standInServer } from '../../support/stand-in-server.ts';

let browser: Browser;
let html: string;
beforeAll(async () => {
  [browser, html] = [await openBrowser(), await browserPage('sidebar')];
}, 120_000);
afterAll(() => browser?.close());

const color = { value: '_Colour', label: 'Farbe', group: 'Custom fields', note: '_Colour, text' };

async function given(state: Partial<SidebarState>): Promise<{ page: Page; server: StandInServer }> {
  const server = standInServer(state);
  const { page } = await openSidebar(browser, html, server);
  await page.locator('#connection').waitFor();
  return { page, server };
}

/** Keap has told of its fields. */
function learn(server: StandInServer): void {
  const { sheet } = server.state;
  server.state = { ...server.state, sheet: { ...sheet, kinds: [...sheet.kinds, color] } };
}

const openColumns = (page: Page) => page.locator('#columns > summary').click();
const asked = ({ asked: all }: StandInServer) => all.filter(([name]) => name === 'loadCustomFields');
const offered = (page: Page) => page.locator('#column-4 option', { hasText: 'Farbe' }).count();

describe('the custom fields', () => {
  it('are asked for once, and by Keap itself only when the sheet is reloaded', async () => {
    const { page, server } = await given(connectedState);
    expect(asked(server)).toEqual([]);
    await openColumns(page);
    await expect.poll(() => asked(server).length).toBe(1);
    await openColumns(page);
    await openColumns(page);
    await page.getByRole('button', { name: 'Reload the sheet' }).click();
    await expect.poll(() => asked(server).length).toBe(2);
    expect(asked(server)).toEqual([
      ['loadCustomFields', { isAgain: false }],
      ['loadCustomFields', { isAgain: true }],
    ]);
  });

  it('are not asked for without a connection', async () => {
    const { page, server } = await given({});
    await openColumns(page);
    await page.getByLabel('E Colour').waitFor();
    expect(asked(server)).toEqual([]);
  });

  it('leave the focus in the list that somebody has opened', async () => {
    const { page, server } = await given(connectedState);
    const release = server.hold('loadCustomFields');
    await openColumns(page);
    await page.getByLabel('E Colour').focus();
    learn(server);
    release();
    await expect.poll(() => offered(page)).toBe(1);
    expect(await page.evaluate('document.activeElement.id')).toBe('column-4');
  });

  it('join the lists in which somebody has chosen already', async () => {
    const { page, server } = await given(connectedState);
    const release = server.hold('loadCustomFields');
    await openColumns(page);
    await page.getByLabel('E Colour').selectOption('FirstName');
    learn(server);
    release();
    await expect.poll(() => offered(page)).toBe(1);
    expect(await page.getByLabel('E Colour').inputValue()).toBe('FirstName');
    await page.getByLabel('E Colour').selectOption('_Colour');
    await page.getByText('_Colour, text').waitFor();
  });

  it('are missing with a reason, and can be asked for again', async () => {
    const { page, server } = await given(connectedState);
    const advice = 'Keap is not responding.';
    server.answerNext('loadCustomFields', { answer: { kind: 'problem', advice } });
    await openColumns(page);
    await page.getByText(`Your custom fields can't be listed now. ${advice}`).waitFor();
    await page.getByRole('button', { name: 'Save columns' }).click();
    await page.getByText('Saved.', { exact: true }).first().waitFor();
    learn(server);
    await openColumns(page);
    await openColumns(page);
    await expect.poll(() => offered(page)).toBe(1);
    expect(await page.locator('#custom-fields-note').textContent()).toBe('');
  });
});
