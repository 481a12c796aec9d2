import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { axeFindings } from '../support/open-sidebar.ts';
import { givenProgram, type Program } from '../support/program.ts';
import { openRealPage } from '../support/real-sidebar.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A connected sheet of 80 contacts, 30 of which are to be opted out. */
async function given(): Promise<Program> {
  const ids = Array.from({ length: 80 }, (_, index) => index + 1);
  const program = await givenProgram({
    keap: { contacts: ids.map((id) => ({ id, fields: { Email: `c${id}@example.com` } })) },
    cells: [
      ['Contact ID', 'Company', 'Opt-out reason'],
      ...ids.map((id) => [id, `New ${id}`, id <= 30 ? 'asked' : '']),
    ],
  });
  await program.connect();
  return program;
}

const optedOut = async ({ keap }: Program) => Object.keys(await keap.optEntries()).length;

describe('many opt-outs in a browser', () => {
  it('R9 are sent from the sidebar only after the answer to its question', async () => {
    const program = await given();
    const page = await openRealPage(browser, program, 'sidebar');
    await button(page, 'Sync now').click();
    await page
      .getByText("30 contacts would be opted out of marketing email. This can't be undone.")
      .waitFor();
    expect(await optedOut(program)).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await button(page, 'Opt out 30 contacts').click();
    await page.locator('#brake-questions fieldset').waitFor({ state: 'detached' });
    expect(await optedOut(program)).toBe(30);
  });

  it('R9 are asked about beyond the number that the sidebar sets', async () => {
    const program = await given();
    const page = await openRealPage(browser, program, 'sidebar');
    const limit = page.getByLabel('Ask before opting out more than');
    await expect.poll(() => limit.inputValue()).toBe('25');
    await limit.fill('30');
    await page.locator('#save-brake').click();
    await page.locator('#brake-saved', { hasText: 'Saved.' }).waitFor();
    await button(page, 'Sync now').click();
    await page.getByText('80 synced').first().waitFor();
    expect(await optedOut(program)).toBe(30);
  });

  it.each([false, true])('R9 are sent from the preview only with its tick: %j', async (isTicked) => {
    const program = await given();
    const page = await openRealPage(browser, program, 'preview');
    await page.getByText("including 30 opt-outs (can't be undone)").waitFor();
    // The checker cannot see what is scrolled out of view, so it checks a short list.
    await page.getByLabel('Search the changes').fill('New 12');
    expect(await axeFindings(page)).toEqual([]);
    if (isTicked) await page.getByLabel('Opt out 30 contacts').check();
    await button(page, 'Sync now').click();
    await page.getByText(isTicked ? '80 synced' : '50 synced, 30 to check').waitFor();
    expect(await optedOut(program)).toBe(isTicked ? 30 : 0);
  });
});
