import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { axeFindings } from '../support/open-sidebar.ts';
import { contactsAndCells, type Given, givenProgram, type Program } from '../support/program.ts';
import { openRealSidebar } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

const apiKey = 'simulated-api-key-0123456789';
const linkOf = (id: number) => `https://sim123.infusionsoft.com/Contact/manageContact.jsp?view=edit&ID=${id}`;
const choice = (page: Page) => page.getByLabel('Link each row to its contact');
const note = (page: Page) => page.locator('#has-links-note').innerText();

async function given(more: Given['keap'] = {}): Promise<Program> {
  const { contacts, cells } = contactsAndCells(2);
  return await givenProgram({ cells, keap: { contacts, ...more } });
}

async function openColumns(program: Program): Promise<Page> {
  const page = await openRealSidebar(browser, program);
  await page.locator('#connection').waitFor();
  const section = page.locator('#columns');
  if ((await section.getAttribute('open')) === null) await section.locator('> summary').press('Enter');
  await choice(page).waitFor();
  return page;
}

/** As when somebody comes back from another window. */
async function lookAgain(page: Page): Promise<void> {
  await page.clock.runFor(25_000);
  await page.dispatchEvent('html', 'pointerenter');
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save columns' }).press('Enter');
  await page.locator('#columns-saved', { hasText: 'Saved.' }).waitFor();
}

describe('links to contacts in a browser', () => {
  it('are chosen by keyboard alone, written by a sync, and end when they are turned off', async () => {
    const program = await given();
    await program.connect();
    const page = await openColumns(program);
    expect(await choice(page).isChecked()).toBe(false);
    await choice(page).focus();
    await page.keyboard.press('Space');
    expect(await note(page)).toBe('');
    expect(await axeFindings(page)).toEqual([]);
    await save(page);
    await page.getByRole('button', { name: 'Sync now' }).press('Enter');
    await page.locator('#last-run', { hasText: '2 synced' }).waitFor();
    expect(program.column('Keap link')).toEqual([linkOf(1), linkOf(2)]);
    await choice(page).focus();
    await page.keyboard.press('Space');
    await save(page);
    expect((await program.state()).sheet.hasLinks).toBe(false);
  });

  it('are announced to need a connection where there is none, and no longer once there is one', async () => {
    const program = await given();
    const page = await openColumns(program);
    expect(await note(page)).toBe('');
    await choice(page).focus();
    await page.keyboard.press('Space');
    expect(await note(page)).toMatch(/^Links need the address of your Keap account. Connect to Keap first/);
    expect(await page.locator('#announcement').innerText()).toBe(await note(page));
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Space');
    expect(await note(page)).toBe('');
    await page.keyboard.press('Space');
    await save(page);
    expect(await note(page)).toMatch(/^Links need/);
    await program.connect();
    await lookAgain(page);
    await expect.poll(() => note(page)).toBe('');
    expect(await choice(page).isChecked()).toBe(true);
  });

  it('are said to be left out where Keap has named no account for the key, until somebody connects with a client id', async () => {
    const program = await given({ apiKeys: [apiKey] });
    const body = JSON.stringify({ given_name: 'Ana', email: 'ana@example.com' });
    await program.keap.break({ match: 'userinfo', trouble: { kind: 'answer', status: 200, body } });
    await program.ask('connectKey', { key: apiKey });
    await program.keap.mend();
    const page = await openColumns(program);
    await choice(page).focus();
    await page.keyboard.press('Space');
    expect(await note(page)).toMatch(/^With this key, Keap has not told the add-on the address/);
    await save(page);
    await program.sync();
    expect(program.google.sheet('Contacts').display()[0]).not.toContain('Keap link');
    await program.ask('disconnect');
    await program.connect();
    await lookAgain(page);
    await page
      .getByText('If you want links, connect with a client id and secret.')
      .waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Switch to the other account' }).press('Enter');
    await expect.poll(async () => (await program.state()).connection.kind).toBe('connected');
    await expect.poll(() => note(page)).toBe('');
    await program.sync();
    expect(program.column('Keap link')).toEqual([linkOf(1), linkOf(2)]);
  });
});
