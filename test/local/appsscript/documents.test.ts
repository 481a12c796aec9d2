/** Several documents: what they share, what is their own, and what a copy takes along. */
import { describe, expect, it } from 'vitest';
import type { AppsScript, Execution } from '../../../local/appsscript/apps-script.ts';
import { type Given, givenScript, resultIn } from './given-script.ts';

const hourMs = 3_600_000;
const code = `
  function install() { return ScriptApp.newTrigger('hourly').timeBased().everyHours(1).create().getUniqueId(); }
  function hourly() { return SpreadsheetApp.getActiveSpreadsheet().getId(); }
  function all() { return ScriptApp.getProjectTriggers().map((one) => one.getUniqueId()); }
  function here() { return ScriptApp.getUserTriggers(SpreadsheetApp.getActive()).map((one) => one.getUniqueId()); }
  function keep(text) {
    PropertiesService.getUserProperties().setProperty('k', text);
    PropertiesService.getDocumentProperties().setProperty('k', text);
    PropertiesService.getScriptProperties().setProperty('k', text);
  }
  function hold() {
    const taken = [LockService.getDocumentLock(), LockService.getUserLock()].map((lock) => lock.tryLock(0));
    Utilities.sleep(5000);
    return taken;
  }
  function id() { return ScriptApp.getScriptId(); }
  function onOpen() { SpreadsheetApp.getUi().createMenu('Mine').addItem('Install', 'install').addToUi(); }`;
const other = { sheets: [{ name: 'Other', cells: [['x']] }] };

const listing = { behavior: { userTriggersIncludeClockTriggers: true } };

function twoDocuments(given: Given = { deployment: 'add-on' }): [AppsScript, AppsScript] {
  const first = givenScript(code, given);
  return [first, first.addDocument(other)];
}

const resultOfRun = (execution: Execution | undefined) =>
  execution?.kind === 'completed' ? execution.value : execution;

describe('an add-on in several documents', () => {
  it("lists the user's triggers of all documents, and those of one (ScriptApp.getProjectTriggers, getUserTriggers; A/B)", async () => {
    const [first, second] = twoDocuments({ deployment: 'add-on', ...listing });
    const one = await resultIn(first, 'install');
    const two = await resultIn(second, 'install');
    expect(await resultIn(first, 'all')).toEqual([one, two]);
    expect(await resultIn(first, 'here')).toEqual([one]);
    expect(await resultIn(second, 'here')).toEqual([two]);
  });

  it('may list no clock trigger as one of a document (C)', async () => {
    const google = givenScript(code);
    await google.run('install');
    expect(await resultIn(google, 'here')).toEqual([]);
    expect(await resultIn(google, 'all')).toHaveLength(1);
  });

  it('runs a clock trigger in the document in which it was made (B)', async () => {
    const [first, second] = twoDocuments();
    await second.run('install');
    const [execution] = await first.passTime(hourMs);
    expect(resultOfRun(execution)).toBe(second.documentId);
  });

  it('may run a clock trigger with no document open (C)', async () => {
    const google = givenScript(
      `${code} function hourly() { return [SpreadsheetApp.getActiveSpreadsheet(), PropertiesService.getDocumentProperties(), LockService.getDocumentLock()]; }`,
      { behavior: { clockTriggersOpenTheirDocument: false } },
    );
    await google.run('install');
    const [execution] = await google.passTime(hourMs);
    expect(resultOfRun(execution)).toEqual([null, null, null]);
  });

  it('may have 20 triggers of a user over all documents (Quotas, "Triggers"; A)', async () => {
    const google = givenScript(code, { deployment: 'add-on', limits: { triggers: 2 } });
    const documents = [google, google.addDocument(other), google.addDocument(other)];
    const endings = [];
    for (const one of documents) endings.push((await one.run('install')).kind);
    expect(endings).toEqual(['completed', 'completed', 'failed']);
    expect((await documents[2]?.run('install', [], { user: 'second@example.com' }))?.kind).toBe('completed');
  });

  it('keeps properties and locks of documents apart, and those of the user and the script together', async () => {
    const [first, second] = twoDocuments();
    await first.run('keep', ['one']);
    await second.run('keep', ['two']);
    expect(first.properties('document')).toEqual({ k: 'one' });
    expect(second.properties('document')).toEqual({ k: 'two' });
    expect([first.properties('user'), first.properties('script')]).toEqual([{ k: 'two' }, { k: 'two' }]);
    const runs = await Promise.all([first.run('hold'), second.run('hold')]);
    const taken = runs.map(resultOfRun) as boolean[][];
    expect(taken.map(([ofDocument]) => ofDocument)).toEqual([true, true]);
    expect(taken.map(([, ofUser]) => ofUser).sort()).toEqual([false, true]);
  });

  it('shows its menus in each document', async () => {
    const [first, second] = twoDocuments();
    await first.open();
    expect([first.menus.length, second.menus.length]).toEqual([1, 0]);
    await second.open();
    expect((await second.clickMenu('Mine > Install')).documentId).toBe(second.documentId);
  });
});

