import { describe, expect, it } from 'vitest';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import type { Area } from '../../../src/platform/table.ts';
import { trimLog } from '../../../src/sync/log/full-log.ts';
import { journal } from '../../../src/sync/log/journal.ts';
import { isLogLocked, logSheetName, readLog } from '../../../src/sync/log/log-sheet.ts';
import { fakeTable } from '../../support/fake-table.ts';
import { fakeWorkbook } from '../../support/fake-workbook.ts';

const limits = { max: 2, maxUndoable: 2 };

/** A log of three lines with links, in which the current user may not edit `locked`. */
function given(...locked: Area[]) {
  const made = fakeWorkbook(fakeTable([['Contact ID', 'Email']]));
  const account = 'sim123.infusionsoft.com';
  const run = { id: 'r1', startedBy: 'Sync now' };
  const entries = [1, 2, 3].map((id) => {
    return { contact: id as ContactId, field: 'Email', oldValue: 'old', newValue: 'new' } as const;
  });
  journal({ workbook: made, run, account, api: () => 'REST v2', nowMs: () => 0 }).begin(entries);
  const log = fakeTable(made.added.get(logSheetName)?.cells ?? [], undefined, logSheetName, locked);
  return fakeWorkbook(log);
}

const contacts = (workbook: ReturnType<typeof given>) =>
  readLog(workbook)?.lines.map(({ contact }) => contact);

describe('trimLog()', () => {
  it('removes the oldest lines with their links', () => {
    const workbook = given();
    trimLog(workbook, new Set(), limits);
    expect(contacts(workbook)).toEqual([2, 3]);
    expect(readLog(workbook)?.lines.map(({ link }) => link?.slice(-4))).toEqual(['ID=2', 'ID=3']);
  });

  it('leaves a log whose links are protected as it is, although lines can be added to it', () => {
    const workbook = given({ rowIndex: 0, columnIndex: 10, rowCount: 9, columnCount: 1 });
    trimLog(workbook, new Set(), limits);
    expect(contacts(workbook)).toEqual([1, 2, 3]);
    const log = readLog(workbook);
    expect(log && isLogLocked(log)).toBe(false);
  });
});
