/**
 * Sheets with every kind of column at once, in any order and with odd cells. Each text tells which column and row it was
 * written into, so that whatever turns up elsewhere is recognised.
 */
import fc from 'fast-check';
import type { Cell } from '../../src/platform/table.ts';
import type { ColumnChoice } from '../../src/sync/sheet/column-choices.ts';

/** A kind of column. Its key has only letters up to `w`, so that `markOf` can be read back. */
interface AnyColumn {
  readonly key: string;
  readonly header: string;
  /** Where the header alone does not say it. */
  readonly meaning?: string;
  readonly cell: fc.Arbitrary<AnyCell>;
  /** Whether the user may choose that its blank cells clear the field. */
  readonly isField?: true;
}

/** Depends on the row (index from 0, headers counted) it ends up in. */
type AnyCell = (key: string, rowIndex: number) => Cell;

const markOf = (key: string, rowIndex: number) => `${key}x${rowIndex}x`;

/** The columns and rows whose marks are in a text. */
export function marksIn(text: string): { readonly key: string; readonly rowIndex: number }[] {
  return [...text.toLowerCase().matchAll(/([a-w]+)x(\d+)x/g)].map(([, key = '', digits]) => {
    return { key, rowIndex: Number(digits) };
  });
}

const always = (value: Cell): AnyCell => {
  return () => value;
};
const blank = always('');
const marked: AnyCell = markOf;
const address: AnyCell = (key, rowIndex) => `${markOf(key, rowIndex)}@example.com`;
const odd: fc.Arbitrary<AnyCell> = fc.oneof(
  fc.constantFrom<AnyCell>(
    ...[' ', '#REF!', '#N/A', 'Loading...', '=1+1', "'", '007', 'no', 'x', '\u0001', '\u200b', 'Total'].map(
      always,
    ),
    ...[true, false, 0, -1, 1.5, 1e15, 1.5e300].map(always),
    (key, rowIndex) => `  ${markOf(key, rowIndex)}\u00a0`,
    (key, rowIndex) => `a@b ${markOf(key, rowIndex)}`,
  ),
  fc.string({ maxLength: 8 }).map(always),
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-12-31') }).map(always),
);

/** Mostly blank or one of these; seldom something odd. */
const mostly = (...cells: AnyCell[]): fc.Arbitrary<AnyCell> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(blank) },
    { weight: 5, arbitrary: fc.constantFrom(...cells) },
    { weight: 1, arbitrary: odd },
  );

const day = new Date(Date.UTC(2026, 5, 7));
/** The same address in several rows, as relatives share one. */
const shared = always('Family@example.com');
const tag: AnyCell = (key, rowIndex) => `tag ${markOf(key, rowIndex)}`;
const tags: AnyCell = (key, rowIndex) => `VIP, "tag ${markOf(key, rowIndex)}"`;

const idColumn: AnyColumn = {
  ...{ key: 'id', header: 'Contact ID' },
  cell: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 9 }).map(always) },
    { weight: 2, arbitrary: fc.constantFrom(...['', '', 'n/a', '3', ' 4 ', 0, 1.5, '#REF!'].map(always)) },
  ),
};

const otherColumns: readonly AnyColumn[] = [
  { key: 'mail', header: 'Email', cell: mostly(address, address, shared), isField: true },
  { key: 'mailb', header: 'Email 2', cell: mostly(address, shared), isField: true },
  { key: 'mailc', header: 'Email address 3', cell: mostly(address), isField: true },
  { key: 'given', header: 'First name', cell: mostly(marked), isField: true },
  { key: 'firm', header: 'Company', cell: mostly(marked), isField: true },
  { key: 'born', header: 'Birthday', cell: mostly(always('1980-01-31'), always(day)), isField: true },
  { key: 'line', header: 'Phone 1', cell: mostly(marked, always(5550102030)), isField: true },
  { key: 'free', header: 'Notes of ours', meaning: '_Notes', cell: mostly(marked), isField: true },
  { key: 'due', header: 'Next visit', meaning: '_NextVisit', cell: mostly(always(day)), isField: true },
  { key: 'score', header: 'Score', meaning: '_Score', cell: mostly(...[7, '8'].map(always)), isField: true },
  {
    key: 'gold',
    header: 'Gold?',
    meaning: '_Gold',
    cell: mostly(...[true, 'No'].map(always)),
    isField: true,
  },
  { key: 'out', header: 'Opt-out reason', cell: mostly(marked, blank, blank) },
  { key: 'into', header: 'Opt-in reason', cell: mostly(marked, blank, blank) },
  { key: 'stop', header: 'Do Not Email', cell: mostly(...[true, false, false, 'No'].map(always)) },
  { key: 'state', header: 'Opt status', cell: mostly(marked) },
  { key: 'tag', header: 'Tags', meaning: 'tags', cell: mostly(tag, tags) },
  { key: 'untag', header: 'Remove tags', meaning: 'remove-tags', cell: mostly(tag, blank) },
  { key: 'owner', header: 'Owner', meaning: 'OwnerID', cell: mostly(marked, always(17)), isField: true },
  { key: 'lead', header: 'Lead source', meaning: 'LeadSourceId', cell: mostly(marked), isField: true },
  { key: 'link', header: 'Keap link', cell: fc.constant(blank) },
  { key: 'memo', header: 'Nobody knows', cell: mostly(marked) },
];

/** Where a value of each column may end up, and nowhere else. */
export const fieldOfKey: Readonly<Record<string, string>> = {
  ...{ mail: 'Email', mailb: 'EmailAddress2', mailc: 'EmailAddress3', given: 'FirstName', firm: 'Company' },
  ...{ born: 'Birthday', line: 'Phone1', free: '_Notes', due: '_NextVisit', score: '_Score', gold: '_Gold' },
  ...{ owner: 'OwnerID', lead: 'LeadSourceId' },
};

/** A sheet, its headers in the first row, and what the user has chosen for its columns. */
export interface AnySheet {
  readonly cells: readonly (readonly Cell[])[];
  readonly choices: readonly ColumnChoice[];
}

/** Every column, or most of them; the id and the address are always there. */
export const anySheet: fc.Arbitrary<AnySheet> = fc
  .tuple(
    fc.shuffledSubarray(otherColumns.slice(1), { minLength: otherColumns.length - 5 }),
    fc.nat({ max: 30 }),
    fc.nat({ max: 30 }),
    fc.integer({ min: 0, max: 12 }),
    fc.array(fc.nat({ max: 9 }), { minLength: otherColumns.length, maxLength: otherColumns.length }),
  )
  .chain(([others, idAt, mailAt, rowCount, clears]) => {
    const columns = insertedAt(insertedAt(others, mailAt, otherColumns[0]), idAt, idColumn);
    const row = fc.tuple(...columns.map(({ cell }) => cell));
    return fc.array(row, { minLength: rowCount, maxLength: rowCount }).map(
      (rows): AnySheet => ({
        cells: [
          columns.map(({ header }) => header),
          ...rows.map((cells, index) => cells.map((cell, at) => cell(columns[at]?.key ?? '', index + 1))),
        ],
        choices: columns.flatMap(({ header, meaning, isField }, index) => {
          const blankClears = isField === true && header !== 'Email' && clears[index] === 0;
          return meaning === undefined && !blankClears ? [] : [{ header, meaning, blankClears }];
        }),
      }),
    );
  });

function insertedAt<T>(list: readonly T[], at: number, one: T | undefined): T[] {
  if (one === undefined) return [...list];
  const index = at % (list.length + 1);
  return [...list.slice(0, index), one, ...list.slice(index)];
}
