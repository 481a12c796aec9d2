/** Granular consent: people may leave out any permission (release notes of January and August 2025; A). */
import { describe, expect, it } from 'vitest';
import type { AppsScript } from '../../../local/appsscript/apps-script.ts';
import { givenScript, resultIn, usualScopes } from './given-script.ts';

const without = (scope: string) => ({
  people: { 'owner@example.com': { scopes: usualScopes.filter((one) => one !== scope) } },
});
const url = (scope: string) => `https://www.googleapis.com/auth/${scope}`;
const full = 'ScriptApp.AuthMode.FULL';

async function endOf(google: AppsScript, as: 'menu' | 'sidebar' | 'trigger' = 'menu') {
  const { kind, logs, ...execution } = await google.run('main', [], { as });
  return { kind, logs, error: 'error' in execution ? execution.error.message : '' };
}

describe('a scope that the person left out', () => {
  it.each([
    ['UrlFetchApp.fetch', "UrlFetchApp.fetch('https://a.example/')", 'script.external_request'],
    ['ScriptApp.getProjectTriggers', 'ScriptApp.getProjectTriggers()', 'script.scriptapp'],
    ['MailApp.sendEmail', "MailApp.sendEmail('a@b.example', 's', 'b')", 'script.send_mail'],
    [
      'SpreadsheetApp.getActiveSpreadsheet',
      'SpreadsheetApp.getActiveSpreadsheet()',
      'spreadsheets.currentonly',
    ],
  ])('is missing when %s is called, and can be caught', async (method, call, scope) => {
    const code = `function main() { try { ${call} } catch (error) { return error.message; } }`;
    const message = String(await resultIn(givenScript(code, without(scope))));
    expect(message).toMatch(
      `Specified permissions are not sufficient to call ${method}. Required permissions: `,
    );
    expect(message).toContain(url(scope));
  });

  it("is one person's affair", async () => {
    const google = givenScript(
      'function main() { return ScriptApp.getProjectTriggers().length; }',
      without('script.scriptapp'),
    );
    expect((await google.run('main')).kind).toBe('failed');
    expect(await resultIn(google, 'main', { user: 'second@example.com' })).toBe(0);
    google.changePerson('owner@example.com', { scopes: 'all' });
    expect(await resultIn(google)).toBe(0);
  });
});

describe('ScriptApp.getAuthorizationInfo (Class AuthorizationInfo; A)', () => {
  const code = `function main() {
    const shown = (info) => [String(info.getAuthorizationStatus()), info.getAuthorizationUrl() !== null, info.getAuthorizedScopes().length];
    return [
      shown(ScriptApp.getAuthorizationInfo(${full})),
      shown(ScriptApp.getAuthorizationInfo(${full}, ['${url('script.send_mail')}'])),
      shown(ScriptApp.getAuthorizationInfo(${full}, ['${url('script.scriptapp')}'])),
    ];
  }`;

  it('tells what is missing, of everything or of a list, in a trigger as well', async () => {
    for (const as of ['menu', 'trigger'] as const) {
      expect(await resultIn(givenScript(code, without('script.send_mail')), 'main', { as })).toEqual([
        ['REQUIRED', true, 4],
        ['REQUIRED', true, 4],
        ['NOT_REQUIRED', false, 4],
      ]);
    }
  });

  it('has nothing to ask for where all is granted', async () => {
    expect(await resultIn(givenScript(code))).toEqual(Array(3).fill(['NOT_REQUIRED', false, 5]));
  });
});

describe('ScriptApp.requireAllScopes and requireScopes (A)', () => {
  const code = (call: string) =>
    `function main() { try { ${call} } catch (error) { Logger.log('caught'); } finally { Logger.log('after'); } }`;

  it('continue where nothing is missing', async () => {
    const google = givenScript(code(`ScriptApp.requireAllScopes(${full})`));
    expect(await endOf(google)).toEqual({ kind: 'completed', logs: ['after'], error: '' });
    const other = givenScript(
      code(`ScriptApp.requireScopes(${full}, ['${url('script.scriptapp')}'])`),
      without('script.send_mail'),
    );
    expect((await endOf(other)).kind).toBe('completed');
    expect(other.consentPrompts).toEqual([]);
  });

  it.each([
    `ScriptApp.requireAllScopes(${full})`,
    `ScriptApp.requireScopes(${full}, ['${url('script.send_mail')}'])`,
  ])('end the execution, with nothing to catch, and ask the person: %s', async (call) => {
    const google = givenScript(code(call), without('script.send_mail'));
    const ended = { kind: 'failed', logs: [], error: 'Authorization is required to perform that action.' };
    expect(await endOf(google, 'menu')).toEqual(ended);
    expect(google.consentPrompts).toEqual([{ user: 'owner@example.com', scopes: [url('script.send_mail')] }]);
    expect(await endOf(google, 'trigger')).toEqual(ended);
    expect(google.consentPrompts).toHaveLength(1);
  });
});
