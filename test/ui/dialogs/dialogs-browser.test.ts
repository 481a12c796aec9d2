/** The dialogs in a real browser, against a server that fulfills the contract. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserPage, browserPage } from '../../../build/browser-page.ts';
import type { ActivityView, PreviewView, UndoView } from '../../../src/ui/api.ts';
import { openBrowser } from '../../support/browser.ts';
import { axeFindings, openSidebar } from '../../support/open-sidebar.ts';
import { countedOf, type StandInServer, standInServer } from '../../support/stand-in-server.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

const viewport = { width: 720, height: 560 };
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const ok = (value: unknown) => ({ answer: { kind: 'ok', value } }) as const;

async function open(name: BrowserPage, server: StandInServer): Promise<Page> {
  const { page, foreign } = await openSidebar(browser, await browserPage(name), server, { viewport });
  expect(foreign).toEqual([]);
  return page;
}

const change = (id: number) => ({
  contact: String(id),
  field: 'Email',
  from: `old${id}@example.com`,
  to: id === 3 ? '' : `new${id}@example.com`,
});

const bigPreview: PreviewView = {
  sheetName: 'Contacts',
  sentence: '250 contacts would change; 1 row needs attention; 17 are unchanged.',
  contacts: 250,
  unchanged: 17,
  problems: 1,
  optOutWarning: '',
  questions: [],
  changes: Array.from({ length: 250 }, (_, index) => change(index + 1)),
  moreContacts: 0,
  counted: countedOf(250),
  problemRows: [{ line: 5, contact: '12a', reason: '"12a" is not a contact id.' }],
  cost: 'About 500 requests to Keap, about 1 minute.',
  plan: 'plan-1',
};

describe('the preview in a browser', () => {
  it('shows what a sync would do, finds a contact and sends exactly this plan', async () => {
    const server = standInServer();
    server.answerNext('preview', ok(bigPreview));
    const page = await open('preview', server);
    await page.getByText('250 contacts would change').waitFor();
    expect(await page.locator('#changes tr').count()).toBe(100);
    await page.getByText('1 to 100 of 250').waitFor();
    await button(page, 'Next changes').focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press('Enter');
    await page.getByText('201 to 250 of 250').waitFor();
    expect(await page.locator('#changes tr').last().textContent()).toContain('new250@example.com');
    await button(page, 'Previous changes').click();
    await page.getByText('101 to 200 of 250').waitFor();

    await page.getByLabel('Search the changes').fill('OLD42@');
    expect(await page.locator('#changes tr').count()).toBe(1);
    await page.getByText('Found 1 of 250.').waitFor();
    // The checker cannot see what is scrolled out of view, so it checks a short list.
    expect(await axeFindings(page)).toEqual([]);

    const release = server.hold('syncPlan');
    await button(page, 'Sync now').click();
    await page.getByText('Syncing "Contacts"').waitFor();
    await page.locator('#submit').dispatchEvent('click');
    server.state = { ...server.state, activity: running };
    await page.clock.runFor(4_000);
    await page.getByText('120 of 400 contacts, 2 failed, 150 requests, about 3 minutes left.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    release();
    await page.getByText('42 synced').waitFor();
    expect(server.asked.filter(([name]) => name === 'syncPlan')).toEqual([
      ['syncPlan', { scope: 'all', plan: 'plan-1', confirmed: [] }],
    ]);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('window.wasClosed')).toBe(true);
  });

  it('loads ten thousand changes piece by piece, searches all of them, and sends only when it has shown all', async () => {
    const server = standInServer();
    const pieces = 20;
    const size = 500;
    for (let piece = 0; piece < pieces; piece++) {
      const changes = Array.from({ length: size }, (_, index) => change(piece * size + index + 10));
      const done = (piece + 1) * size;
      const moreContacts = pieces * size - done;
      const problemRows = [{ line: 1000 - piece, contact: `bad${piece}`, reason: 'No.' }];
      const counted = countedOf(done);
      server.answerNext('preview', ok({ ...bigPreview, changes, moreContacts, problemRows, counted }));
    }
    const page = await open('preview', server);
    await button(page, 'Sync now').waitFor();
    await page.getByText('1 to 100 of 10,000').waitFor();
    expect(await page.locator('#problems tr').count()).toBe(pieces);
    expect(await page.locator('#problems tr').first().textContent()).toContain('981');
    await page.getByLabel('Search the changes').fill('new10009@');
    await page.getByText('Found 1 of 10,000.').waitFor();
    const asked = server.asked.filter(([name]) => name === 'preview').map(([, input]) => input);
    expect(asked).toHaveLength(pieces);
    expect(asked[0]).toEqual({ scope: 'all' });
    expect(asked[1]).toEqual({ scope: 'all', counted: countedOf(size) });
  });

  it('offers no sync while pieces are missing, continues after a problem, and starts anew for an edited sheet', async () => {
    const server = standInServer();
    const first = { ...bigPreview, changes: [change(10)], moreContacts: 1, counted: countedOf(1) };
    const last = { ...first, changes: [change(11)], moreContacts: 0, counted: countedOf(2) };
    server.answerNext('preview', ok(first));
    server.answerNext('preview', { answer: { kind: 'problem', advice: 'Keap is not responding.' } });
    const page = await open('preview', server);
    await page.getByText('Comparing with Keap: 1 of 2 contacts.').waitFor();
    await page.getByRole('alert').getByText('Keap is not responding.').waitFor();
    expect(await button(page, 'Sync now').isVisible()).toBe(false);
    server.answerNext('preview', ok({ ...last, plan: 'edited' }));
    server.answerNext('preview', ok({ ...first, plan: 'edited' }));
    server.answerNext('preview', ok({ ...last, plan: 'edited' }));
    await button(page, 'Try again').click();
    await button(page, 'Sync now').waitFor();
    expect(await page.locator('#changes tr').count()).toBe(2);
    await button(page, 'Sync now').click();
    await expect
      .poll(() => server.asked.at(-1))
      .toEqual(['syncPlan', { scope: 'all', plan: 'edited', confirmed: [] }]);
  });

  it('says after the sync which rows failed and why, and leads to the first one', async () => {
    const server = standInServer();
    const failedRows = Array.from({ length: 105 }, (_, index) => ({
      ...{ line: index + 2, contact: String(index), reason: '<b>Keap says no.</b>' },
    }));
    server.answerNext('syncPlan', ok({ summary: '42 synced, 105 failed.', state: server.state, failedRows }));
    const page = await open('preview', server);
    await button(page, 'Sync now').click();
    await page.getByText('42 synced, 105 failed.').waitFor();
    await page.getByText('1 to 100 of 105').waitFor();
    expect(await page.locator('#failed tr').first().textContent()).toBe('20<b>Keap says no.</b>');
    await button(page, 'Next rows').click();
    await page.getByText('101 to 105 of 105').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 280 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await button(page, 'Select the first of these rows').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('window.wasClosed')).toBe(true);
    expect(server.asked.at(-1)).toEqual(['showFailedRows', { from: 0, step: 1 }]);
  });

  it('leads to each of the rows that failed', async () => {
    const server = standInServer();
    const failedRows = Array.from({ length: 105 }, (_, index) => ({
      ...{ line: 3 * index + 1_000, contact: String(index), reason: 'No.' },
    }));
    server.answerNext('syncPlan', ok({ summary: '105 failed.', state: server.state, failedRows }));
    const page = await open('preview', server);
    await button(page, 'Sync now').click();
    await button(page, 'Next rows').click();
    await button(page, 'Select row 1,309 in the sheet').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('window.wasClosed')).toBe(true);
    expect(server.asked.at(-1)).toEqual(['showFailedRows', { from: 1_308, step: 1 }]);
  });

  it('loads again for the selected rows, and offers no sync if nothing would change', async () => {
    const server = standInServer();
    const page = await open('preview', server);
    await button(page, 'Sync now').waitFor();
    server.answerNext('preview', ok({ ...bigPreview, contacts: 0, changes: [], moreContacts: 0 }));
    await page.getByLabel('Selected rows').check();
    await button(page, 'Sync now').waitFor({ state: 'hidden' });
    expect(server.asked.map(([, input]) => input)).toEqual([{ scope: 'all' }, { scope: 'selected' }]);
  });

  it('shows a problem that can be copied, and tries again', async () => {
    const server = standInServer();
    server.answerNext('preview', { answer: { kind: 'problem', advice: 'The sheet "X" is empty.' } });
    const page = await open('preview', server);
    await page.getByRole('alert').getByText('The sheet "X" is empty.').waitFor();
    await button(page, 'Copy').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await button(page, 'Try again').click();
    await page.getByText('1 contact would change').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('shows text from the sheet and from Keap as text', async () => {
    const trap = '<img src=x onerror="document.title=\'trapped\'">';
    const server = standInServer();
    const changes = [{ contact: trap, field: trap, from: trap, to: trap }];
    const problemRows = [{ line: 2, contact: trap, reason: trap }];
    server.answerNext('preview', ok({ ...bigPreview, sheetName: trap, changes, problemRows }));
    const page = await open('preview', server);
    await page.locator('#changes', { hasText: 'onerror' }).waitFor();
    expect(await page.title()).toBe('Preview');
  });

  it('needs no horizontal scrolling at 200 % zoom', async () => {
    const server = standInServer();
    server.answerNext('preview', ok(bigPreview));
    const page = await open('preview', server);
    await page.setViewportSize({ width: 360, height: 280 });
    await button(page, 'Sync now').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});

const undo: UndoView = {
  choices: [
    { run: 'run-7', title: 'Sync selected rows, 23 November 2026, 14:10: 2 values of 1 contact' },
    { run: 'run-6', title: 'Scheduled sync, 23 November 2026, 06:02: 300 values of 150 contacts' },
    { run: 'run-5', title: 'Scheduled sync, 22 November 2026, 06:02: 1 value of 1 contact' },
  ],
  run: 'run-7',
  sentence:
    '2 values of 1 contact would be restored to what they were before the sync of 23 November 2026, 14:10.',
  changes: [change(1), change(3)],
  kept: [{ contact: '5', field: 'Opt-out', reason: 'An opt-out cannot be undone from here.' }],
};

describe('the undo in a browser', () => {
  it('shows what it would restore and what stays, and does it once', async () => {
    const server = standInServer();
    server.answerNext('previewUndo', ok(undo));
    const page = await open('undo', server);
    await page.getByText('2 values of 1 contact would').waitFor();
    await page.getByText('An opt-out cannot be undone').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await button(page, 'Restore').dblclick();
    await page.getByText('Undone.').waitFor();
    expect(server.asked.filter(([name]) => name === 'undoRun')).toEqual([['undoRun', { run: 'run-7' }]]);
  });

  it('shows every value, a page at a time', async () => {
    const server = standInServer();
    const kept = Array.from({ length: 130 }, (_, index) => {
      return { contact: String(index), field: 'Email', reason: 'Someone has changed this since.' };
    });
    const changes = Array.from({ length: 250 }, (_, index) => change(index));
    server.answerNext('previewUndo', ok({ ...undo, changes, kept }));
    const page = await open('undo', server);
    await page.getByText('1 to 100 of 250').waitFor();
    await button(page, 'Next values').click();
    await button(page, 'Next values').click();
    await page.getByText('201 to 250 of 250').waitFor();
    expect(await page.locator('#changes tr').count()).toBe(50);
    await button(page, 'Next values that stay').click();
    await page.getByText('101 to 130 of 130').waitFor();
    expect(await page.locator('#kept tr').count()).toBe(30);
  });

  it('undoes the run that is chosen, and shows the newest choice where an older one answers late', async () => {
    const server = standInServer();
    const older: UndoView = {
      ...undo,
      run: 'run-6',
      sentence: '300 values of 150 contacts would be restored.',
    };
    const oldest: UndoView = { ...undo, run: 'run-5', sentence: '1 value of 1 contact would be restored.' };
    server.answerNext('previewUndo', ok(undo));
    const page = await open('undo', server);
    await page.getByText('2 values of 1 contact would').waitFor();
    server.answerNext('previewUndo', ok(older));
    server.answerNext('previewUndo', ok(oldest));
    const release = server.hold('previewUndo');
    await page.getByLabel('Run').selectOption('run-6');
    await page.getByLabel('Run').selectOption('run-5');
    release();
    await page.getByText('1 value of 1 contact would').waitFor();
    expect(await page.getByLabel('Run').inputValue()).toBe('run-5');
    await button(page, 'Restore').click();
    await page.getByText('Undone.').waitFor();
    expect(server.asked.filter(([name]) => name === 'undoRun')).toEqual([['undoRun', { run: 'run-5' }]]);
  });

  it('says if there is nothing to undo, and only offers to close', async () => {
    const page = await open('undo', standInServer());
    await page.getByText('There is nothing to undo.').waitFor();
    expect(await page.getByRole('button').allTextContents()).toContain('Close');
    await button(page, 'Restore').waitFor({ state: 'hidden' });
  });
});

describe('the fill-in in a browser', () => {
  it('fills blank cells, and overwrites others only after asking', async () => {
    const server = standInServer();
    const page = await open('fill-in', server);
    await page.getByLabel('Selected rows').check();
    await page.getByLabel('Also overwrite cells').click();
    await page.locator('#overwrite-no:focus').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Also overwrite cells').isChecked()).toBe(false);
    await page.getByLabel('Also overwrite cells').click();
    await button(page, 'Overwrite').click();
    await button(page, 'Fill in').click();
    await page.getByText('3 cells filled.').waitFor();
    expect(server.asked).toContainEqual(['fetchContacts', { scope: 'selected', overwrite: true }]);
  });

  it('keeps the focus in the dialog when it is retried by keyboard', async () => {
    const server = standInServer();
    server.answerNext('fetchContacts', { answer: { kind: 'problem', advice: 'Another sync is running.' } });
    const page = await open('fill-in', server);
    await page.locator('#submit').click();
    await button(page, 'Try again').focus();
    const release = server.hold('fetchContacts');
    await page.keyboard.press('Enter');
    await page.locator('#problem').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.id')).toBe('heading');
    release();
  });
});

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
