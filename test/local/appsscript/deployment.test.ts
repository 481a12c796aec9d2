/** Bound scripts, published add-ons and test deployments: what runs, which triggers fire, who hears of failures. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exceptionOf, givenScript, resultIn, startMs, usualScopes } from './given-script.ts';

const hourMs = 3_600_000;
const code = `
  function version() { return 'head'; }
  function install() { ScriptApp.newTrigger('hourly').timeBased().everyHours(1).create(); }
  function hourly() { throw new Error('broken'); }
  function count() { return ScriptApp.getProjectTriggers().length; }
  function begin() {
    return 'https://script.google.com/macros/d/' + ScriptApp.getScriptId() + '/usercallback?state='
      + encodeURIComponent(ScriptApp.newStateToken().withMethod('back').createToken());
  }
  function back() { return HtmlService.createHtmlOutput(version()); }`;

/** A folder with the version that users of the add-on run. */
function givenPublished(published: string, scopes = usualScopes): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'apps-script-published-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const oauthScopes = scopes.map((scope) => `https://www.googleapis.com/auth/${scope}`);
  writeFileSync(path.join(folder, 'appsscript.json'), JSON.stringify({ oauthScopes }));
  writeFileSync(path.join(folder, 'Code.js'), published);
  return folder;
}

describe('a published add-on', () => {
  const published = code.replace("'head'", "'published'");

  it('runs its published version, and the callback after consent what was pushed last (A/B: apps-script-oauth2 263, 535, 552)', async () => {
    const google = givenScript(code, { deployment: 'add-on', publishedDir: givenPublished(published) });
    expect(await resultIn(google, 'version')).toBe('published');
    expect((await google.visit(String(await resultIn(google, 'begin')))).html).toBe('head');
    google.publish();
    expect(await resultIn(google, 'version')).toBe('head');
  });

  it('ends the callback where what was pushed last has a scope more (B)', async () => {
    const publishedDir = givenPublished(published, usualScopes.slice(0, -1));
    const google = givenScript(code, { deployment: 'add-on', publishedDir });
    const visit = await google.visit(String(await resultIn(google, 'begin')));
    expect(visit.html).toBe('Exception: Authorization is required to perform that action.');
  });

  it('has failing triggers that nobody hears of (Editor add-on triggers; A)', async () => {
    const google = givenScript(code, { deployment: 'add-on' });
    await google.run('install');
    expect(await google.passTime(hourMs)).toMatchObject([{ kind: 'failed' }]);
    expect(google.failureMails).toEqual([]);
  });
});

describe('a bound script', () => {
  it('has failing triggers that Google mails to their owner (Installable triggers, "Errors"; A)', async () => {
    const google = givenScript(code);
    await google.run('install', [], { user: 'second@example.com' });
    await google.passTime(hourMs);
    expect(google.failureMails).toEqual([
      { to: 'second@example.com', functionName: 'hourly', message: 'broken', sentMs: startMs + hourMs },
    ]);
    expect(google.outbox).toEqual([]);
  });
});

describe('triggers that are listed and never fire', () => {
  it('are all of a test deployment (Test an editor add-on, A; that they are listed, B)', async () => {
    const google = givenScript(code, { deployment: 'test' });
    await google.run('install');
    expect(await google.passTime(48 * hourMs)).toEqual([]);
    expect(await resultIn(google, 'count')).toBe(1);
  });

  it('are those that Google has disabled, "for an unknown reason" (B)', async () => {
    const google = givenScript(code);
    await google.run('install');
    await google.run('install');
    google.disableTriggers(google.triggers[0]?.id ?? '');
    expect(await google.passTime(hourMs)).toHaveLength(1);
    google.disableTriggers();
    expect(await google.passTime(48 * hourMs)).toEqual([]);
    expect(await resultIn(google, 'count')).toBe(2);
  });

  it('are those made in a trigger, where Google disables them (B: issue 150756612)', async () => {
    const chained = `
      function install() { ScriptApp.newTrigger('first').timeBased().after(60000).create(); }
      function first() { ScriptApp.newTrigger('second').timeBased().after(60000).create(); }
      function second() {}`;
    const fired = async (triggersMadeInTriggersFire: boolean) => {
      const google = givenScript(chained, { behavior: { triggersMadeInTriggersFire } });
      await google.run('install');
      return [
        (await google.passTime(hourMs)).map(({ functionName }) => functionName),
        google.triggers.length,
      ];
    };
    expect(await fired(true)).toEqual([['first', 'second'], 2]);
    expect(await fired(false)).toEqual([['first'], 2]);
  });
});

describe('clock triggers of an add-on (Editor add-on triggers, "Restrictions"; A, the words B)', () => {
  const addOn = { deployment: 'add-on' } as const;
  const clock = "ScriptApp.newTrigger('main').timeBased()";

  it('are one for each user and document', async () => {
    expect(await exceptionOf(`${clock}.everyHours(1).create(); ${clock}.after(60000).create()`, addOn)).toBe(
      'Exception: This add-on has created too many time-based triggers in this document for this Google user account.',
    );
    const google = givenScript(code, addOn);
    await google.run('install');
    expect((await google.run('install', [], { user: 'second@example.com' })).kind).toBe('completed');
  });
});

describe('menus (Custom menus in Google Workspace; A)', () => {
  const menus = `function onOpen() {
    SpreadsheetApp.getUi().createMenu('Mine').addItem('One', 'one').addToUi();
    SpreadsheetApp.getUi().createAddonMenu().addItem('Two', 'two').addToUi();
  }
  function one() { return 1; } function two() { return 2; }`;
  const given = async (deployment: 'bound' | 'add-on' | 'test') => {
    const google = givenScript(menus, { deployment });
    await google.open();
    return google;
  };

  it('of a bound script appear in the menu bar, and its add-on menu under Extensions', async () => {
    const google = await given('bound');
    expect(google.menus.map((menu) => menu.path.join(' > '))).toEqual([
      'Mine',
      'Extensions > Keap Contact Sync',
    ]);
    expect(await google.clickMenu('Mine > One')).toMatchObject({ value: 1 });
  });

  it('of an add-on that is not published may stay in the menu bar', async () => {
    const google = await given('test');
    expect(google.menus.map((menu) => menu.path[0])).toEqual(['Mine', 'Extensions']);
  });

  it.each([
    ['bound', 'NONE'],
    ['test', 'NONE'],
    ['add-on', 'WEB_STORE_ADD_ON'],
  ] as const)(
    'a %s script learns that its installation is %s (Enum InstallationSource)',
    async (deployment, name) => {
      const asks = `function onOpen() {
      return ScriptApp.getInstallationSource() === ScriptApp.InstallationSource.${name};
    }`;
      const google = givenScript(asks, { deployment });
      expect(await google.open('owner@example.com', 'NONE')).toMatchObject({ value: true });
    },
  );

  it('of an add-on are all moved under Extensions', async () => {
    const google = await given('add-on');
    expect(google.menus.map((menu) => menu.path.join(' > '))).toEqual([
      'Extensions > Keap Contact Sync > Mine',
      'Extensions > Keap Contact Sync',
    ]);
    expect(await google.clickMenu('Extensions > Keap Contact Sync > Two')).toMatchObject({ value: 2 });
    expect(() => google.clickMenu('Mine > Two')).toThrow('There is no menu item "Mine > Two".');
  });
});
