/** The playground's page in a real browser, with a script made for these tests. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSheetFile } from '../../../local/playground/sheet-files.ts';
import { openBrowser } from '../../support/browser.ts';
import { givenPlayground, openPage, pageIn } from './given-playground.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A script whose pages and menus show what the playground can do. */
const project = {
  code: `
    function onOpen() {
      SpreadsheetApp.getUi().createMenu('Mine').addItem('Side', 'side').addItem('Ask', 'ask')
        .addItem('Upper', 'upper').addItem('Fail', 'fail').addItem('Long', 'long').addItem('Plan', 'plan').addItem('Go', 'go').addToUi();
    }
    function side() { SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile('side').setTitle('Side')); }
    function ask() {
      const page = HtmlService.createHtmlOutputFromFile('ask').setWidth(420).setHeight(160);
      SpreadsheetApp.getUi().showModalDialog(page, 'A question');
    }
    function echo(value) { return { value, now: Date.now() }; }
    function fail() { throw new Error('Something <b>broke</b>'); }
    function upper() {
      const range = SpreadsheetApp.getActiveRange();
      range.setValues(range.getValues().map((row) => row.map((cell) => String(cell).toUpperCase())));
      SpreadsheetApp.getActiveSpreadsheet().toast('Wrote <i>' + range.getA1Notation() + '</i>', 'Done');
    }
    function long() { for (let round = 0; round < 50; round++) PropertiesService.getScriptProperties().getProperty('x'); }
    function go() { SpreadsheetApp.getActiveSpreadsheet().insertSheet('Other').getRange('B3:C3').activate(); }
    function plan() { ScriptApp.newTrigger('beat').timeBased().everyHours(1).create(); }
    function beat() { MailApp.sendEmail('me@example.com', 'Beat', 'At ' + new Date().toISOString()); }
  `,
  pages: {
    side: `<!doctype html><html><head></head><body><p id="said"></p><p id="time"></p>
      <form id="form"><input name="x"><button>Send</button></form><button id="bad">Bad</button>
      <button id="fail">Fail</button><p id="probe"></p>
      <script>
        const say = (text) => { document.getElementById('said').textContent = text; };
        const run = () => google.script.run
          .withSuccessHandler(({ value, now }) => { say('Echo ' + JSON.stringify(value));
            document.getElementById('time').textContent = String(Math.round((now - Date.now()) / 60000)); })
          .withFailureHandler((error) => say(error.name + ': ' + error.message));
        run().echo({ a: [1, null, 'x'] });
        document.getElementById('form').addEventListener('submit', (event) => { event.preventDefault(); run().echo('sent'); });
        document.getElementById('bad').onclick = () => { try { run().echo(new Date()); } catch (error) { say(error.message); } };
        document.getElementById('fail').onclick = () => run().fail();
        let probe = 'origin ' + origin;
        try { parent.document.title; probe += ', reads its parent'; } catch { probe += ', alone'; }
        fetch('/').then(() => ' and has a network', () => ' and has no network').then((net) => {
          document.getElementById('probe').textContent = probe + net; });
      </script></body></html>`,
    ask: `<!doctype html><html><head></head><body><p>Sure?</p>
      <button onclick="google.script.host.close()">Close me</button></body></html>`,
  },
};

