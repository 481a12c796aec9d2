import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { fingerprintOf } from '../../../src/sync/sheet/fingerprint.ts';
import { readRow } from '../../../src/sync/sheet/row.ts';
import { contactRows } from '../../../src/sync/sheet/sheet-view.ts';

const choices = [
  { header: 'Tags', meaning: 'tags', blankClears: false },
  { header: 'Remove tags', meaning: 'remove-tags', blankClears: false },
];

function read(tags: Cell, removed: Cell = '', isChosen = true) {
  const cells: Cell[][] = [
    ['Contact ID', 'Email', 'Tags', 'Remove tags'],
    [7, 'a@example.com', tags, removed],
  ];
  const grid = { cells, timeZone: 'Etc/UTC' };
  const columns = findColumns(grid, 'Contacts', isChosen ? choices : []);
  const [row] = contactRows({ grid, columns });
  if (row === undefined) throw new Error('The sheet has no row.');
  return readRow(row, columns);
}

const named = (tags: Cell, removed: Cell = '') => {
  const row = read(tags, removed);
  if (row.kind !== 'ready') return row;
  const { apply = [], remove = [] } = row.change.tags ?? {};
  return [apply, remove].map((some) => some.map(({ name }) => name));
};

describe('the tags of a row', () => {
  it.each<[Cell, string[]]>([
    ['VIP', ['VIP']],
    [' VIP ,  Newsletter 2027,', ['VIP', 'Newsletter 2027']],
    ['VIP\nOld', ['VIP', 'Old']],
    ['"Buyer, 2027", VIP', ['Buyer, 2027', 'VIP']],
    ['"Say ""hi"", twice"', ['Say "hi", twice']],
    ['"VIP" ', ['VIP']],
    ['"VIP', ['"VIP']],
    ['12" pipe, VIP', ['12" pipe', 'VIP']],
    ['vip, VIP,Vip', ['vip']],
    [14, ['14']],
    [', ,\n', []],
    ['', []],
  ])('reads %j as %j', (cell, names) => {
    expect(named(cell)).toEqual([names, []]);
    expect(named('', cell)).toEqual([[], names]);
  });

  it('are a Check where one tag is in both cells', () => {
    expect(read('VIP, Old', 'old')).toMatchObject({
      kind: 'check',
      reason: 'This row both applies and removes the tag "Old". Delete the tag from one of the two cells.',
    });
  });

  it('are a Check where the formula has failed', () => {
    expect(read('#N/A').kind).toBe('check');
    expect(read('', 'Loading...').kind).toBe('check');
  });

  it('are none without a choice of the user, whatever the header says', () => {
    expect(read('VIP', 'Old', false)).toMatchObject({ kind: 'ready', change: { fields: expect.anything() } });
    expect(read('VIP', 'Old', false)).not.toHaveProperty('change.tags');
  });

  it('change the fingerprint, and a row without any keeps the one that it had before there were any', () => {
    const fingerprint = (tags: Cell, removed: Cell = '', isChosen = true) => {
      const row = read(tags, removed, isChosen);
      return row.kind === 'ready' ? fingerprintOf(row.change, 'app1') : row.kind;
    };
    const without = fingerprint('VIP', 'Old', false);
    expect(fingerprint('')).toBe(without);
    const all = [
      without,
      ...[['VIP'], ['VIP, Old'], ['', 'VIP'], ['VIP', 'Old']].map(([a = '', b]) => fingerprint(a, b)),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
