/** Several people in one document: what is theirs, and what happens when one may no longer do what they could. */
import { describe, expect, it } from 'vitest';
import { givenScript, resultIn } from './given-script.ts';

const hourMs = 3_600_000;
const colleague = 'colleague@example.com';
const code = `
  function install() { ScriptApp.newTrigger('hourly').timeBased().everyHours(1).create(); }
  function hourly() { return 'ran'; }
  function count() { return ScriptApp.getProjectTriggers().length; }
  function keep(text) {
    PropertiesService.getUserProperties().setProperty('k', text);
    PropertiesService.getDocumentProperties().setProperty('k', text);
  }
  function locks() { const taken = LockService.getUserLock().tryLock(0); Utilities.sleep(1000); return taken; }
  function writes() { SpreadsheetApp.getActiveSheet().getRange('A1').setValue('new'); return 'written'; }
  function onOpen() {}`;

describe('people of one document', () => {
  it('share its properties, and have user properties, triggers and user locks of their own', async () => {
    const google = givenScript(code);
    await google.run('keep', ['one']);
    await google.run('keep', ['two'], { user: colleague });
    expect(google.properties('user')).toEqual({ k: 'one' });
    expect(google.properties('user', colleague)).toEqual({ k: 'two' });
    expect(google.properties('document')).toEqual({ k: 'two' });
    await google.run('install');
    expect(await resultIn(google, 'count', { user: colleague })).toBe(0);
    const runs = await Promise.all([google.run('locks'), google.run('locks', [], { user: colleague })]);
    expect(runs).toMatchObject([{ value: true }, { value: true }]);
  });

  it("run their triggers as themselves; a test may let one person's alone come due", async () => {
    const google = givenScript(code);
    await google.run('install');
    await google.run('install', [], { user: colleague });
    expect((await google.passTime(hourMs)).map(({ user }) => user)).toEqual(['owner@example.com', colleague]);
    const alone = await google.passTime(3 * hourMs, { user: colleague });
    expect(alone.map(({ user }) => user)).toEqual([colleague, colleague, colleague]);
    expect(await google.passTime(hourMs, { documentId: 'other' })).toEqual([]);
    const [trigger] = google.triggers;
    expect(await google.fireTrigger(trigger?.id ?? '')).toMatchObject({ as: 'trigger', value: 'ran' });
  });
});

describe('somebody who', () => {
  it('may only look at the document writes nothing (C: the words)', async () => {
    const google = givenScript(code);
    google.share(colleague, 'viewer');
    expect(await google.run('writes', [], { user: colleague })).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringMatching(/^You are trying to edit a protected cell or object/) },
    });
    expect(google.sheet('Sheet1').cells()).toEqual([]);
    expect(await google.run('writes')).toMatchObject({ value: 'written' });
  });

  it('no longer has access runs nothing there, and the triggers fail (C)', async () => {
    const google = givenScript(code);
    await google.run('install', [], { user: colleague });
    google.share(colleague, 'none');
    expect(await google.passTime(hourMs)).toMatchObject([
      { kind: 'failed', error: { message: 'You do not have permission to access the requested document.' } },
    ]);
  });

  it('revokes the permission has triggers that fail before a line of the script runs (B)', async () => {
    const google = givenScript(code);
    await google.run('install');
    google.changePerson('owner@example.com', { scopes: [] });
    expect(await google.passTime(hourMs)).toMatchObject([
      {
        kind: 'failed',
        calls: [],
        error: { message: 'Authorization is required to perform that action.' },
      },
    ]);
    expect((await google.open()).kind).toBe('completed');
  });

  it('has closed the account has triggers that are listed and never fire again (B)', async () => {
    const google = givenScript(code);
    await google.run('install');
    google.changePerson('owner@example.com', { hasLeft: true });
    expect(await google.passTime(48 * hourMs)).toEqual([]);
    expect(google.triggers).toHaveLength(1);
  });
});
