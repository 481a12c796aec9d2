/** Cells that resist: protected sheets and ranges, rejecting dropdowns, typed columns. */
import { describe, expect, it } from 'vitest';
import { exceptionOf, givenScript, resultIn } from './given-script.ts';

const colleague = 'colleague@example.com';
const protectedText =
  'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.';
const code = `
  const sheet = () => SpreadsheetApp.getActiveSheet();
  const caught = (work) => { try { work(); return 'done'; } catch (error) { return error.message; } };
  function block() { return caught(() => sheet().getRange('A1:B2').setValues([['a', 'b'], ['c', 'd']])); }
  function one(notation, value) { return caught(() => sheet().getRange(notation).setValue(value)); }
  function change(method, ...args) { return caught(() => sheet()[method](...args)); }
  function append() { return caught(() => sheet().appendRow(['x'])); }
  function edits(notations) { return notations.map((notation) => sheet().getRange(notation).canEdit()); }
  function addTab() { return caught(() => SpreadsheetApp.getActive().insertSheet('New')); }
  function protections() {
    const { SHEET, RANGE } = SpreadsheetApp.ProtectionType;
    return [...sheet().getProtections(SHEET), ...SpreadsheetApp.getActive().getProtections(RANGE)].map((one) =>
      [String(one.getProtectionType()), one.getRange().getA1Notation(), one.canEdit(), one.isWarningOnly(), one.getDescription()]);
  }
  function late() {
    const seen = [];
    sheet().getRange('D1').setValue('before');
    seen.push(caught(() => sheet().getRange('A1').setValue('x')));
    seen.push(caught(() => sheet().getRange('D2').setValue('after')));
    seen.push(caught(() => SpreadsheetApp.flush()), caught(() => SpreadsheetApp.flush()));
    sheet().getRange('D3').setValue('later');
    return seen;
  }
  function lateRead() {
    sheet().getRange('A1').setValue('x');
    return caught(() => sheet().getDataRange().getValues());
  }
  function lateEnd() { sheet().getRange('A1').setValue('x'); return 'done'; }`;
const cells = [
  ['1', '2'],
  ['3', '4'],
];
/** As the reference documents it. */
const atOnce = { refusedWritesThrowAt: 'write' } as const;
const asColleague = { user: colleague };

async function resultWith(google: ReturnType<typeof givenScript>, name: string, ...args: unknown[]) {
  const execution = await google.run(name, args, asColleague);
  return execution.kind === 'completed' ? execution.value : execution;
}

describe('a protected range (Class Protection; A)', () => {
  it('refuses the whole block to people who may not edit it, and nothing to the owner and the editors', async () => {
    const google = givenScript(code, { cells, behavior: atOnce });
    google.sheet('Sheet1').protect({ range: 'B2', editors: ['editor@example.com'] });
    expect(await resultWith(google, 'block')).toBe(protectedText);
    expect(google.sheet('Sheet1').display()).toEqual(cells);
    expect(await resultWith(google, 'one', 'A1', 'x')).toBe('done');
    expect(await resultIn(google, 'block', { user: 'editor@example.com' })).toBe('done');
    expect(await resultIn(google, 'block')).toBe('done');
  });

  it('tells beforehand who may edit (Range.canEdit, Sheet.getProtections)', async () => {
    const google = givenScript(code, { cells, behavior: atOnce });
    google.sheet('Sheet1').protect({ range: 'B1:B2', description: 'Prices' });
    google.sheet('Sheet1').protect({ range: 'C:C', isWarningOnly: true });
    expect(await resultWith(google, 'edits', ['A1', 'B2', 'A2:C2', 'C1'])).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(await resultWith(google, 'protections')).toEqual([
      ['RANGE', 'B1:B2', false, false, 'Prices'],
      ['RANGE', 'C1:C1000', true, true, ''],
    ]);
    const ofOwner = (await resultIn(google, 'protections')) as unknown[][];
    expect(ofOwner.map(([, , canEdit]) => canEdit)).toEqual([true, true]);
    google.sheet('Sheet1').unprotect();
    expect(await resultWith(google, 'edits', ['B2'])).toEqual([true]);
  });

  it('moves with inserted and deleted rows and columns', async () => {
    const google = givenScript(code, { cells, behavior: atOnce });
    const sheet = google.sheet('Sheet1');
    sheet.protect({ range: 'B2' });
    sheet.insertColumn(0);
    sheet.insertRow(0);
    expect(await resultWith(google, 'edits', ['B2', 'C3'])).toEqual([true, false]);
    sheet.deleteColumn(0);
    sheet.deleteRow(0);
    expect(await resultWith(google, 'edits', ['B2', 'C3'])).toEqual([false, true]);
    sheet.deleteRow(1);
    expect(await resultWith(google, 'protections')).toEqual([]);
  });

  it('refuses to delete its rows', async () => {
    const google = givenScript(code, { cells, behavior: atOnce });
    google.sheet('Sheet1').protect({ range: 'A2' });
    expect(await resultWith(google, 'change', 'deleteRows', 1, 1)).toBe('done');
    expect(await resultWith(google, 'change', 'deleteRows', 1, 1)).toBe(protectedText);
  });
});

