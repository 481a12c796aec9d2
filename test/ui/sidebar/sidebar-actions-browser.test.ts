/** Runs, connecting and columns in the sidebar, in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPage } from '../../../build/browser-page.ts';
import type { ActivityView, SidebarState } from '../../../src/ui/api.ts';
import { openBrowser } from '../../support/browser.ts';
import { openSidebar } from '../../support/open-sidebar.ts';
import {
  connectedState,
  connections,
  type StandInServer,
  standInServer,
} from '../../support/stand-in-server.ts';

let browser: Browser;
let html: string;
beforeAll(async () => {
  [browser, html] = [await openBrowser(), await browserPage('sidebar')];
}, 120_000);
afterAll(() => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const asked = (server: StandInServer, name: string) => server.asked.filter(([one]) => one === name);

async function given(state: Partial<SidebarState>): Promise<{ page: Page; server: StandInServer }> {
  const server = standInServer(state);
  const { page } = await openSidebar(browser, html, server);
  await page.locator('#connection').waitFor();
  return { page, server };
}

const running: ActivityView = {
  kind: 'running',
  title: 'Syncing "Contacts"',
  done: 120,
  total: 400,
  failed: 2,
  calls: 150,
  minutesLeft: 3,
  isStopping: false,
};
const lastRun = { sentence: '400 synced.', hasFailedRows: true, undo: 'the sync of 23 November' };

describe('a run in the sidebar', () => {
  it('is shown although it was started elsewhere, and so is its result', async () => {
    const { page, server } = await given(connectedState);
    await button(page, 'Sync now').waitFor();
    server.state = { ...server.state, activity: running };
    await page.clock.runFor(30_000);
    await page.getByText('120 of 400 contacts, 2 failed').waitFor();
    expect(await button(page, 'Sync now').isDisabled()).toBe(true);
    expect(await page.locator('#activity-announcement').textContent()).toBe('30 percent done.');
    server.state = { ...server.state, activity: { kind: 'idle', lastEndedMs: 1 }, lastRun };
    await page.clock.runFor(3_000);
    await page.locator('#last-run', { hasText: '400 synced.' }).waitFor();
    expect(await button(page, 'Sync now').isEnabled()).toBe(true);
  });

  it('is noticed although it started and ended between two polls', async () => {
    const { page, server } = await given(connectedState);
    await page.getByText('Nothing has been synced yet.').waitFor();
    server.state = { ...server.state, activity: { kind: 'idle', lastEndedMs: 1 }, lastRun };
    await page.clock.runFor(30_000);
    await page.locator('#last-run', { hasText: '400 synced.' }).waitFor();
  });

  it('is stopped once, however often Stop is pressed', async () => {
    const { page, server } = await given({ ...connectedState, activity: running });
    const release = server.hold('stopSync');
    await button(page, 'Stop').click();
    await page.locator('#stop-sync').dispatchEvent('click');
    server.state = { ...server.state, activity: { ...running, isStopping: true } };
    release();
    await button(page, 'Stopping…').waitFor();
    expect(asked(server, 'stopSync')).toHaveLength(1);
  });

  it('can be canceled while it waits for a limit to end', async () => {
    const sentence = 'It continues automatically, but not before tomorrow at 01:00.';
    const waiting = { kind: 'waiting', title: 'Syncing "Contacts"', sentence, left: 1850 } as const;
    const { page, server } = await given({ ...connectedState, activity: waiting });
    await page.getByText(`1,850 contacts are left. ${sentence}`).waitFor();
    server.state = { ...server.state, activity: { kind: 'idle', lastEndedMs: 1 } };
    await button(page, 'Cancel the rest').click();
    await page.getByText(sentence).waitFor({ state: 'hidden' });
    expect(asked(server, 'stopSync')).toHaveLength(1);
  });

  it('can be stopped before it has reported its progress', async () => {
    const { page, server } = await given(connectedState);
    const release = server.hold('syncNow');
    await button(page, 'Sync now').click();
    await button(page, 'Stop').click();
    await button(page, 'Stopping…').waitFor();
    expect(await page.locator('#activity').isVisible()).toBe(true);
    expect(await button(page, 'Syncing…').getAttribute('aria-disabled')).toBe('true');
    release();
    await page.locator('#activity').waitFor({ state: 'hidden' });
  });

  it('offers to show failed rows and the log, and reports both', async () => {
    const { page } = await given({ ...connectedState, lastRun, hasLog: true });
    await button(page, 'Show failed rows').click();
    await page.locator('#sync-result', { hasText: 'Row 3, 1 of 3' }).waitFor();
    await button(page, 'Next failed row').focus();
    await page.keyboard.press('Enter');
    await page.locator('#sync-result', { hasText: 'Row 55, 2 of 3' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#sync-result', { hasText: 'Row 90, 3 of 3' }).waitFor();
    await button(page, 'Previous failed row').click();
    await page.locator('#sync-result', { hasText: 'Row 55, 2 of 3' }).waitFor();
    await button(page, 'Open the log').click();
    await page.locator('#sync-result', { hasText: 'The log is open.' }).waitFor();
  });

  it('is looked up again when someone returns from a dialog', async () => {
    const { page, server } = await given({ ...connectedState, lastRun });
    await button(page, 'Undo the sync of 23 November…').click();
    await expect.poll(() => asked(server, 'undoLastSync').length).toBe(1);
    server.state = { ...server.state, lastRun: { ...lastRun, sentence: '400 undone.' } };
    await page.clock.runFor(11_000);
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.locator('#last-run', { hasText: '400 undone.' }).waitFor();
    expect(asked(server, 'loadState')).toHaveLength(2);
  });
});

describe('the methods to connect in the sidebar', () => {
  it('accepts a key, and clears it once the server has it', async () => {
    const { page, server } = await given({});
    await page.getByRole('radio', { name: 'Personal access token' }).check();
    await page.locator('#api-key').fill('demo-key');
    await button(page, 'Test and connect').click();
    await page.getByText('Connected to app123.').first().waitFor();
    expect(asked(server, 'connectKey')).toEqual([['connectKey', { key: 'demo-key' }]]);
    expect(await page.locator('#api-key').inputValue()).toBe('');
  });

  it('offers a legacy key only on request', async () => {
    const { page, server } = await given({});
    const legacy = page.getByRole('radio', { name: 'Legacy API key' });
    expect(await legacy.isVisible()).toBe(false);
    await button(page, 'I only have a legacy API key').click();
    expect(await legacy.isChecked()).toBe(true);
    await page.getByLabel('Application name').fill('app123');
    await page.locator('#legacy-key').fill('demo-legacy-key');
    await button(page, 'Test and connect').click();
    await page.getByText('Connected to app123.').first().waitFor();
    expect(asked(server, 'connectLegacyKey')).toEqual([
      ['connectLegacyKey', { application: 'app123', key: 'demo-legacy-key' }],
    ]);
    expect(await page.locator('#legacy-key').inputValue()).toBe('');
  });

  it('keeps what was typed if Keap rejects it', async () => {
    const { page, server } = await given({});
    await page.getByRole('radio', { name: 'Personal access token' }).check();
    await page.locator('#api-key').fill('demo-key');
    server.answerNext('connectKey', {
      answer: { kind: 'problem', advice: 'Keap does not accept this key.' },
    });
    await button(page, 'Test and connect').click();
    await page.getByRole('alert').getByText('Keap does not accept this key.').waitFor();
    expect(await page.locator('#api-key').inputValue()).toBe('demo-key');
  });

  it('asks which account to use, and keeps the current one by default', async () => {
    const other = { ...connectedState, connection: connections['other-account'] };
    const { page, server } = await given(other);
    expect(await button(page, 'Switch to the other account').isVisible()).toBe(true);
    await page.locator('#keep-account').click();
    await page.locator('#connection-result', { hasText: 'Nothing was changed.' }).waitFor();
    expect([asked(server, 'keepAccount').length, asked(server, 'acceptAccount').length]).toEqual([1, 0]);
  });

  it('takes over the scheduled sync only after asking', async () => {
    const owner = {
      kind: 'somebody-else',
      sentence: 'The scheduled sync runs with another connection.',
    } as const;
    const { page, server } = await given({ ...connectedState, owner });
    await page.locator('#connection summary').click();
    await button(page, 'Run the scheduled sync with my connection').click();
    await page.locator('#take-over-no:focus').press('Escape');
    expect(asked(server, 'takeOver')).toHaveLength(0);
    await page.locator('#take-over:focus').press('Enter');
    await button(page, 'Take over').click();
    await page.locator('#connection-result', { hasText: 'The scheduled sync is yours.' }).waitFor();
    expect(await page.locator('#take-over').isVisible()).toBe(false);
  });

  it('offers to give up a foreign account or to switch to it', async () => {
    const { page, server } = await given({
      ...connectedState,
      connection: connections['foreign-account'],
    });
    await button(page, 'Switch to your account').waitFor();
    expect(await page.locator('#keep-account').isVisible()).toBe(false);
    expect(await page.locator('#sync-now').isDisabled()).toBe(true);
    await button(page, 'Disconnect').click();
    await page.locator('#remove-question').waitFor();
    expect(asked(server, 'acceptAccount')).toEqual([]);
  });
});

describe('the columns in the sidebar', () => {
  it('saves the choices, and lets empty cells clear a field only after asking', async () => {
    const { page, server } = await given(connectedState);
    await page.locator('#columns summary').click();
    await page.getByLabel('D Notes').selectOption({ label: 'First name' });
    const clears = page.locator('#column-rows li', { hasText: 'E-Mail' }).getByRole('checkbox');
    await clears.click();
    await page.locator('#column-rows li', { hasText: 'E-Mail' }).locator('#clear-no:focus').press('Enter');
    expect(await clears.isChecked()).toBe(false);
    await clears.click();
    expect(await clears.isChecked()).toBe(false);
    await button(page, 'Clear the field').click();
    expect(await clears.isChecked()).toBe(true);
    await button(page, 'Save columns').click();
    await page.getByText('Saved.').first().waitFor();
    const saved = asked(server, 'saveColumns')[0]?.[1];
    expect(saved).toEqual({
      sheetId: 0,
      missingIds: 'leave',
      unknownTags: 'leave',
      hasLinks: false,
      columns: [
        { letter: 'A', header: 'Contact ID', kind: 'id', blankClears: false },
        { letter: 'B', header: 'E-Mail', kind: 'Email', blankClears: true },
        { letter: 'C', header: 'Opt-out reason', kind: 'opt-out', blankClears: false },
        { letter: 'D', header: 'Notes', kind: 'FirstName', blankClears: false },
        { letter: 'E', header: 'Colour', kind: 'none', blankClears: false },
      ],
    });
  });

  it('follow the sheet that somebody opens, with the pointer anywhere, unless they are being edited', async () => {
    const { page, server } = await given({
      ...connectedState,
      sheet: { ...standInServer().state.sheet, problem: 'The sheet "Contacts" has no contact ids.' },
    });
    await page.getByText('This sheet cannot be synced yet.').waitFor();
    // The look may be an old one, so the button works; the server decides.
    expect(await button(page, 'Sync now').isDisabled()).toBe(false);
    const open = (id: number, name: string) => {
      server.state = { ...server.state, sheet: { ...server.state.sheet, id, name, problem: '' } };
    };
    open(7, 'Customers');
    await page.clock.runFor(11_000);
    await page.locator('#sheet-name', { hasText: 'Customers' }).waitFor({ state: 'attached' });
    await page.locator('#columns summary').click();
    await page.locator('#column-1').selectOption('FirstName');
    open(8, 'Others');
    await page.clock.runFor(11_000);
    await expect.poll(() => asked(server, 'activity').length).toBeGreaterThan(1);
    expect(await page.locator('#sheet-name').textContent()).toContain('Customers');
  });

  it('are drawn again only after a change, so that a list keeps the focus', async () => {
    const { page, server } = await given(connectedState);
    await page.locator('#columns summary').click();
    await page.locator('#column-1').focus();
    await page.clock.runFor(11_000);
    await expect.poll(() => asked(server, 'activity').length).toBe(1);
    expect(await page.evaluate('document.activeElement.id')).toBe('column-1');
    const [first, ...others] = server.state.sheet.columns;
    if (first === undefined) throw new Error('There is no column.');
    const columns = [{ ...first, header: 'Renamed' }, ...others];
    server.state = { ...server.state, sheet: { ...server.state.sheet, columns } };
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.getByLabel('A Renamed').waitFor();
    // The list was drawn again, so the focus is on the heading of its section.
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
  });

  it('return to what is stored when the sheet is reloaded', async () => {
    const { page } = await given(connectedState);
    await page.locator('#columns summary').click();
    await page.getByLabel('D Notes').selectOption({ label: 'First name' });
    await button(page, 'Reload the sheet').click();
    await expect.poll(() => page.getByLabel('D Notes').inputValue()).toBe('none');
  });
});

describe('the keyboard in the sidebar', () => {
  it('continues from the same section when the focused button disappears', async () => {
    const api = { choice: 'automatic', sentence: 'Using XML-RPC.', banner: '' } as const;
    const { page } = await given({ ...connectedState, api });
    await page.getByText('Advanced').click();
    await page.locator('#api-choice').selectOption('rest');
    await page.locator('#save-api').press('Enter');
    await page.locator('#save-api').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
  });
});

describe('the link to Keap', () => {
  const ready = { connection: connections['not-connected'], hasClientSecret: true, clientId: 'demo' };
  const hide = (page: Page, isHidden: boolean) =>
    page.evaluate(`
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${isHidden} });
      document.dispatchEvent(new Event('visibilitychange'));`);

  it('counts for someone who allowed access in time and returns late', async () => {
    const { page, server } = await given(ready);
    await button(page, 'Connect to Keap').click();
    await page.locator('#consent-link').waitFor();
    await hide(page, true);
    server.state = { ...server.state, connection: connections.connected };
    await page.clock.fastForward(70 * 60_000);
    await hide(page, false);
    await page.clock.runFor(1_000);
    await page.locator('#connection-badge', { hasText: 'Connected' }).waitFor();
  });

  it('expires after an hour, and a consent in that time is seen when someone returns', async () => {
    const { page, server } = await given(ready);
    await button(page, 'Connect to Keap').click();
    await page.locator('#consent-link').waitFor();
    await page.clock.runFor(58 * 60_000 + 30_000);
    await page.getByText('The time to allow access has run out').first().waitFor();
    server.state = { ...server.state, connection: connections.connected };
    await page.clock.runFor(11_000);
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.locator('#connection-badge', { hasText: 'Connected' }).waitFor();
  });
});
