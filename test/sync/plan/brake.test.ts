import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell, Grid } from '../../../src/platform/table.ts';
import {
  type BrakeAnswer,
  type BrakedPlan,
  planWithBrake,
  statusesWithBrake,
} from '../../../src/sync/plan/brake.ts';
import { type BrakeMemory, noBrakeMemory } from '../../../src/sync/plan/brake-memory.ts';
import type { PlanScope } from '../../../src/sync/plan/plan.ts';
import { matchRows } from '../../../src/sync/push/match-rows.ts';
import { type Decision, markedCell, markIn, withoutMark } from '../../../src/sync/sheet/brake-mark.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { statusBlocks } from '../../../src/sync/sheet/status-blocks.ts';

const managed = ['Keap status', 'Keap synced at', 'Keap message', 'Keap fingerprint'];
const choices = [{ header: 'Company', blankClears: true }];

/** Rows of contact id, company, and reason to opt out. */
function gridOf(rows: readonly (readonly Cell[])[], header = 'Opt-out reason'): Grid {
  const cells = [
    ['Contact ID', 'Company', header, ...managed],
    ...rows.map((row) => [...row, '', '', '', '']),
  ];
  return { cells, timeZone: 'Etc/UTC' };
}

const viewOf = (grid: Grid) => ({ grid, columns: findColumns(grid, 'Contacts', choices) });

interface Options {
  readonly scope?: PlanScope;
  readonly memory?: BrakeMemory;
  readonly maxAtOnce?: number;
  readonly answer?: BrakeAnswer;
}

const plan = (
  grid: Grid,
  { scope = { kind: 'all' }, memory = noBrakeMemory, maxAtOnce = 2, answer }: Options = {},
) => planWithBrake({ view: viewOf(grid), account: 'app1', scope, memory, maxAtOnce, answer });

function written(grid: Grid, statuses: Parameters<typeof statusBlocks>[1]): Grid {
  const cells = grid.cells.map((row) => [...row]);
  for (const block of statusBlocks(viewOf(grid), statuses)) {
    block.cells.forEach((row, down) => {
      const texts = row.map((cell) => (typeof cell === 'object' && 'formula' in cell ? cell.formula : cell));
      cells[block.rowIndex + down]?.splice(block.columnIndex, row.length, ...texts);
    });
  }
  return { ...grid, cells };
}

const begun = (grid: Grid, options?: Options) => written(grid, plan(grid, options).statuses);

/** The grid after a run in which Keap has answered so for every contact. */
function ended(grid: Grid, kind: 'done' | 'failed', options?: Options): Grid {
  const { changes, statuses } = plan(grid, options);
  const marked = written(grid, statuses);
  const outcome = kind === 'done' ? { kind } : { kind, reason: 'No.' };
  const settled = changes.map((planned) => ({ planned, outcome }));
  const view = viewOf(marked);
  return written(marked, statusesWithBrake(view, matchRows(view, settled, 'app1', 1_000)));
}

const optOuts = ({ changes }: BrakedPlan) =>
  changes.filter(({ change }) => change.opt?.kind === 'opt-out').map(({ change }) => Number(change.id));
const emptied = ({ changes }: BrakedPlan) =>
  changes.filter(({ change }) => change.fields.get('Company') === '').map(({ change }) => Number(change.id));
const statuses = ({ cells }: Grid) => cells.slice(1).map((row) => row[3]);

function edited(grid: Grid, rowIndex: number, columnIndex: number, cell: Cell): Grid {
  const cells = grid.cells.map((row) => [...row]);
  cells[rowIndex]?.splice(columnIndex, 1, cell);
  return { ...grid, cells };
}

/** Three of ten contacts are to be opted out. */
const three = gridOf(
  Array.from({ length: 10 }, (_, index) => [index + 1, 'A', index < 3 ? `asked ${index}` : '']),
);
const yes = { kinds: ['optOut'], isYes: true } as const;
const no = { kinds: ['optOut'], isYes: false } as const;