describe('the page of the playground', () => {
  it('shows the sheet, its menus and its tabs, without an error in the browser', async () => {
    const server = await givenPlayground({
      project,
      cells: [
        ['Contact ID', 'Email'],
        [7, 'a@example.com'],
      ],
    });
    const { page, cell, complaints } = await openPage(browser, server.url);
    await expectText(cell(1, 1), 'a@example.com');
    expect(await page.title()).toBe('Keap Contact Sync playground');
    expect(await page.locator('#document-name').textContent()).toBe('Customers');
    expect(await page.locator('#clock').textContent()).toContain('12:00');
    expect(await page.locator('#menus .menu > button').allTextContents()).toEqual(['File', 'Mine']);
    expect(await page.locator('#tabs button').allTextContents()).toEqual(['Contacts']);
    expect(await page.locator('.card h3').count()).toBe(3);
    expect(complaints).toEqual([]);
  });

  it('lets people type, and gives the script what they typed and selected', async () => {
    const server = await givenPlayground({
      project,
      cells: [
        ['Id', 'Name'],
        [7, 'ana'],
      ],
    });
    const open = await openPage(browser, server.url);
    const { page, cell, menu } = open;
    await open.type(2, 1, 'björn');
    await expectText(cell(2, 1), 'björn');
    await cell(1, 1).click();
    await page.keyboard.down('Shift');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.up('Shift');
    await page.locator('#selection').filter({ hasText: 'B2:B3' }).waitFor();
    await menu('Mine', 'Upper');
    await expectText(cell(1, 1), 'ANA');
    await expectText(cell(2, 1), 'BJÖRN');
    expect(server.play.world().google.sheet('Contacts').cells()[2]).toEqual(['', 'BJÖRN']);
    expect(await page.locator('.toast p').textContent()).toBe('Wrote <i>B2:B3</i>');
  });

  it.each(['Enter', 'Tab'])(
    'loses nothing of what is typed fast into cells one after another by %s',
    async (key) => {
      const values = Array.from({ length: 12 }, (_, index) => `typed fast into cell number ${index}`);
      const server = await givenPlayground({ project, cells: [['Id'], [1]] });
      const { page, cell } = await openPage(browser, server.url);
      await cell(1, 0).click();
      for (const value of values) {
        await page.keyboard.type(value);
        await page.keyboard.press(key);
      }
      const typed = () => {
        const cells = server.play.world().google.sheet('Contacts').cells();
        return key === 'Tab' ? cells[1] : cells.slice(1).map((row) => row[0]);
      };
      await expect.poll(typed, { timeout: 20_000 }).toEqual(values);
    },
  );

  it('keeps what is typed above the grid when it is left, and takes it back with Escape', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [1]] });
    const { page, cell } = await openPage(browser, server.url);
    const content = page.getByLabel('Cell content');
    await cell(1, 0).click();
    await expect.poll(() => content.inputValue()).toBe('1');
    await content.fill('2');
    await cell(0, 0).click();
    await expectText(cell(1, 0), '2');
    await cell(1, 0).click();
    await expect.poll(() => content.inputValue()).toBe('2');
    await content.fill('3');
    await content.press('Escape');
    expect(await content.inputValue()).toBe('2');
    await content.press('Tab');
    await expectText(cell(1, 0), '2');
  });

  it('keeps at least one row and one column', async () => {
    const server = await givenPlayground({ project, cells: [['Id']] });
    const { page, cell } = await openPage(browser, server.url);
    await cell(0, 0).click();
    await expectText(page.locator('#selection'), 'A1');
    await page.keyboard.press('ControlOrMeta+A');
    await expect.poll(() => page.locator('#selection').textContent()).toContain(':');
    for (const [button, what] of [
      ['Delete columns', 'column'],
      ['Delete rows', 'row'],
    ] as const) {
      await page.getByRole('button', { name: button }).click();
      await page.locator('#problem', { hasText: `A sheet keeps at least one ${what}.` }).waitFor();
    }
    await cell(0, 0).waitFor();
  });

  it('types as Sheets does, shows text as text, and edits the formula instead of its result', async () => {
    const hostile = '<img src=x onerror="document.title=1">';
    const server = await givenPlayground({ project, cells: [[hostile, 'x']] });
    const open = await openPage(browser, server.url);
    const { page, cell, complaints } = open;
    await expectText(cell(0, 0), hostile);
    await open.type(1, 0, '2026-11-24');
    await expectCell(server, 1, 0, new Date(Date.UTC(2026, 10, 24)));
    await open.type(2, 0, '=A1');
    await expectText(cell(2, 0), '#NAME?');
    await cell(2, 0).click();
    await expect.poll(() => page.locator('#content').inputValue()).toBe('=A1');
    expect(await page.title()).not.toBe('1');
    expect(complaints).toEqual([]);
  });

  it('shows the sidebar in a frame without an origin or a network, with google.script.run', async () => {
    const server = await givenPlayground({ project });
    const { page, menu } = await openPage(browser, server.url);
    await menu('Mine', 'Side');
    const side = page.frameLocator('#sidebar iframe');
    await expectText(side.locator('#said'), 'Echo {"a":[1,null,"x"]}');
    await expectText(side.locator('#probe'), 'origin null, alone and has no network');
    await expectText(side.locator('#time'), '0');
    expect((await page.locator('#sidebar iframe').boundingBox())?.width).toBe(300);
    await side.getByRole('button', { name: 'Send' }).click();
    await expectText(side.locator('#said'), 'Echo "sent"');
    await side.getByRole('button', { name: 'Bad' }).click();
    await expectText(side.locator('#said'), 'Failed due to illegal value in property: 0');
    await side.getByRole('button', { name: 'Fail' }).click();
    await expectText(side.locator('#said'), 'Error: Something <b>broke</b>');
    await page.getByRole('button', { name: 'Close Side' }).click();
    await expect.poll(() => page.locator('#sidebar').isVisible()).toBe(false);
  });

  it('shows a dialog in the size that the script sets, which can close itself', async () => {
    const server = await givenPlayground({ project });
    const { page, menu } = await openPage(browser, server.url);
    await menu('Mine', 'Ask');
    const frame = page.locator('dialog iframe');
    await page.frameLocator('dialog iframe').getByText('Sure?').waitFor();
    expect(await frame.boundingBox()).toMatchObject({ width: 420, height: 160 });
    await page.frameLocator('dialog iframe').getByRole('button', { name: 'Close me' }).click();
    await expect.poll(() => page.locator('dialog').count()).toBe(0);
  });

  it('says why an execution failed', async () => {
    const server = await givenPlayground({ project });
    const { page, menu } = await openPage(browser, server.url);
    await menu('Mine', 'Fail');
    await expectText(page.locator('#problem'), 'Error: Something <b>broke</b>');
    await page.getByRole('tab', { name: 'Runs' }).click();
    await expectText(page.locator('.run').first().locator('.badge'), 'failed');
  });

  it('moves the clock, which fires due triggers, and shows the emails that were sent', async () => {
    const server = await givenPlayground({ project });
    const { page, menu } = await openPage(browser, server.url);
    await menu('Mine', 'Plan');
    await page.getByRole('tab', { name: 'Runs' }).click();
    await page.getByText('beat every 1 h, next Mon, 23 Nov 2026, 13:00').waitFor();
    await page.locator('#day').click();
    await page.locator('#clock').filter({ hasText: '24 Nov 2026' }).waitFor();
    await page.getByRole('tab', { name: 'Emails' }).click();
    await expect.poll(() => page.locator('.card h3').allTextContents()).toHaveLength(24);
    expect(await page.locator('.card pre').first().textContent()).toContain('At 2026-11-24T12:00');
  });

  it('kills the next execution at the chosen call, and no other', async () => {
    const server = await givenPlayground({ project });
    const { page, menu } = await openPage(browser, server.url);
    await page.getByRole('tab', { name: 'Faults' }).click();
    await page.getByLabel('service call').fill('20');
    await page.getByRole('button', { name: 'Kill', exact: true }).click();
    await page.getByText('is killed there').waitFor();
    await menu('Mine', 'Upper');
    await menu('Mine', 'Long');
    await page.locator('#problem').filter({ hasText: 'killed before call 20' }).waitFor();
    await menu('Mine', 'Long');
    await page.getByRole('tab', { name: 'Runs' }).click();
    await expect
      .poll(() => page.locator('.run .badge').allTextContents())
      .toEqual(['completed', 'killed', 'completed', 'completed']);
  });

  it('keeps two pages of one document in sync, and shows a dialog only where it was opened', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [7]] });
    const one = await openPage(browser, server.url);
    const other = await pageIn(await one.page.context().newPage(), server.url);
    await other.type(1, 0, '8');
    await expectText(one.cell(1, 0), '8');
    await other.menu('Mine', 'Ask');
    await other.page.frameLocator('dialog iframe').getByText('Sure?').waitFor();
    await expectText(one.cell(1, 0), '8');
    expect(await one.page.locator('dialog').count()).toBe(0);
  });

  it('sorts, inserts and deletes rows at the selection', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [3], [1], [2]] });
    const { page, cell } = await openPage(browser, server.url);
    const ids = () =>
      server.play
        .world()
        .google.sheet('Contacts')
        .cells()
        .map((row) => row[0]);
    await cell(1, 0).click();
    await expectText(page.locator('#selection'), 'A2');
    await page.getByRole('button', { name: 'Sort A to Z' }).click();
    await expect.poll(ids).toEqual(['Id', 1, 2, 3]);
    await page.getByRole('button', { name: 'Insert row' }).click();
    await expect.poll(ids).toEqual(['Id', '', 1, 2, 3]);
    await expectText(cell(1, 0), '');
    await page.getByRole('button', { name: 'Delete rows' }).click();
    await expect.poll(ids).toEqual(['Id', 1, 2, 3]);
    await expectText(cell(1, 0), '1');
  });

  it('opens a dropped file, and restarts with it', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [7]] });
    const { page, cell } = await openPage(browser, server.url);
    await page.evaluate(`(() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File(['Contact ID,Email\\n8,"o""hara@example.com"\\n'], 'My list.csv'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
    })()`);
    await expectText(cell(1, 1), 'o"hara@example.com');
    await expectText(page.locator('#document-name'), 'My list');
    expect((await server.play.world().keap.contacts()).map(({ id }) => id)).toEqual([8]);
  });

  it('says why it cannot open a file, and keeps the open sheet', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [7]] });
    const { page, cell } = await openPage(browser, server.url);
    const name = 'photo.xlsx';
    const buffer = Buffer.from([0x50, 0x4b, 3, 4, 0, 0]);
    await page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await page.locator('#problem').filter({ hasText: 'photo.xlsx is not an Excel workbook' }).waitFor();
    await expectText(cell(1, 0), '7');
  });

  it('downloads the sheet as a file', async () => {
    const server = await givenPlayground({
      project,
      cells: [
        ['Id', 'Name'],
        [7, 'a "b", c'],
      ],
    });
    const { page, menu } = await openPage(browser, server.url);
    const [csv] = await Promise.all([page.waitForEvent('download'), menu('File', 'as CSV')]);
    expect(csv.suggestedFilename()).toBe('Contacts.csv');
    expect(await readFile(await csv.path(), 'utf8')).toBe('Id,Name\r\n7,"a ""b"", c"\r\n');
    const [xlsx] = await Promise.all([page.waitForEvent('download'), menu('File', 'as Excel')]);
    const { cells } = await openSheetFile(await readFile(await xlsx.path()), 'Contacts.xlsx', 'Etc/UTC');
    expect(cells).toEqual([
      ['Id', 'Name'],
      [7, 'a "b", c'],
    ]);
  });

  it('keeps the document after the script was rebuilt', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [7]] });
    const open = await openPage(browser, server.url);
    const { page, cell } = open;
    await open.type(1, 0, '8');
    await expectCell(server, 1, 0, 8);
    await Promise.all([page.waitForEvent('load'), server.refresh()]);
    await expectText(cell(1, 0), '8');
  });

  it('reconnects automatically after the connection was lost', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [7]] });
    const { page, cell } = await openPage(browser, server.url);
    await page.context().setOffline(true);
    server.play.world().google.sheet('Contacts').set(1, 0, '8');
    await page.context().setOffline(false);
    server.play.sendSoon();
    await expectText(cell(1, 0), '8');
  });

  it('follows the script to another sheet, and shows each sheet from its first row', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [7]] });
    const { page, cell, menu } = await openPage(browser, server.url);
    await menu('Mine', 'Go');
    await page.locator('#selection').filter({ hasText: 'B3:C3' }).waitFor();
    await expectText(page.locator('#tabs [aria-current]'), 'Other');
    await expectText(cell(1, 0), '');
    await page.getByRole('button', { name: 'Contacts', exact: true }).click();
    await expectText(cell(1, 0), '7');
    await page.locator('#selection').filter({ hasText: 'A1' }).waitFor();
    await expect.poll(() => server.play.world().google.spreadsheet.active.name).toBe('Contacts');
  });

  it('keeps the cell that someone is editing while the script writes others', async () => {
    const server = await givenPlayground({ project, cells: [['Id'], [7]] });
    const { page, cell } = await openPage(browser, server.url);
    await cell(2, 0).click();
    await page.locator('#selection').filter({ hasText: 'A3' }).waitFor();
    await page.keyboard.press('h');
    await page.locator('revogr-edit input').fill('half');
    server.play.world().google.sheet('Contacts').set(1, 0, 'written');
    server.play.sendSoon();
    await expectText(cell(1, 0), 'written');
    expect(await page.locator('revogr-edit input').inputValue()).toBe('half');
    await page.keyboard.press('Enter');
    await expectCell(server, 2, 0, 'half');
    expect(server.play.world().google.sheet('Contacts').cells()[1]).toEqual(['written']);
  });

  it('handles 5,000 rows: draws only the visible ones, and edits the last one', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => [index + 1, `contact${index + 1}@example.com`]);
    const server = await givenPlayground({ project, cells: [['Id', 'Email'], ...rows] });
    const open = await openPage(browser, server.url);
    const { page, cell } = open;
    await expectText(cell(1, 1), 'contact1@example.com');
    expect(await page.locator('revogr-data .rgRow').count()).toBeLessThan(200);
    await page.evaluate('document.querySelector("revo-grid").scrollToRow(4995)');
    await expectText(cell(4_999, 1), 'contact4999@example.com');
    await open.type(4_999, 1, 'last@example.com');
    await expectCell(server, 4_999, 1, 'last@example.com');
  });

  it('keeps a switch as it was just set whatever the server sends, and reverts it after a failed command', async () => {
    const server = await givenPlayground({ project });
    const { page } = await openPage(browser, server.url);
    await page.getByRole('tab', { name: 'Faults' }).click();
    const down = page.getByLabel('Keap is down');
    const answer = page.getByLabel('It answers with');
    const pace = page.getByLabel('Speed');
    const held: (() => void)[] = [];
    await page.route(/\/command\/(fault|brownout|pace)$/, async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    await down.check();
    await answer.selectOption({ label: 'an HTML page' });
    await pace.selectOption('10');
    await expect.poll(() => held.length).toBe(3);
    const moved = await page.locator('#clock').textContent();
    await server.play.world().google.passTime(3_600_000);
    server.play.sendSoon();
    await expect.poll(() => page.locator('#clock').textContent()).not.toBe(moved);
    expect([await down.isChecked(), await answer.inputValue(), await pace.inputValue()]).toEqual([
      true,
      'page',
      '10',
    ]);
    for (const release of held) release();
    await expect
      .poll(() => [server.play.faults.active(), server.play.faults.brownoutKind(), server.play.pacing.pace()])
      .toEqual([['outage'], 'page', 10]);
    expect([await down.isChecked(), await answer.inputValue(), await pace.inputValue()]).toEqual([
      true,
      'page',
      '10',
    ]);
    await page.unroute(/\/command\/(fault|brownout|pace)$/);
    await page.route(/\/command\/fault$/, (route) => route.fulfill({ status: 409, body: 'Not now.' }));
    await down.click();
    await page.locator('#problem').filter({ hasText: 'Not now.' }).waitFor();
    await expect.poll(() => down.isChecked()).toBe(true);
  });
});

function expectText(found: ReturnType<import('playwright-core').Page['locator']>, text: string) {
  return expect.poll(() => found.textContent(), { timeout: 10_000 }).toBe(text);
}

function expectCell(
  server: Awaited<ReturnType<typeof givenPlayground>>,
  row: number,
  column: number,
  value: unknown,
) {
  const cells = () => server.play.world().google.sheet('Contacts').cells();
  return expect.poll(() => cells()[row]?.[column], { timeout: 10_000 }).toEqual(value);
}
