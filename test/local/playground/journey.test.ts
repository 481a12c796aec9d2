/** The product in the playground, as a visitor uses it in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultClient } from '../../../local/keap/keap.ts';
import { openBrowser } from '../../support/browser.ts';
import { givenPlayground, type OpenPage, openPage } from './given-playground.ts';

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

/** The cells below this header, as the page's server shows them. */
function columnOf(server: Awaited<ReturnType<typeof givenPlayground>>, header: string): string[] {
  const [headers = [], ...rows] = server.play.world().google.sheet('Contacts').display();
  return rows.map((row) => row[headers.indexOf(header)] ?? '');
}

async function connected() {
  const server = await givenPlayground({ cells });
  const open = await openPage(browser, server.url);
  await open.page.getByRole('button', { name: 'Connect for me' }).click();
  await open.page.locator('.toast').filter({ hasText: 'The sheet is connected' }).waitFor();
  return { server, ...open };
}

function statusText({ page }: OpenPage) {
  return page.locator('[role="gridcell"].is-synced');
}

describe('the product in the playground', () => {
  it('goes from the first opening of the sidebar through Keap’s page to a synced sheet with edits', async () => {
    const server = await givenPlayground({ cells });
    const open = await openPage(browser, server.url);
    const { page, menu, complaints } = open;
    await menu('Sync contacts', 'Connection and schedule');
    const side = page.frameLocator('#sidebar iframe');
    await side.locator('#client-id').fill('simulated-client-id');
    await side.locator('#client-secret').fill('simulated-client-secret');
    await side.locator('#client-id').press('Enter');
    const [keap] = await Promise.all([page.waitForEvent('popup'), side.locator('#consent-link').click()]);
    await keap.getByRole('button', { name: 'Allow' }).click();
    await keap.getByRole('heading', { name: 'Connected' }).waitFor();
    expect(new URL(keap.url()).hostname).toBe('127.0.0.1');
    await keap.close();
    await side.getByText('Connected', { exact: true }).first().waitFor();
    await open.type(2, 1, 'edited@example.com');
    await menu('Sync contacts', 'Sync now');
    await expect.poll(() => statusText(open).count(), { timeout: 30_000 }).toBe(3);
    expect(columnOf(server, 'Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
    await page.getByRole('tab', { name: 'Keap' }).click();
    await page.locator('.contact').filter({ hasText: 'edited@example.com' }).waitFor();
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page.locator('.request summary').filter({ hasText: 'ContactService.update' }).first().click();
    await page.locator('pre').filter({ hasText: '<methodName>ContactService.update</methodName>' }).waitFor();
    expect(await page.content()).not.toMatch(/simulated-(access|refresh|code)-[0-9a-f]/);
    expect(complaints).toEqual([]);
  });

  it('shows an open sidebar the connection that was made for it, and names the client that Keap knows', async () => {
    const server = await givenPlayground({ cells });
    const { page } = await openPage(browser, server.url);
    const { id, secret } = defaultClient;
    await page.getByText(`Enter the client id “${id}” and the client secret “${secret}”`).waitFor();
    await page.getByRole('button', { name: 'Open the sidebar' }).click();
    const side = page.frameLocator('#sidebar iframe');
    await side.getByText('How do you want to connect?').waitFor();
    await page.getByRole('button', { name: 'Connect for me' }).click();
    await side.locator('#connection-badge', { hasText: 'Connected' }).waitFor();
  });

  it('says what is wrong while Keap is down, and continues afterwards', async () => {
    const { server, page, menu } = await connected();
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByLabel('Keap is down').check();
    await expect.poll(() => server.play.faults.active()).toEqual(['outage']);
    await menu('Sync contacts', 'Sync now');
    await page.locator('.toast').filter({ hasText: 'Keap is not responding' }).waitFor({ timeout: 30_000 });
    expect(columnOf(server, 'Keap status')).toEqual(['Waiting', 'Waiting', 'Waiting']);
    await page.getByLabel('Keap is down').uncheck();
    await expect.poll(() => server.play.faults.active()).toEqual([]);
    await menu('Sync contacts', 'Sync now');
    await expect
      .poll(() => columnOf(server, 'Keap status'), { timeout: 30_000 })
      .toEqual(['Synced', 'Synced', 'Synced']);
  });

  it('switches to REST v2 when XML-RPC is switched off', async () => {
    const { server, page, menu } = await connected();
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByLabel('It answers with').selectOption({ label: 'an HTML page' });
    await page.getByLabel('XML-RPC is switched off').check();
    await expect
      .poll(() => [server.play.faults.active(), server.play.faults.brownoutKind()])
      .toEqual([['brownout'], 'page']);
    await menu('Sync contacts', 'Sync now');
    await expect
      .poll(() => columnOf(server, 'Keap status'), { timeout: 30_000 })
      .toEqual(['Synced', 'Synced', 'Synced']);
    await page.getByRole('tab', { name: 'Requests' }).click();
    await page.locator('.request summary').filter({ hasText: 'PATCH' }).first().click();
    await page.locator('pre').filter({ hasText: '"email_addresses"' }).first().waitFor();
    await menu('Sync contacts', 'Connection and schedule');
    const side = page.frameLocator('#sidebar iframe');
    await side.getByText('Advanced').click();
    await side
      .getByText(/XML-RPC did not answer \(.*\); using REST v2\./)
      .first()
      .waitFor();
  });

  it('finishes what a killed execution has started', async () => {
    const { server, page, menu } = await connected();
    await page.getByRole('button', { name: 'Interrupt the next sync' }).click();
    await expect.poll(() => server.play.pacing.killAt()).toBeGreaterThan(0);
    server.play.pacing.setKillAt(40);
    await menu('Sync contacts', 'Sync now');
    await page
      .locator('#problem')
      .filter({ hasText: 'Google ended the execution' })
      .waitFor({ timeout: 30_000 });
    await menu('Sync contacts', 'Sync now');
    await expect
      .poll(() => columnOf(server, 'Keap status'), { timeout: 30_000 })
      .toEqual(['Synced', 'Synced', 'Synced']);
    expect(await page.locator('#problem').isVisible()).toBe(false);
  });
});
