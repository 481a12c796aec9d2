/** What a person does in the sheet between any two calls of a script. */
import { describe, expect, it } from 'vitest';
import { givenScript, resultIn } from './given-script.ts';

const code = `
  function main() {
    const sheet = SpreadsheetApp.getActiveSheet();
    const [headers] = sheet.getDataRange().getValues();
    sheet.getRange(2, headers.indexOf('Status') + 1).setValue('done');
    return headers;
  }`;
const cells = [
  ['Id', 'Status', 'Reason'],
  [1, '', 'Left'],
];

function givenInterrupted(act: (sheet: ReturnType<ReturnType<typeof givenScript>['sheet']>) => void) {
  const google = givenScript(code, { cells });
  const stop = google.interrupt(({ service, method, functionName, count, user }) => {
    if (method !== 'setValue') return;
    expect([service, functionName, user]).toEqual(['Range', 'main', 'owner@example.com']);
    expect(count).toBeGreaterThan(3);
    act(google.sheet('Sheet1'));
    stop();
  });
  return google;
}

describe('just before a call', () => {
  it.each([
    [
      'inserts a column',
      'insertColumn',
      [
        ['', 'Id', 'Status', 'Reason'],
        ['', 'done', '', 'Left'],
      ],
    ],
    [
      'deletes a column',
      'deleteColumn',
      [
        ['Status', 'Reason'],
        ['', 'done'],
      ],
    ],
  ] as const)('a person %s: the range keeps its position (Class Range; A)', async (_name, act, after) => {
    const google = givenInterrupted((sheet) => sheet[act](0));
    await google.run('main');
    expect(google.sheet('Sheet1').cells()).toEqual(after);
  });

  it('a person moves a column, with its hidden state and protection', async () => {
    const google = givenInterrupted((sheet) => sheet.moveColumn(2, 1));
    google.spreadsheet.sheets[0]?.hidden.add(2);
    google.sheet('Sheet1').protect({ range: 'C:C' });
    await google.run('main');
    expect(google.sheet('Sheet1').cells()).toEqual([
      ['Id', 'Reason', 'Status'],
      [1, 'done', ''],
    ]);
    expect(google.sheet('Sheet1').hiddenColumns()).toEqual([1]);
    expect(google.spreadsheet.sheets[0]?.protections[0]?.area).toMatchObject({ left: 1, columns: 1 });
  });

  it('a person renames a header, sorts, and inserts and deletes rows', async () => {
    const google = givenInterrupted((sheet) => {
      sheet.set(0, 1, 'Other');
      sheet.set(2, 0, 5);
      sheet.sort(0, false);
      sheet.insertRow(0);
      sheet.deleteRow(0);
    });
    expect(await resultIn(google)).toEqual(['Id', 'Status', 'Reason']);
    expect(google.sheet('Sheet1').cells()).toEqual([
      ['Id', 'Other', 'Reason'],
      [5, 'done', ''],
      [1, '', 'Left'],
    ]);
  });

  it('happens once where it is ended, at every call where it is not', async () => {
    const google = givenScript(code, { cells });
    const methods: string[] = [];
    google.interrupt(({ method }) => void methods.push(method));
    await google.run('main');
    expect(methods).toContain('getValues');
    expect(methods.length).toBe(google.executions[0]?.calls.length);
  });
});
