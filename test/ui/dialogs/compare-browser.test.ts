/** The dialog "Compare with Keap" in a real browser, against a server that fulfills the contract. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPage } from '../../../build/browser-page.ts';
import type { CompareView, DifferenceView } from '../../../src/ui/api.ts';
import { openBrowser } from '../../support/browser.ts';
import { openSidebar } from '../../support/open-sidebar.ts';
import { standInServer } from '../../support/stand-in-server.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

const viewport = { width: 860, height: 600 };
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const difference = (line: number, canTake = true): DifferenceView => ({
  ...{ lines: [line], contact: String(line + 1000), field: 'City', inSheet: `Here ${line}` },
  ...{ inKeap: `There ${line}`, key: `key ${line}`, canTake },
});

function piece(lines: readonly number[], left: number): CompareView {
  return {
    sheetName: 'Contacts',
    sentence: `${lines.length} values differ, ${left} left.`,
    differences: lines.map((line) => difference(line, line % 10 !== 0)),
    unread: [],
    moreContacts: left,
    counted: { lastId: 1, compared: 500, contacts: lines.length, values: lines.length, unread: 0 },
  };
}

/** The dialog with its first piece; the other one comes with `release`. */
async function openWithPieces(first: readonly number[], second: readonly number[]) {
  const server = standInServer();
  server.answerNext('compare', { answer: { kind: 'ok', value: piece(first, 20) } });
  server.answerNext('compare', { answer: { kind: 'ok', value: piece(second, 0) } });
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reply = async (name: string, args: readonly unknown[]) => {
    if (name === 'compare' && server.asked.some(([asked]) => asked === 'compare')) await gate;
    return await server.reply(name, args);
  };
  const { page } = await openSidebar(browser, await browserPage('compare'), { reply }, { viewport });
  await page.getByText('20 left.').waitFor();
  return { page, server, release };
}

const list = (page: Page, line: number) =>
  page.getByLabel(`What to do about City in row ${line}`, { exact: true });
const focused = (page: Page) =>
  page.evaluate<string>("document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id");

describe('the comparison in a browser', () => {
  it('keeps the choices and the focus when another piece arrives above them', async () => {
    const { page, server, release } = await openWithPieces([12, 30, 50], [3, 20, 40]);
    await page.getByText('Comparing with Keap: 500 of 520 contacts.').waitFor();
    expect(await button(page, 'Apply').isVisible()).toBe(false);
    await list(page, 12).selectOption('take');
    await list(page, 50).focus();
    await page.keyboard.type('Send');
    release();
    await page.getByText('0 left.').waitFor();
    await list(page, 3).waitFor();
    expect(await focused(page)).toBe('What to do about City in row 50');
    expect(await list(page, 12).inputValue()).toBe('take');
    await page.getByText('1 value to send to Keap, 1 to take from Keap, 4 to leave.').waitFor();
    await button(page, 'Apply').click();
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    expect(server.asked.filter(([name]) => name === 'applyChoices')).toEqual([
      ['applyChoices', { send: ['key 50'], take: ['key 12'] }],
    ]);
    expect(await page.getByText('to send to Keap').isVisible()).toBe(false);
  });

  it('says beside the buttons what is chosen, and that something has to be, wherever the list is scrolled to', async () => {
    const lines = Array.from({ length: 130 }, (_, index) => index + 2);
    const { page, release } = await openWithPieces(lines, []);
    release();
    await button(page, 'Apply').click();
    const hint = page.getByText('Choose what to do with at least one value.');
    for (const height of [600, 320]) {
      await page.setViewportSize({ ...viewport, height });
      const box = await hint.boundingBox();
      expect(box?.y).toBeLessThan(height);
      expect(box?.y).toBeGreaterThan(height - 90);
    }
    await button(page, 'Leave it').click();
    await page.getByText('0 values to send to Keap, 0 to take from Keap, 130 to leave.').waitFor();
  });

  it('keeps the focus in the list if the row that had it is on another page then', async () => {
    const first = Array.from({ length: 100 }, (_, index) => index + 1000);
    const { page, release } = await openWithPieces(first, [2, 3, 4]);
    await list(page, 1099).focus();
    release();
    await page.getByText('1 to 100 of 103').waitFor();
    expect(await page.evaluate("document.activeElement?.classList.contains('table-box')")).toBe(true);
  });

  it('takes no value for cells with a formula, and chooses only for what the search finds', async () => {
    const { page, server, release } = await openWithPieces([9, 10, 11], [20]);
    release();
    await button(page, 'Apply').waitFor();
    await button(page, "Take Keap's value").click();
    expect(await list(page, 10).inputValue()).toBe('leave');
    expect(await list(page, 10).locator('option:disabled').textContent()).toContain('has a formula');
    await page.getByLabel('Search the differences').fill('there 1');
    await page.getByText('For the 2 found').waitFor();
    await button(page, "Send the sheet's value").click();
    await page.getByText('2 values to send to Keap, 1 to take from Keap, 1 to leave.').waitFor();
    await button(page, 'Apply').click();
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    expect(server.asked.filter(([name]) => name === 'applyChoices')).toEqual([
      ['applyChoices', { send: ['key 11', 'key 10'], take: ['key 9'] }],
    ]);
  });
});
