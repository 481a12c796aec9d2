import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultClient } from '../../local/keap/keap.ts';
import { openBrowser } from '../support/browser.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';
import { openRealPage, openRealSidebar } from '../support/real-sidebar.ts';

const dayMs = 24 * hourMs;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function given(): Promise<Program> {
  const contact = (id: number) => ({ id, fields: { Email: `old${id}@example.com`, FirstName: 'Kept' } });
  const cells = [
    ['Contact ID', 'Mail of the client', 'Notes'],
    [1, 'new1@example.com', 'private'],
    [2, 'not an address', ''],
    [3, 'new3@example.com', ''],
  ];
  return givenProgram({ cells, keap: { contacts: [1, 2, 3].map(contact) } });
}

/** The addresses of the three contacts in Keap. */
const emails = async (program: Program) => (await program.keap.contacts()).map(({ fields }) => fields.Email);

async function connect(page: Page): Promise<void> {
  await page.getByLabel('Client id', { exact: true }).fill(defaultClient.id);
  await page.getByLabel('Client secret').fill(defaultClient.secret);
  await button(page, 'Save').click();
  const link = page.getByRole('link', { name: 'Open Keap to allow access' });
  await link.waitFor();
  const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await tab.getByRole('button', { name: 'Allow' }).click();
  await tab.waitForURL('https://script.google.com/**');
  await page.clock.runFor(25_000);
  await page.getByText('Connected to sim123').first().waitFor();
}

const openSection = async (page: Page, section: string) => {
  const isOpen = await page.evaluate<boolean>(`document.getElementById('${section}').open`);
  if (!isOpen) await page.locator(`#${section} > summary`).click();
};

it('the first day: connect, choose a column, preview, sync, correct, log, undo, and the next day by itself', async () => {
  const program = await given();
  const sidebar = await openRealSidebar(browser, program);
  await connect(sidebar);

  // No header says "email", so the sheet has nothing to send until someone chooses that column.
  await openSection(sidebar, 'columns');
  await sidebar.getByText('nothing to send').first().waitFor();
  await sidebar.getByLabel('B Mail of the client').selectOption('Email');
  await button(sidebar, 'Save columns').click();
  // Now the sheet can be synced, and the next section opens by itself.
  await button(sidebar, 'Sync now').waitFor();

  const preview = await openRealPage(browser, program, 'preview');
  await preview.getByText('2 contacts would change').waitFor();
  await preview.getByRole('cell', { name: 'old1@example.com' }).waitFor();
  await preview.getByText('is not a valid email address').waitFor();
  expect(await emails(program)).toEqual(['old1@example.com', 'old2@example.com', 'old3@example.com']);
  await button(preview, 'Sync now').click();
  await preview.getByText('2 synced').waitFor();
  expect(await emails(program)).toEqual(['new1@example.com', 'old2@example.com', 'new3@example.com']);

  // The corrected row goes with the next sync, which costs nothing for the other rows.
  program.google.sheet(sheetName).set(2, 1, 'new2@example.com');
  await sidebar.clock.runFor(11_000);
  await sidebar.evaluate("window.dispatchEvent(new Event('focus'))");
  await openSection(sidebar, 'sync');
  await button(sidebar, 'Sync now').click();
  await sidebar.locator('#last-run', { hasText: '1 synced, 2 unchanged' }).waitFor();
  expect(program.column('Keap status')).toEqual(['Unchanged', 'Synced', 'Unchanged']);
  await button(sidebar, 'Open the log').click();
  await sidebar.getByText('Keap sync log').first().waitFor();
  const log = JSON.stringify(program.google.sheet('Keap sync log').display());
  for (const words of ['old1@example.com', 'new2@example.com', 'Done', 'Summary'])
    expect(log).toContain(words);

  const undo = await openRealPage(browser, program, 'undo');
  await undo.getByRole('cell', { name: 'new2@example.com' }).waitFor();
  await button(undo, 'Restore').click();
  await undo.getByText('Restored 1').waitFor();
  expect((await emails(program))[1]).toBe('old2@example.com');
  expect(program.column('Keap status')[1]).toBe('Undone');

  // The schedule uses the open sheet. The next day's sync starts by itself.
  program.google.activate(sheetName);
  await sidebar.getByLabel('Email address for alerts').fill('me@example.com');
  await button(sidebar, 'Save address').click();
  await sidebar.locator('#address-form').waitFor({ state: 'hidden' });
  await sidebar.getByLabel('Sync on a schedule').check();
  await sidebar.getByLabel('Hour').selectOption('6');
  await button(sidebar, 'Save schedule').click();
  await sidebar.locator('#schedule-saved', { hasText: 'is synced every day' }).waitFor();
  program.google.sheet(sheetName).set(1, 1, 'tomorrow1@example.com');
  await program.google.passTime(dayMs);
  expect(await emails(program)).toEqual(['tomorrow1@example.com', 'old2@example.com', 'new3@example.com']);
  expect(await sidebar.evaluate('document.body.innerText')).not.toContain(defaultClient.secret);
});
