/** The playground's page for everyone: accessibility checker, keyboard, zoom and the scheduled sync. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../support/browser.ts';
import { axeFindings } from '../../support/open-sidebar.ts';
import { givenPlayground, openPage } from './given-playground.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const cells = [
  ['Contact ID', 'Email'],
  [1, 'one@example.com'],
  [2, 'two@example.com'],
  [3, 'three@example.com'],
];

async function given() {
  const server = await givenPlayground({ cells });
  const open = await openPage(browser, server.url);
  return { server, ...open };
}

const columnOf = (server: Awaited<ReturnType<typeof givenPlayground>>, header: string): string[] => {
  const [headers = [], ...rows] = server.play.world().google.sheet('Contacts').display();
  return rows.map((row) => row[headers.indexOf(header)] ?? '');
};

/** Presses Tab until this is focused; fails if it never is. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    const at = await page.evaluate<string>(
      `(() => { const e = document.activeElement; return (e?.getAttribute('aria-label') ?? e?.textContent ?? '').trim(); })()`,
    );
    if (at === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`"${name}" cannot be reached by keyboard.`);
}

describe('the page of the playground', () => {
  it('is accessible in every panel, light and dark', async () => {
    const { page } = await given();
    const tabs = await page.locator('#inspector-tabs [role="tab"]').allTextContents();
    expect(tabs.length).toBeGreaterThan(4);
    for (const tab of tabs) {
      await page.locator('#inspector-tabs').getByRole('tab', { name: tab }).click();
      // The markup inside the grid is not ours.
      expect(await axeFindings(page, '#grid'), tab).toEqual([]);
    }
  });

  it('can be used by keyboard only: connect, sync and move the clock', async () => {
    const { server, page } = await given();
    await page.keyboard.press('Tab');
    await tabTo(page, 'Connect for me');
    await page.keyboard.press('Enter');
    await page.locator('.toast').filter({ hasText: 'The sheet is connected' }).waitFor();
    await page.locator('body').evaluate('(document.activeElement ?? document.body).blur()');
    await tabTo(page, 'Sync contacts');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Sync now' }).waitFor();
    await tabTo(page, 'Sync now');
    await page.keyboard.press('Enter');
    const all = ['Synced', 'Synced', 'Synced'];
    await expect.poll(() => columnOf(server, 'Keap status'), { timeout: 30_000 }).toEqual(all);
    await tabTo(page, 'Sync contacts');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('menuitem').count()).toBe(0);
    await tabTo(page, '+ 1 day');
    const before = server.play.world().google.clock.nowMs();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => server.play.world().google.clock.nowMs() - before, { timeout: 30_000 })
      .toBe(24 * 3_600_000);
  });

  it.each([
    ['480 px', { width: 480, height: 800 }],
    ['200 % zoom', { width: 640, height: 400 }],
  ])('hides and overlaps nothing at %s, with the sidebar and the panels open', async (_name, size) => {
    const { page, menu } = await given();
    await page.setViewportSize(size);
    await menu('Sync contacts', 'Connection and schedule');
    await page.locator('#sidebar iframe').waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(size.width);
    const boxes = await page.evaluate<
      { readonly name: string; readonly top: number; readonly bottom: number; readonly width: number }[]
    >(
      `['#menus', '#toolbar', '#content', '#grid', '#tabs', '#sidebar', '#inspector'].map((name) => {
        const { top, bottom, width } = document.querySelector(name).getBoundingClientRect();
        return { name, top: top + scrollY, bottom: bottom + scrollY, width };
      })`,
    );
    boxes.forEach(({ name, top, width }, index) => {
      expect(width, name).toBeGreaterThan(200);
      expect(Math.round(top), name).toBeGreaterThanOrEqual(Math.round(boxes[index - 1]?.bottom ?? 0));
    });
    // What covers a tab or a button takes the press.
    await page.locator('#tabs button').first().click();
    await page.locator('#inspector-tabs').getByRole('tab').last().click();
    await page.locator('[role="gridcell"]').first().click();
  });

  it('fits into half the width, as at 200 % zoom', async () => {
    const { page } = await given();
    await page.setViewportSize({ width: 750, height: 430 });
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(750);
    await page.getByRole('button', { name: 'Behind the scenes' }).click();
    await page.locator('[role="gridcell"]').first().waitFor();
    expect(await page.evaluate<number>("document.querySelector('#grid').clientWidth")).toBeGreaterThan(300);
  });
});

describe('the scheduled sync in the playground', () => {
  it('sends three edited cells the next day, and nothing else', async () => {
    const { server, page, menu, type } = await given();
    await page.getByRole('button', { name: 'Connect for me' }).click();
    await page.locator('.toast').filter({ hasText: 'The sheet is connected' }).waitFor();
    await menu('Sync contacts', 'Sync now');
    const all = ['Synced', 'Synced', 'Synced'];
    await expect.poll(() => columnOf(server, 'Keap status'), { timeout: 30_000 }).toEqual(all);
    await menu('Sync contacts', 'Connection and schedule');
    const side = page.frameLocator('#sidebar iframe');
    await side.getByRole('switch', { name: 'Sync on a schedule' }).check();
    await side.getByLabel('Email addresses for alerts').fill('me@example.com');
    await side.getByRole('button', { name: 'Save schedule' }).click();
    await side.getByText('Next scheduled sync').or(side.locator('#next-run')).first().waitFor();
    await expect.poll(() => side.locator('#next-run').textContent()).toMatch(/\S/);
    await server.play.world().keap.forgetRequests();
    for (const row of [1, 2, 3]) await type(row, 1, `edited${row}@example.com`);
    await page.locator('#day').click();
    await expect
      .poll(
        async () => {
          const contacts = await server.play.world().keap.contacts();
          return contacts.filter(({ fields }) => fields.Email?.startsWith('edited')).length;
        },
        { timeout: 30_000 },
      )
      .toBe(3);
    await expect.poll(() => columnOf(server, 'Keap status')).toEqual(all);
    const counts = await server.play.world().keap.counts();
    expect(counts['xmlrpc ContactService.update']).toBe(3);
  });
});
