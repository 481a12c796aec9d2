/** The sidebar in a real browser, against a server that fulfills the contract. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPage } from '../../../build/browser-page.ts';
import { openBrowser } from '../../support/browser.ts';
import { axeFindings, hostAddress, openedAtMs, openSidebar } from '../../support/open-sidebar.ts';
import {
  connectedState,
  connections,
  consentAddress,
  ofSheet,
  type StandInServer,
  standInServer,
} from '../../support/stand-in-server.ts';

let browser: Browser;
let html: string;

beforeAll(async () => {
  [browser, html] = [await openBrowser(), await browserPage('sidebar')];
}, 120_000);
afterAll(() => browser?.close());

const blankColumn = { suggestion: '', isChosen: false, blankClears: false, canBlankClear: true };
const weekdays = [1, 2, 3, 4, 5, 6, 7];
const schedule = { isOn: true, hours: [6], weekdays, usage: '', mailsOn: true };
const unaddressed = {
  ...schedule,
  isOn: false,
  mailTo: '',
  timeZone: 'Europe/Berlin',
  sheetName: '',
  nextRun: '',
  sheets: [],
};

const openAllSections = "for (const section of document.querySelectorAll('details')) section.open = true";
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const timesAsked = (server: StandInServer, name: string) =>
  server.asked.filter(([asked]) => asked === name).length;

describe('the sidebar in a browser', () => {
  it('leads from the first opening to a sync', async () => {
    const server = standInServer();
    const { page, foreign } = await openSidebar(browser, html, server);
    const primary = page.locator('.primary:visible');

    await button(page, 'Save').waitFor();
    expect(await primary.allTextContents()).toEqual(['Save']);
    expect(await axeFindings(page)).toEqual([]);

    await page.getByLabel('Client id', { exact: true }).fill('demo-client');
    await page.getByLabel('Client secret').fill('demo-secret');
    await button(page, 'Save').click();
    const link = page.getByRole('link', { name: 'Open Keap to allow access' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe(`${consentAddress}1`);
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toBe('noopener');
    expect(await primary.allTextContents()).toEqual(['Open Keap to allow access']);
    expect(await axeFindings(page)).toEqual([]);

    server.state = { ...server.state, connection: connections.connected };
    await page.clock.runFor(4_000);
    await button(page, 'Sync now').waitFor();
    expect(await page.locator('#announcement').textContent()).toContain('Connected to app123');
    expect(await primary.allTextContents()).toEqual(['Sync now']);
    expect(await axeFindings(page)).toEqual([]);

    const release = server.hold('syncNow');
    await button(page, 'Sync now').click();
    await page.getByText('Reading the sheet.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    release();
    await page.locator('#last-run', { hasText: '42 synced, 1 failed' }).waitFor();

    server.answerNext('syncNow', {
      answer: { kind: 'problem', advice: 'Another sync is running. Wait until it has ended.' },
    });
    await button(page, 'Sync now').click();
    expect(await page.getByRole('alert').textContent()).toBe(
      'Another sync is running. Wait until it has ended.',
    );
    expect(await axeFindings(page)).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it('is accessible in every state', async () => {
    const server = standInServer({ clientId: 'demo-client', hasClientSecret: true });
    const { page } = await openSidebar(browser, html, server);
    const { sheet } = server.state;
    const problem = 'This sheet has no column of contact ids. Name one "Contact ID".';
    const unsyncable = {
      id: 0,
      name: 'Empty',
      headerLine: 1,
      missingIds: 'leave' as const,
      unknownTags: 'leave' as const,
      hasLinks: false,
      fillable: [],
      linkNote: '',
      columns: [],
      kinds: [],
      problem,
      note: '',
    };
    const states = [
      ...Object.values(connections).map((connection) => ({ connection, sheet })),
      { connection: connections.connected, sheet: unsyncable },
    ];
    for (const state of states) {
      server.state = { ...server.state, ...state };
      await page.reload();
      await page.locator('#connection').waitFor();
      await page.evaluate(openAllSections);
      expect(await page.locator('.primary:visible').count()).toBe(1);
      expect(await axeFindings(page)).toEqual([]);
    }
  });

  it('can be used by keyboard only', async () => {
    const server = standInServer();
    const { page } = await openSidebar(browser, html, server);
    await button(page, 'Save').waitFor();
    const focused = () =>
      page.evaluate<string>('document.activeElement.id || document.activeElement.parentElement.id');
    const walk: string[] = [];
    for (let step = 0; step < 9; step++) {
      await page.keyboard.press('Tab');
      walk.push(await focused());
    }
    expect(walk).toEqual([
      'connection',
      'method-oauth',
      'show-legacy',
      'keap-keys',
      'redirect-uri',
      'copy-redirect-uri',
      'client-id',
      'client-secret',
      'save-client',
    ]);
    await page.getByLabel('Client id', { exact: true }).focus();
    await page.keyboard.type('demo-client');
    await page.keyboard.press('Tab');
    await page.keyboard.type('demo-secret');
    await page.keyboard.press('Enter');
    await page.locator('#consent-link:focus').waitFor();

    server.state = { ...server.state, connection: connections.connected };
    await page.clock.runFor(4_000);
    await button(page, 'Sync now').waitFor();
    expect(await focused()).toBe('connection');
    await page.keyboard.press('Enter');
    await button(page, 'Disconnect').focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('remove-no');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('remove');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    await button(page, 'Save').waitFor();
    expect(await focused()).toBe('connection');
    expect(timesAsked(server, 'disconnect')).toBe(1);
  });

  it('keeps the focus on the pressed button, and ignores a second press', async () => {
    const server = standInServer(connectedState);
    const { page } = await openSidebar(browser, html, server);
    await button(page, 'Sync now').waitFor();
    const release = server.hold('syncNow');
    await button(page, 'Sync now').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Space');
    await page.locator('#save-schedule').dispatchEvent('click');
    expect(await page.locator('#sync-now[aria-disabled=true]:focus').textContent()).toBe('Syncing…');
    release();
    await page.locator('#sync-now:not([aria-disabled]):focus', { hasText: 'Sync now' }).waitFor();
    expect(timesAsked(server, 'syncNow')).toBe(1);
    expect(timesAsked(server, 'saveSchedule')).toBe(0);
  });

  it('removes the link before it expires, and gets a new one on request', async () => {
    const server = standInServer({ clientId: 'demo-client', hasClientSecret: true });
    const { page } = await openSidebar(browser, html, server);
    await button(page, 'Connect to Keap').click();
    const link = page.getByRole('link', { name: 'Open Keap to allow access' });
    await link.waitFor();
    await page.clock.runFor(57 * 60_000);
    expect(await link.isVisible()).toBe(true);
    const isOver = async () => {
      await page.clock.runFor(20_000);
      return await page.getByText('The time to allow access has run out. Start again.').isVisible();
    };
    await expect.poll(isOver).toBe(true);
    expect(await link.isVisible()).toBe(false);
    const asked = server.asked.length;
    await page.clock.runFor(60 * 60_000);
    expect(server.asked.length).toBe(asked);
    await button(page, 'Start again').click();
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe(`${consentAddress}2`);
  });

  it('does not follow a link that expired while the computer slept', async () => {
    const server = standInServer({ clientId: 'demo-client', hasClientSecret: true });
    const { page, foreign } = await openSidebar(browser, html, server);
    await page.clock.pauseAt(openedAtMs + 60_000);
    await button(page, 'Connect to Keap').click();
    await page.getByRole('link', { name: 'Open Keap' }).waitFor();
    await page.clock.setSystemTime(Date.UTC(2026, 10, 24));
    await page.getByRole('link', { name: 'Open Keap' }).click();
    await page.locator('#connect:focus', { hasText: 'Start again' }).waitFor();
    expect(foreign).toEqual([]);
  });

  it('does not poll while it is hidden, and polls immediately when someone returns', async () => {
    const server = standInServer({ clientId: 'demo-client', hasClientSecret: true });
    const { page } = await openSidebar(browser, html, server);
    const hide = (isHidden: boolean) =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
      );
    await button(page, 'Connect to Keap').click();
    await page.getByRole('link', { name: 'Open Keap' }).waitFor();
    await hide(true);
    const before = timesAsked(server, 'loadState');
    await page.clock.runFor(60_000);
    expect(timesAsked(server, 'loadState')).toBe(before);
    server.state = { ...server.state, connection: connections.connected };
    await hide(false);
    await page.clock.runFor(1);
    await button(page, 'Sync now').waitFor();
    expect(timesAsked(server, 'loadState')).toBe(before + 1);
    await page.clock.runFor(60_000);
    expect(timesAsked(server, 'loadState')).toBe(before + 1);
  });

  it('stops waiting on request, and when the user has denied access', async () => {
    const server = standInServer({ clientId: 'demo-client', hasClientSecret: true });
    const { page } = await openSidebar(browser, html, server);
    await button(page, 'Connect to Keap').click();
    await button(page, 'Cancel').click();
    await page.locator('#connect:focus').waitFor();
    const asked = server.asked.length;
    await page.clock.runFor(60_000);
    expect(server.asked.length).toBe(asked);

    await button(page, 'Connect to Keap').click();
    await followLink(page);
    await page.clock.runFor(4_000);
    await page.locator('#connection-sentence', { hasText: 'Waiting since' }).waitFor();
    server.state = { ...server.state, connection: connections['not-connected'] };
    await page.clock.runFor(4_000);
    await button(page, 'Connect to Keap').waitFor();
    expect(await page.locator('#waiting').isVisible()).toBe(false);
  });

  it('keeps the form open where Keap does not know the client, and leads on by Cancel', async () => {
    const server = standInServer();
    const { page } = await openSidebar(browser, html, server);
    const warning = 'Keap does not recognize this client id and secret.';
    const connection = { ...connections['not-connected'], warning, isClientUnknown: true };
    const known = { clientId: 'typo', hasClientSecret: true };
    const value = { ...server.state, ...known, connection };
    server.answerNext('saveClient', { answer: { kind: 'ok', value } });
    await page.getByLabel('Client id', { exact: true }).fill('typo');
    await page.getByLabel('Client secret').fill('demo-secret');
    await button(page, 'Save').click();
    await page.locator('#connection-warning', { hasText: warning }).waitFor();
    expect(await page.getByLabel('Client id', { exact: true }).inputValue()).toBe('typo');
    await page.locator('#client-secret:focus').waitFor();
    expect(timesAsked(server, 'beginConsent')).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await button(page, 'Cancel').click();
    await button(page, 'Connect to Keap').click();
    await page.getByRole('link', { name: 'Open Keap' }).waitFor();
  });

  it('waits for somebody only once they have opened the page', async () => {
    const server = standInServer({ clientId: 'demo-client', hasClientSecret: true });
    const { page } = await openSidebar(browser, html, server);
    await button(page, 'Connect to Keap').click();
    await page.getByText("Keap's page opens in a new tab.").waitFor();
    await page.clock.runFor(10_000);
    expect(timesAsked(server, 'loadState')).toBeGreaterThan(1);
    const waits = page.getByText(/^Waiting/).filter({ visible: true });
    expect(await waits.count()).toBe(0);
    expect(await button(page, 'Cancel').isVisible()).toBe(true);
    await followLink(page);
    await page.getByText("Waiting for you to allow access on Keap's page.").waitFor();
    expect(await button(page, 'Stop waiting').isVisible()).toBe(true);
    await page.locator('#connection-sentence', { hasText: 'Waiting since' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('keeps waiting for a consent that was started before it was opened', async () => {
    const server = standInServer({
      connection: connections.connecting,
      clientId: 'demo-client',
      hasClientSecret: true,
    });
    const { page } = await openSidebar(browser, html, server);
    await button(page, 'Start again').waitFor();
    server.state = { ...server.state, connection: connections.connected };
    await page.clock.runFor(4_000);
    await button(page, 'Sync now').waitFor();
  });

  it('says what helps when Google fails, and loads on retry', async () => {
    const server = standInServer();
    server.answerNext('loadState', { failure: { name: 'ScriptError', message: 'PERMISSION_DENIED' } });
    const { page } = await openSidebar(browser, html, server);
    await page.getByRole('alert').getByText('signed in to several Google accounts').waitFor();
    expect(await page.getByText('Loading…').isVisible()).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
    server.answerNext('loadState', { answer: null });
    await button(page, 'Try again').click();
    await page.getByRole('alert').getByText('Google could not complete this request').waitFor();
    await button(page, 'Try again').click();
    await button(page, 'Save').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('shows text from the sheet and from the server as text', async () => {
    const trap = '<img src=x onerror="document.title=\'trapped\'"><script>document.title="trapped"</script>';
    const traps = {
      headerLine: 1,
      missingIds: 'leave' as const,
      unknownTags: 'leave' as const,
      hasLinks: false,
      fillable: [],
      linkNote: '',
      columns: [{ ...blankColumn, letter: trap, header: trap, kind: trap, note: trap }],
      kinds: [{ value: trap, label: trap, group: trap, note: trap }],
    };
    const server = standInServer({
      ...connectedState,
      connection: { ...connections.connected, sentence: trap, warning: trap },
      sheet: { id: 0, name: trap, ...traps, problem: trap, note: trap },
      lastRun: { sentence: trap, hasFailedRows: true, undo: trap },
      schedule: ofSheet({ ...schedule, mailTo: trap, timeZone: trap, sheetName: trap, nextRun: trap }),
    });
    const { page, foreign } = await openSidebar(browser, html, server);
    await page.locator('#sheet-problem', { hasText: 'onerror' }).waitFor();
    server.answerNext('saveSchedule', { answer: { kind: 'problem', advice: trap } });
    await page.getByLabel('Email addresses for alerts').fill('');
    await button(page, 'Save schedule').click();
    expect(await page.getByRole('alert').textContent()).toBe(trap);
    expect(await page.title()).toBe('Keap Contact Sync');
    expect(foreign).toEqual([]);
  });

  it('clears the secret as soon as it is saved, and never shows a saved one', async () => {
    const server = standInServer();
    const { page } = await openSidebar(browser, html, server);
    await page.getByLabel('Client id', { exact: true }).fill('demo-client');
    await page.getByLabel('Client secret').fill('demo-secret');
    await button(page, 'Save').click();
    await page.getByRole('link', { name: 'Open Keap' }).waitFor();
    expect(await page.locator('#client-secret').inputValue()).toBe('');
    expect(server.asked).toContainEqual([
      'saveClient',
      { clientId: 'demo-client', clientSecret: 'demo-secret' },
    ]);
    await button(page, 'Cancel').click();
    await button(page, 'Change client id and secret').click();
    const secret = page.getByLabel('Client secret');
    expect([await secret.inputValue(), await secret.getAttribute('placeholder')]).toEqual(['', 'Saved']);
    expect(await page.getByLabel('Client id', { exact: true }).inputValue()).toBe('demo-client');
    await page.getByLabel('Client id', { exact: true }).fill('another-client');
    await page.getByText('A different client id needs its own secret.').waitFor();
    await button(page, 'Save').click();
    expect(timesAsked(server, 'saveClient')).toBe(1);
  });

  it('copies in a frame of another origin, where the Clipboard API is forbidden', async () => {
    const { page } = await openSidebar(browser, html, standInServer());
    await page.goto(hostAddress);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Copy' }).click();
    await frame.getByRole('button', { name: 'Copied' }).waitFor();
    const clientId = frame.getByLabel('Client id', { exact: true });
    await clientId.press('ControlOrMeta+V');
    expect(await clientId.inputValue()).toMatch(/^https:.*\/usercallback$/);
  });

  it('shows a sync from the menu when someone returns to it', async () => {
    const server = standInServer(connectedState);
    const { page } = await openSidebar(browser, html, server);
    await page.getByText('Nothing has been synced yet.').waitFor();
    server.state = { ...server.state, lastRun: { sentence: '7 synced.', hasFailedRows: false, undo: '' } };
    await page.clock.runFor(4_000);
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.getByText('7 synced.').waitFor();
    const asked = timesAsked(server, 'loadState');
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    expect(timesAsked(server, 'loadState')).toBe(asked);
  });

  it('keeps what someone is typing', async () => {
    const server = standInServer(connectedState);
    const { page } = await openSidebar(browser, html, server);
    await page.getByLabel('Email addresses for alerts').fill('typed@example.com');
    await page.getByRole('switch', { name: 'Sync on a schedule' }).check();
    await page.getByLabel('Hour').selectOption('23:00');
    await button(page, 'Sync now').click();
    await page.locator('#last-run', { hasText: '42 synced' }).waitFor();
    expect(await page.getByLabel('Email addresses for alerts').inputValue()).toBe('typed@example.com');
    await button(page, 'Save schedule').click();
    await page.locator('#sync-badge', { hasText: 'Daily, 23:00' }).waitFor();
    expect(server.asked.at(-1)).toEqual([
      'saveSchedule',
      {
        isOn: true,
        hours: [23],
        weekdays,
        mailTo: 'typed@example.com',
        mailsOn: true,
        forSheetId: 0,
        fill: null,
        compares: false,
      },
    ]);
  });

  it('chooses several hours and days by keyboard alone, and every hour', async () => {
    const server = standInServer(connectedState);
    const { page } = await openSidebar(browser, html, server);
    await page.getByLabel('How often').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByLabel('Hour', { exact: true }).isVisible()).toBe(false);
    // Of the hours, the one that was chosen is checked.
    expect(await page.getByRole('checkbox', { name: '06:00' }).isChecked()).toBe(true);
    await page.getByRole('checkbox', { name: '17:00' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('checkbox', { name: 'Sunday' }).focus();
    await page.keyboard.press('Space');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('switch', { name: 'Sync on a schedule' }).check();
    await button(page, 'Save schedule').press('Enter');
    await page.locator('#sync-badge', { hasText: '6 days a week, 2 times' }).waitFor();
    const text =
      'every Monday, Tuesday, Wednesday, Thursday, Friday and Saturday within an hour of 06:00 and 17:00.';
    await page.locator('#schedule-saved', { hasText: text }).waitFor();
    expect(server.asked.at(-1)).toMatchObject([
      'saveSchedule',
      { hours: [6, 17], weekdays: [1, 2, 3, 4, 5, 6] },
    ]);
    await page.getByLabel('How often').selectOption('Every hour');
    expect(await page.getByRole('checkbox', { name: '06:00' }).isVisible()).toBe(false);
    await page.getByRole('checkbox', { name: 'Sunday' }).check();
    await button(page, 'Save schedule').click();
    await page.locator('#sync-badge', { hasText: 'Hourly' }).waitFor();
    await page.locator('#schedule-saved', { hasText: 'is synced every hour.' }).waitFor();
  });

  it('lists the other sheets with a schedule, and goes to one of them by keyboard alone to switch it off', async () => {
    const sheet = {
      isDeleted: false,
      isOn: true,
      hours: [7],
      weekdays,
      nextRun: 'tomorrow at 07:00',
      compares: false,
    };
    const sheets = [
      { ...sheet, id: 5, name: 'Leads' },
      { ...sheet, id: 6, name: 'Old', isDeleted: true },
      { ...sheet, id: 7, name: 'Off', isOn: false },
    ];
    const { mailTo, ...times } = { ...unaddressed, mailTo: 'ann@example.com' };
    const server = standInServer({ ...connectedState, schedule: { ...times, mailTo, sheets } });
    const { page } = await openSidebar(browser, html, server);
    await page.locator('#sync-badge', { hasText: '2 other sheets' }).waitFor();
    await page.locator('#schedule-hint', { hasText: 'Syncs the sheet "Contacts".' }).waitFor();
    const others = page.getByRole('list', { name: 'Also synced on a schedule:' }).getByRole('listitem');
    expect(await others.allTextContents()).toEqual([
      '"Leads" every day between 07:00 and 08:00 Open',
      'The sheet "Old" has been deleted. Its schedule is removed when you save this one.',
    ]);
    expect(await axeFindings(page)).toEqual([]);
    await button(page, 'Open the sheet "Leads"').focus();
    await page.keyboard.press('Enter');
    await page.locator('#schedule-hint', { hasText: 'Syncs the sheet "Leads".' }).waitFor();
    await page.locator('#next-run', { hasText: 'tomorrow at 07:00' }).waitFor();
    const onOff = page.getByRole('switch', { name: 'Sync on a schedule' });
    expect(await onOff.isChecked()).toBe(true);
    await onOff.focus();
    await page.keyboard.press('Space');
    await button(page, 'Save schedule').press('Enter');
    await page.locator('#schedule-saved', { hasText: 'Saved. The scheduled sync is off.' }).waitFor();
    expect(server.asked.at(-1)).toMatchObject(['saveSchedule', { isOn: false, hours: [7], forSheetId: 5 }]);
  });

  it('asks who should be told while there is no address, by keyboard alone, and sends a test email', async () => {
    const server = standInServer({ ...connectedState, schedule: unaddressed });
    const { page } = await openSidebar(browser, html, server);
    await page.locator('#sync-badge', { hasText: 'No alert address' }).waitFor();
    await page.getByLabel('Email address for alerts').focus();
    await page.keyboard.type('ann@example.com, bob@example.com');
    await page.keyboard.press('Enter');
    await page.locator('#sync-badge', { hasText: 'Not scheduled' }).waitFor();
    expect(server.asked.at(-1)).toEqual(['saveAlertAddress', { mailTo: 'ann@example.com,bob@example.com' }]);
    expect(await page.locator('#address-form').isVisible()).toBe(false);
    await button(page, 'Send a test email').focus();
    await page.keyboard.press('Enter');
    await page
      .locator('#schedule-saved', { hasText: 'A test email is on its way to ann@example.com' })
      .waitFor();
  });

  it('keeps what is typed during a save, and sends it with the next one', async () => {
    const server = standInServer(connectedState);
    const { page } = await openSidebar(browser, html, server);
    await page.getByLabel('Email addresses for alerts').fill('first@example.com');
    const release = server.hold('saveSchedule');
    await button(page, 'Save schedule').click();
    await page.getByLabel('Email addresses for alerts').fill('second@example.com');
    release();
    await page.locator('#schedule-saved', { hasText: 'Saved' }).waitFor();
    expect(await page.getByLabel('Email addresses for alerts').inputValue()).toBe('second@example.com');
    await button(page, 'Save schedule').click();
    await expect
      .poll(() => server.asked.filter(([name]) => name === 'saveSchedule').map(([, asked]) => asked))
      .toMatchObject([{ mailTo: 'first@example.com' }, { mailTo: 'second@example.com' }]);
  });

  it('needs no horizontal scrolling, even at 200 % zoom', async () => {
    const server = standInServer();
    const { page } = await openSidebar(browser, html, server);
    for (const state of [{}, connectedState]) {
      server.state = { ...server.state, ...state };
      await page.reload();
      await page.locator('#connection').waitFor();
      await page.evaluate(openAllSections);
      for (const width of [300, 150]) {
        await page.setViewportSize({ width, height: 600 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
    }
  });
});

/** Opens Keap's page in its tab, and closes that again. */
async function followLink(page: Page): Promise<void> {
  const [keap] = await Promise.all([page.waitForEvent('popup'), page.locator('#consent-link').click()]);
  await keap.close();
}