describe('planWithBrake()', () => {
  it.each([
    [0, []],
    [2, []],
    [3, [1, 2, 3]],
    [25, [1, 2, 3]],
  ])('with a limit of %d lets these of three contacts be opted out: %j', (maxAtOnce, out) => {
    const braked = plan(three, { maxAtOnce });
    expect(optOuts(braked)).toEqual(out);
    expect(braked.changes).toHaveLength(10);
    expect(braked.held.optOut).toBe(3 - out.length);
  });

  it('sends the other fields of a held row, and then says Check', () => {
    const after = ended(three, 'done');
    expect(statuses(after)).toEqual(['Check', 'Check', 'Check', ...Array(7).fill('Synced')]);
    expect(String(after.cells[1]?.[5])).toContain('Confirm in the sidebar');
  });

  it.each(['waiting', 'marked'] as const)(
    'keeps holding in what a killed run has left, however few that is: %s',
    (kind) => {
      let grid = begun(three);
      // Two of the three have been done before the kill.
      for (const rowIndex of [1, 2]) grid = edited(grid, rowIndex, 3, 'Check');
      const rest = plan(grid, { scope: { kind } });
      expect(optOuts(rest)).toEqual([]);
      expect(rest.questions.optOut?.contacts).toBe(3);
    },
  );

  it.each(['waiting', 'marked'] as const)(
    'sends what was released in what a killed run has left: %s',
    (kind) => {
      const grid = begun(three, { answer: yes });
      expect(optOuts(plan(grid, { scope: { kind } }))).toEqual([1, 2, 3]);
    },
  );

  it('does not take a decision for a row that has been edited since', () => {
    const confirmed = edited(begun(three, { answer: yes }), 1, 2, 'another reason');
    expect(optOuts(plan(confirmed, { maxAtOnce: 0 }))).toEqual([2, 3]);
    const declined = edited(begun(three, { answer: no }), 1, 2, 'another reason');
    expect(optOuts(plan(declined, { maxAtOnce: 1 }))).toEqual([1]);
  });

  it('remembers what was declined even if the row fails, until its status is cleared', () => {
    let grid = ended(three, 'failed', { answer: no });
    expect(optOuts(plan(grid, { maxAtOnce: 100 }))).toEqual([]);
    grid = edited(grid, 2, 3, '');
    expect(optOuts(plan(grid, { maxAtOnce: 100 }))).toEqual([2]);
  });

  it('answers one kind of wish and leaves the other held', () => {
    const grid = gridOf(Array.from({ length: 9 }, (_, index) => [index + 1, '', index < 3 ? 'asked' : '']));
    const held = begun(grid);
    const answered = plan(held, { answer: yes });
    expect(optOuts(answered)).toEqual([1, 2, 3]);
    expect(emptied(answered)).toEqual([]);
    expect(answered.questions).toEqual({ emptied: { contacts: 9, columns: [] } });
  });

  it.each([
    [4, 4, false],
    [6, 3, false],
    [5, 3, true],
    [12, 7, true],
    [200, 180, true],
  ])('of %d contacts, asks about a column that opts out %d: %j', (of, out, isAsked) => {
    const rows = Array.from({ length: of }, (_, index) => [
      index + 1,
      'A',
      index < out ? 'Imported in 2024' : '',
    ]);
    const braked = plan(gridOf(rows), { maxAtOnce: 1_000 });
    expect(optOuts(braked)).toHaveLength(isAsked ? 0 : out);
    expect(braked.questions.optOut?.column?.of).toBe(isAsked ? of : undefined);
  });

  it('asks about a column once, and about another header again', () => {
    const rows = Array.from({ length: 6 }, (_, index) => [index + 1, 'A', 'Imported in 2024']);
    const { agreed } = plan(gridOf(rows), { maxAtOnce: 100, answer: yes });
    const memory = { ...noBrakeMemory, agreed };
    expect(optOuts(plan(gridOf(rows), { maxAtOnce: 100, memory }))).toHaveLength(6);
    expect(optOuts(plan(gridOf(rows, 'Unsubscribe'), { maxAtOnce: 100, memory }))).toEqual([]);
    expect(optOuts(plan(gridOf(rows), { maxAtOnce: 5, memory }))).toEqual([]);
  });

  it('asks about a column that is ticked, beside a column of reasons that somebody has confirmed', () => {
    const reasons = ['asked', '', '', '', '', ''];
    const cells = [
      ['Contact ID', 'Company', 'Opt-out reason', 'Do Not Email', ...managed],
      ...reasons.map((reason, index) => [index + 1, 'Keap', reason, true, '', '', '', '']),
    ];
    const agreed = { ...noBrakeMemory, agreed: ['Opt-out reason'] };
    const { questions } = plan({ cells, timeZone: 'Etc/UTC' }, { maxAtOnce: 25, memory: agreed });
    expect(questions.optOut).toMatchObject({ contacts: 6, column: { letter: 'D', header: 'Do Not Email' } });
    const both = { ...noBrakeMemory, agreed: ['Opt-out reason', 'Do Not Email'] };
    expect(plan({ cells, timeZone: 'Etc/UTC' }, { maxAtOnce: 25, memory: both }).questions.optOut).toBe(
      undefined,
    );
  });

  it('holds a column back that had values and is blank now, whatever the limit', () => {
    const before = gridOf([1, 2, 3].map((id) => [id, 'A', '']));
    const { filled } = plan(before);
    const memory = { ...noBrakeMemory, filled };
    const blank = gridOf([1, 2, 3].map((id) => [id, '', '']));
    expect(emptied(plan(blank, { maxAtOnce: 100, memory }))).toEqual([]);
    expect(emptied(plan(blank, { maxAtOnce: 100 }))).toEqual([1, 2, 3]);
    const one = edited(before, 1, 1, '');
    expect(emptied(plan(one, { maxAtOnce: 100, memory }))).toEqual([1]);
    const answered = plan(blank, { memory, answer: { kinds: ['emptied'], isYes: true } });
    expect(emptied(answered)).toEqual([1, 2, 3]);
    expect(answered.filled).toEqual([]);
  });

  it('names the question by the rows that wait, in any order', () => {
    const { asked } = plan(three);
    const [header = [], ...rows] = three.cells;
    expect(plan({ ...three, cells: [header, ...[...rows].reverse()] }).asked).toBe(asked);
    expect(plan(edited(three, 1, 2, 'other')).asked).not.toBe(asked);
    expect(plan(three, { maxAtOnce: 3 }).asked).toBe('');
  });

  it('never opts out, and never empties fields of, more contacts than the limit without a yes', () => {
    const cell = fc.constantFrom('', 'A', 'B');
    const row = fc.tuple(cell, cell);
    const step = fc.constantFrom('begin', 'done', 'failed', 'waiting', 'selected', 'sort', 'clear');
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.array(step, { maxLength: 6 }),
        fc.nat(4),
        (rows, steps, maxAtOnce) => {
          let grid = gridOf(rows.map(([company, reason], index) => [index + 1, company, reason]));
          let isHolding = false;
          for (const one of steps) {
            const scope: PlanScope =
              one === 'waiting'
                ? { kind: 'waiting' }
                : one === 'selected'
                  ? { kind: 'selected', rowIndexes: new Set(grid.cells.keys()) }
                  : { kind: 'all' };
            if (one === 'sort') {
              const [header = [], ...others] = grid.cells;
              grid = { ...grid, cells: [header, ...others.reverse()] };
            } else if (one === 'clear') grid = edited(grid, 1, 3, '');
            else {
              const braked = plan(grid, { scope, maxAtOnce });
              expect(optOuts(braked).length).toBeLessThanOrEqual(maxAtOnce);
              expect(emptied(braked).length).toBeLessThanOrEqual(maxAtOnce);
              isHolding = braked.asked !== '';
              expect(isHolding).toBe(Object.keys(braked.questions).length > 0);
              if (one === 'begin') grid = begun(grid, { scope, maxAtOnce });
              else grid = ended(grid, one === 'failed' ? 'failed' : 'done', { scope, maxAtOnce });
            }
          }
        },
      ),
    );
  });
});

describe('markIn()', () => {
  it('reads what markedCell() wrote, and withoutMark() what the cell held before', () => {
    const decision = fc.option(fc.constantFrom<Decision>('held', 'released', 'declined'), { nil: undefined });
    const content = fc.constantFrom('', 'f1-0123', 'f2-ab-cd x');
    fc.assert(
      fc.property(content, decision, decision, (before, optOut, emptied) => {
        const decisions = {
          ...(optOut === undefined ? {} : { optOut }),
          ...(emptied === undefined ? {} : { emptied }),
        };
        const cell = markedCell(before, decisions, 'f1-abc');
        const isMarked = optOut !== undefined || emptied !== undefined;
        expect(markIn(cell)).toEqual(isMarked ? { decisions, fingerprint: 'f1-abc' } : undefined);
        expect(withoutMark(cell)).toBe(before);
      }),
    );
  });

  it.each(['', 'f1-0123', 'b1-', 'b1-hh', 'b1-zz-f1', 7, true])('finds none in %j', (cell) => {
    expect(markIn(cell)).toBeUndefined();
  });
});
