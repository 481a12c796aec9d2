import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { type Row, readRow } from '../../../src/sync/sheet/row.ts';
import { contactRows } from '../../../src/sync/sheet/sheet-view.ts';

const headers = ['Contact ID', 'Email', 'First Name', 'Opt-out reason', 'Opt-in reason', 'Birthday'];
const timeZone = 'Europe/Berlin';
const columns = findColumns({ cells: [headers], timeZone }, 'Contacts');

function read(...cells: Cell[]): Row | undefined {
  const [row] = contactRows({ grid: { cells: [headers, cells], timeZone }, columns });
  return row === undefined ? undefined : readRow(row, columns);
}

/** A row that waits for the user in any case, or unless Keap has the value already. */
function problemOf(...cells: Cell[]): string | undefined {
  const row = read(...cells);
  if (row?.kind === 'check') return row.reason;
  return row?.kind === 'ready' ? [...row.problems.values()][0] : undefined;
}

describe('readRow()', () => {
  it('reads an id and the values beside it, trimmed, and leaves blank cells out', () => {
    expect(read('12', ' ana@example.com ', '', '', '', '')).toEqual({
      kind: 'ready',
      rowIndex: 1,
      change: { id: 12, fields: new Map([['Email', 'ana@example.com']]) },
      forms: { numbers: new Set(), typed: new Map() },
      problems: new Map(),
    });
  });

  it.each([[12], [12.0], ['12'], [' 12 '], ['0012'], ['\u00a012']])('reads %j as contact 12', (id) => {
    expect(read(id, 'ana@example.com')).toMatchObject({ kind: 'ready', change: { id: 12 } });
  });

  it.each([
    [12.5],
    [-3],
    [0],
    ['12a'],
    ['1e3'],
    ['0x10'],
    ['1,234'],
    [2_147_483_648],
    [1e21],
    [true],
    ['١٢'],
  ])('asks for a check of the id %j', (id) => {
    expect(read(id, 'ana@example.com')).toMatchObject({
      kind: 'check',
      reason: expect.stringContaining('is not a valid contact id'),
    });
  });

  it('gives a blank row no status, and says what a row without an id lacks', () => {
    expect(read('', ' ', '', '')).toEqual({ kind: 'blank', rowIndex: 1 });
    expect(read('', 'ana@example.com')).toMatchObject({ kind: 'check' });
    expect(read('12')).toEqual({ kind: 'idle', rowIndex: 1 });
  });

  it('reads a reason as a change of the opt status, and two reasons as a check', () => {
    expect(read(12, '', '', 'asked by phone')).toMatchObject({
      change: { opt: { kind: 'opt-out', reason: 'asked by phone' } },
    });
    expect(read(12, '', '', '', 'signed up')).toMatchObject({ change: { opt: { kind: 'opt-in' } } });
    expect(read(12, '', '', 'no', 'yes')).toMatchObject({ kind: 'check' });
  });

  it.each([
    ['not an address', 'is not a valid email address'],
    ['ana@example', 'is not a valid email address'],
    ['ana@@example.com', 'is not a valid email address'],
    ['ana@example.com, bo@example.com', 'is not a valid email address'],
    ['ana@exa mple.com', 'is not a valid email address'],
    [`${'a'.repeat(64)}@example.com`, 'has 76 characters, but Keap allows at most 75'],
    ['#REF!', 'the formula in this cell failed'],
  ])('asks for a check of the address %s', (address, text) => {
    expect(problemOf(12, address)).toContain(text);
  });

  it('accepts an address of 75 characters', () => {
    expect(problemOf(12, `${'a'.repeat(63)}@example.com`)).toBeUndefined();
  });

  it('keeps accents, emoji and right-to-left text, and asks for a check of what XML cannot carry', () => {
    expect(read(12, '', 'Zoë 😀 שלום')).toMatchObject({
      change: { fields: new Map([['FirstName', 'Zoë 😀 שלום']]) },
    });
    expect(problemOf(12, '', 'Zo\u0001e')).toContain('U+0001');
    expect(problemOf(12, '', 'half \ud83d emoji')).toContain('U+D83D');
  });

  it('writes numbers, checkboxes and dates as a person sees them in the time zone of the sheet', () => {
    const name = (cell: Cell) => {
      const row = read(12, '', cell);
      return row?.kind === 'ready' ? row.change.fields.get('FirstName') : undefined;
    };
    expect(name(0.1 + 0.2)).toBe('0.3');
    expect(name(49301234567)).toBe('49301234567');
    expect(name(true)).toBe('Yes');
    expect(name(new Date('2026-01-30T23:00:00Z'))).toBe('2026-01-31');
    expect(name(new Date('2026-07-01T06:30:00Z'))).toBe('2026-07-01 08:30:00');
  });

  it('checks a date typed as text', () => {
    expect(problemOf(12, '', '', '', '', '2026-02-29')).toContain('is not a valid date');
    expect(problemOf(12, '', '', '', '', '2024-02-29')).toBeUndefined();
  });
});
