/** What a script may call in each AuthMode, and with which scopes. */
import { describe, expect, it } from 'vitest';
import { exceptionOf, givenScript, usualScopes } from './given-script.ts';

/** What a script may do at load and in `onOpen` ("Authorization modes": NONE, LIMITED, FULL). */
const refusedToAll = [
  "UrlFetchApp.fetch('https://api.example.com/')",
  'ScriptApp.getProjectTriggers()',
  "ScriptApp.newTrigger('onOpen')",
  "ScriptApp.newStateToken().withMethod('x').createToken()",
  "MailApp.sendEmail('a@b.example', 's', 'b')",
  "SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput('x'))",
];
const refusedToNone = [
  'PropertiesService.getUserProperties()',
  'SpreadsheetApp.getActiveSpreadsheet().getName()',
];
const open = (google: ReturnType<typeof givenScript>, mode: 'NONE' | 'LIMITED') =>
  google.open('owner@example.com', mode);

describe('AuthMode', () => {
  it.each(refusedToAll)('LIMITED and NONE forbid %s', async (call) => {
    for (const mode of ['LIMITED', 'NONE'] as const) {
      const execution = await open(givenScript(`function onOpen() { ${call} }`), mode);
      expect(execution).toMatchObject({
        kind: 'failed',
        error: {
          name: 'Exception',
          message: expect.stringMatching(
            /^You do not have permission to call .+\. Required permissions: https:/,
          ),
        },
      });
    }
  });

  it.each(refusedToNone)('NONE forbids, and LIMITED allows, %s', async (call) => {
    const google = givenScript(`function onOpen() { ${call} }`);
    expect((await open(google, 'NONE')).kind).toBe('failed');
    expect((await open(google, 'LIMITED')).kind).toBe('completed');
  });

  it('applies to statements that run at load as well', async () => {
    const google = givenScript('const secret = PropertiesService.getUserProperties(); function onOpen() {}');
    expect((await open(google, 'NONE')).kind).toBe('failed');
    expect((await google.run('onOpen')).kind).toBe('completed');
  });

  it('is named in the event, and every mode allows the menu (Enum AuthMode)', async () => {
    const google = givenScript(`function onOpen(event) {
      Logger.log(event.authMode === ScriptApp.AuthMode.NONE ? 'none' : event.source.getName());
      SpreadsheetApp.getUi().createMenu('Menu').addItem('Item', 'other').addToUi();
    }`);
    expect((await open(google, 'NONE')).logs).toEqual(['none']);
    expect((await open(google, 'LIMITED')).logs).toEqual(['Customers']);
    expect(google.menus).toEqual([
      { title: 'Menu', items: [{ label: 'Item', functionName: 'other' }], path: ['Menu'] },
    ]);
  });
});

describe('oauthScopes of the manifest', () => {
  it.each([
    ['UrlFetchApp.fetch', "UrlFetchApp.fetch('https://a.example/')", 'script.external_request'],
    ['ScriptApp.getProjectTriggers', 'ScriptApp.getProjectTriggers()', 'script.scriptapp'],
    ['MailApp.sendEmail', "MailApp.sendEmail('a@b.example', 's', 'b')", 'script.send_mail'],
    [
      'Ui.showSidebar',
      "SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput(''))",
      'script.container.ui',
    ],
  ])('%s needs its scope', async (method, call, scope) => {
    const scopes = usualScopes.filter((one) => one !== scope);
    expect(await exceptionOf(call, { scopes })).toBe(
      `Exception: Specified permissions are not sufficient to call ${method}. Required permissions: https://www.googleapis.com/auth/${scope}`,
    );
  });

  it('spreadsheets.currentonly opens no other document (SpreadsheetApp.openById, "Authorization")', async () => {
    for (const call of ["openById('x')", "openByUrl('https://x')", "create('x')"]) {
      expect(await exceptionOf(`SpreadsheetApp.${call}`)).toMatch(
        /^Exception: Specified permissions are not sufficient to call SpreadsheetApp\.\w+\. Required permissions: https:\/\/www\.googleapis\.com\/auth\/spreadsheets$/,
      );
    }
  });

  it('opens no document without a scope for spreadsheets', async () => {
    expect(await exceptionOf('SpreadsheetApp.getActiveSpreadsheet()', { scopes: [] })).toContain(
      'Required permissions: https://www.googleapis.com/auth/spreadsheets.currentonly || https://www.googleapis.com/auth/spreadsheets',
    );
  });

  it("a user's address needs userinfo.email (Session.getActiveUser)", async () => {
    expect(await exceptionOf('Session.getActiveUser().getEmail()')).toContain('auth/userinfo.email');
    expect(
      await givenScript('function main() { return Session.getActiveUser().getEmail() }', {
        scopes: ['userinfo.email'],
      }).run('main'),
    ).toMatchObject({
      value: 'owner@example.com',
    });
  });
});