describe('a protected sheet', () => {
  it('refuses writes, new columns, hiding, appending and deleting, except where its exceptions are', async () => {
    const google = givenScript(code, { cells, behavior: atOnce });
    google.sheet('Sheet1').protect({ except: ['A:A'] });
    expect(await resultWith(google, 'one', 'A2', 'x')).toBe('done');
    expect(await resultWith(google, 'one', 'B2', 'x')).toBe(protectedText);
    expect(await resultWith(google, 'change', 'insertColumnsAfter', 1, 1)).toBe(protectedText);
    expect(await resultWith(google, 'change', 'hideColumns', 1)).toBe(protectedText);
    expect(await resultWith(google, 'change', 'deleteRows', 1, 1)).toBe(protectedText);
    google.sheet('Sheet1').unprotect();
    google.sheet('Sheet1').protect();
    expect(await resultWith(google, 'append')).toBe(protectedText);
    expect(await resultWith(google, 'protections')).toEqual([['SHEET', 'A1:Z1000', false, false, '']]);
    expect(await resultIn(google, 'append')).toBe('done');
  });
});

describe('a document that the person may only look at', () => {
  it('refuses a new tab as well', async () => {
    const google = givenScript(code, { cells, behavior: atOnce });
    google.share(colleague, 'viewer');
    expect(await resultWith(google, 'addTab')).toBe(protectedText);
    expect(google.spreadsheet.sheets).toHaveLength(1);
  });
});

describe('data validation that rejects (Docs editors help, "In-cell dropdown lists"; A)', () => {
  it('refuses the whole block and names the cell; a blank is always accepted', async () => {
    const google = givenScript(code, { cells, behavior: atOnce });
    google.sheet('Sheet1').setRule('B2', { accepts: ['4', 'yes'], rejects: true });
    const refused = 'The data you entered in cell B2 violates the data validation rules set on this cell.';
    expect(await resultIn(google, 'block')).toBe(refused);
    expect(google.sheet('Sheet1').display()).toEqual(cells);
    for (const [value, seen] of [
      ['yes', 'done'],
      ['', 'done'],
      ['no', refused],
    ])
      expect(await resultWith(google, 'one', 'B2', value)).toBe(seen);
    google.sheet('Sheet1').setRule('B2', { accepts: ['4'], rejects: false });
    expect(await resultIn(google, 'block')).toBe('done');
  });

  it.each([
    ['number', '12', 'twelve'],
    ['date', '2026-05-01', 'soon'],
    ['text', 'word', '12'],
    ['checkbox', 'TRUE', 'yes'],
  ] as const)('of a column with the type %s takes %s and refuses %s', async (accepts, good, bad) => {
    const google = givenScript(code, { cells, behavior: atOnce });
    google.sheet('Sheet1').setRule('B:B', { accepts, rejects: true });
    expect(await resultWith(google, 'one', 'B3', good)).toBe('done');
    expect(await resultWith(google, 'one', 'B4', bad)).toMatch(/^The data you entered in cell B4 violates/);
  });

  it('stays with its cell after a write', async () => {
    const google = givenScript(code, { cells, behavior: atOnce });
    google.sheet('Sheet1').setRule('B2', { accepts: ['yes'], rejects: true });
    await resultWith(google, 'one', 'B2', 'yes');
    expect(await resultWith(google, 'one', 'B2', 'no')).toMatch(/^The data you entered/);
  });
});

describe('a refusal that comes late (C)', () => {
  const given = () => {
    const google = givenScript(code, { cells, behavior: { refusedWritesThrowAt: 'flush' } });
    google.sheet('Sheet1').protect({ range: 'A1' });
    return google;
  };

  it('comes at the flush, once, and takes the writes queued behind it along', async () => {
    const google = given();
    expect(await resultWith(google, 'late')).toEqual(['done', 'done', protectedText, 'done']);
    expect(
      google
        .sheet('Sheet1')
        .display()
        .map((row) => row[3]),
    ).toEqual(['before', '', 'later']);
  });

  it('comes at the next read', async () => {
    expect(await resultWith(given(), 'lateRead')).toBe(protectedText);
  });

  it('comes at the end of the execution, where nothing was read or flushed after it', async () => {
    expect(await resultWith(given(), 'lateEnd')).toMatchObject({
      kind: 'failed',
      error: { message: protectedText },
    });
  });

  it('is no excuse for a wrong argument, which is refused at once', async () => {
    expect(
      await exceptionOf("SpreadsheetApp.getActiveSheet().getRange('A1').setValues([['a', 'b']])", {
        behavior: { refusedWritesThrowAt: 'flush' },
      }),
    ).toMatch(/^Exception: The number of columns in the data/);
  });
});
