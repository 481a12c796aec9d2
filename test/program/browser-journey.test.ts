import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultClient } from '../../local/keap/keap.ts';
import { openBrowser } from '../support/browser.ts';
import { contactsAndCells, type Given, givenProgram, hourMs, type Program } from '../support/program.ts';
import { openRealSidebar } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The built sidebar next to a sheet, and the path through it that every user takes. */
async function given(more: Given = {}) {
  const { contacts, cells } = contactsAndCells(2);
  const program = await givenProgram({ cells, ...more, keap: { contacts, ...more.keap } });
  const page = await openRealSidebar(browser, program);
  return { program, page };
}

async function enterClient(page: Page, { id, secret } = defaultClient): Promise<void> {
  await page.getByLabel('Client id', { exact: true }).fill(id);
  await page.getByLabel('Client secret').fill(secret);
  await button(page, 'Save').click();
}

/** Opens Keap's page in a new tab. */
async function openKeap(page: Page): Promise<Page> {
  const link = page.getByRole('link', { name: 'Open Keap to allow access' });
  await link.waitFor();
  const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await tab.waitForLoadState();
  return tab;
}

/** The final text in the tab. */
const words = async (tab: Page) => (await tab.locator('body').innerText()).replace(/\s+/g, ' ');

/** Lets the page's own clock run until it checks again. */
const lookAgain = (page: Page) => page.clock.runFor(25_000);

async function decide(tab: Page, decision: 'Allow' | 'Deny'): Promise<string> {
  await tab.getByRole('button', { name: decision }).click();
  await tab.waitForURL('https://script.google.com/**');
  return await words(tab);
}

async function connect(page: Page): Promise<void> {
  await enterClient(page);
  const tab = await openKeap(page);
  expect(await decide(tab, 'Allow')).toContain('return to your sheet');
  await lookAgain(page);
  await page.getByText('Connected to sim123').first().waitFor();
}

const stored = (program: Program) => JSON.stringify(program.google.properties('user'));

describe('the connection in a browser', () => {
  it('is created by one consent and ended by Disconnect', async () => {
    const { program, page } = await given();
    await connect(page);
    expect(await page.content()).not.toContain(defaultClient.secret);

    await button(page, 'Sync now').click();
    await page.getByText('2 synced').first().waitFor();

    await page.locator('#connection summary').click();
    await button(page, 'Disconnect').click();
    await page.getByRole('group').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Disconnected since').first().waitFor();
    expect(stored(program)).not.toContain('simulated');
  });

  it('survives a denial in Keap: the page says so, and the sidebar updates', async () => {
    const { page } = await given();
    await enterClient(page);
    const tab = await openKeap(page);
    expect(await decide(tab, 'Deny')).toContain('You denied access in Keap');
    await lookAgain(page);
    await button(page, 'Connect to Keap').click();
    expect(await decide(await openKeap(page), 'Allow')).toContain('Connected');
    await lookAgain(page);
    await page.getByText('Connected to sim123').first().waitFor();
  });

  it('says that the sheet is already connected when the page is reloaded, and keeps the connection', async () => {
    const { program, page } = await given();
    await enterClient(page);
    const tab = await openKeap(page);
    await decide(tab, 'Allow');
    await tab.reload();
    expect(await words(tab)).toContain('already connected');
    expect((await program.state()).connection.kind).toBe('connected');
  });

  it('shows a page if Keap sent no code', async () => {
    const { page } = await given();
    await enterClient(page);
    const tab = await openKeap(page);
    const state = new URL(tab.url()).searchParams.get('state') ?? '';
    const callback = new URL(tab.url()).searchParams.get('redirect_uri') ?? '';
    await tab.goto(`${callback}?state=${encodeURIComponent(state)}`);
    expect(await words(tab)).toContain('no authorization code');
  });

  it('says if Keap does not recognize the client, in the sidebar and on the page, and lets the user correct it', async () => {
    const { page } = await given();
    await enterClient(page, { ...defaultClient, secret: 'simulated-wrong-secret' });
    await page.locator('#connection-warning', { hasText: 'does not recognize this client id' }).waitFor();
    await button(page, 'Cancel').click();
    await button(page, 'Connect to Keap').click();
    const tab = await openKeap(page);
    expect(await decide(tab, 'Allow')).toContain('does not recognize this client id and secret');
    await lookAgain(page);
    await button(page, 'Change client id and secret').click();
    await connect(page);
  });

  it('leaves a late consent to Google’s own error page, and offers a new link', async () => {
    const { program, page } = await given();
    await enterClient(page);
    const tab = await openKeap(page);
    program.google.clock.moveTo(program.google.clock.nowMs() + 2 * hourMs);
    expect(await decide(tab, 'Allow')).toContain('state token is invalid or has expired');
    await lookAgain(page);
    await page.getByRole('button', { name: /^(Start again|Connect to Keap)$/ }).click();
    await decide(await openKeap(page), 'Allow');
    await lookAgain(page);
    await page.getByText('Connected to sim123').first().waitFor();
  });

  it('says during an outage that Keap does not answer, and that no action is needed', async () => {
    const { program, page } = await given();
    await enterClient(page);
    await program.keap.break({ match: 'token', trouble: { kind: 'answer', status: 503, body: '<html>' } });
    expect(await decide(await openKeap(page), 'Allow')).toContain('Keap did not answer as expected');
    await program.keap.mend();
    await lookAgain(page);
    await button(page, 'Connect to Keap').click();
    await decide(await openKeap(page), 'Allow');
    await lookAgain(page);
    await page.getByText('Connected to sim123').first().waitFor();
  });
});