describe('a bound script', () => {
  it('is another script in another document, with triggers and properties of its own', async () => {
    const [first, second] = twoDocuments({});
    await first.run('install');
    await first.run('keep', ['one']);
    expect(await resultIn(second, 'all')).toEqual([]);
    expect(second.properties('user')).toEqual({});
    expect(await resultIn(second, 'id')).not.toBe(await resultIn(first, 'id'));
  });
});

describe('File > Make a copy', () => {
  const given = async (deployment: 'bound' | 'add-on') => {
    const google = givenScript(code, { deployment, cells: [['Id'], [1]] });
    await google.run('install');
    await google.run('keep', ['one']);
    const sheet = google.sheet('Sheet1');
    sheet.setNote(0, 0, 'managed');
    sheet.format('A2', '@');
    google.spreadsheet.sheets[0]?.hidden.add(0);
    return { google, copy: google.copyDocument('copier@example.com') };
  };

  it('takes cells, notes, formats, hidden columns and sheet ids along, and no properties or triggers', async () => {
    const { google, copy } = await given('bound');
    expect(copy.documentId).not.toBe(google.documentId);
    expect(copy.spreadsheet.name).toBe('Copy of Customers');
    expect(copy.sheet('Sheet1').cells()).toEqual([['Id'], [1]]);
    expect(copy.sheet('Sheet1').note(0, 0)).toBe('managed');
    expect(copy.sheet('Sheet1').hiddenColumns()).toEqual([0]);
    expect(copy.spreadsheet.sheets[0]?.rows[1]?.[0]?.format).toBe('@');
    expect(copy.spreadsheet.sheets[0]?.id).toBe(google.spreadsheet.sheets[0]?.id);
    expect(copy.properties('document')).toEqual({});
    expect(await resultIn(copy, 'all')).toEqual([]);
    copy.sheet('Sheet1').set(1, 0, 2);
    expect(google.sheet('Sheet1').cells()).toEqual([['Id'], [1]]);
  });

  it('copies a bound script under a new id, and leaves an add-on the same', async () => {
    const bound = await given('bound');
    expect(await resultIn(bound.copy, 'id')).not.toBe(await resultIn(bound.google, 'id'));
    expect(bound.copy.properties('user', 'owner@example.com')).toEqual({});
    const addOn = await given('add-on');
    expect(await resultIn(addOn.copy, 'id')).toBe(await resultIn(addOn.google, 'id'));
    expect(addOn.copy.properties('user', 'owner@example.com')).toEqual({ k: 'one' });
  });

  it('belongs to the copier', async () => {
    const { copy } = await given('bound');
    expect((await copy.run('id')).user).toBe('copier@example.com');
  });
});

describe('duplicating a tab', () => {
  it('gives it an id and a name of its own, beside the original and in front', () => {
    const google = givenScript(code, { cells: [['Id'], [1]] });
    const name = google.copySheet('Sheet1');
    expect(name).toBe('Copy of Sheet1');
    expect(google.sheet(name).cells()).toEqual([['Id'], [1]]);
    const [first, second] = google.spreadsheet.sheets;
    expect(second?.id).not.toBe(first?.id);
    expect(google.spreadsheet.active).toBe(second);
  });
});
