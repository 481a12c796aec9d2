import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/platform/table.ts';
import { type PlanScope, planSync } from '../../../src/sync/plan/plan.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';

const headers = ['Contact ID', 'Email', 'Opt-out reason', 'Opt-in reason'];

function plan(rows: readonly (readonly Cell[])[], scope: PlanScope = { kind: 'all' }) {
  const cells = [headers, ...rows.map((row) => [...row])];
  const grid = { cells, timeZone: 'Etc/UTC' };
  const { changes, statuses, check } = planSync(
    { grid, columns: findColumns(grid, 'Contacts') },
    'app1',
    scope,
  );
  return {
    sent: changes.map(({ change }) => Number(change.id)),
    checked: [...statuses].filter(([, { status }]) => status === 'Check').map(([rowIndex]) => rowIndex),
    check,
  };
}

describe('rows that name one address', () => {
  const out = [1, 'Family@Example.com', 'asked', ''];
  const into = [2, 'family@example.com', '', 'signed up'];
  const other = [3, 'other@example.com', '', 'signed up'];

  it.each([[[out, into, other]], [[into, other, out]], [[other, out, into]]])(
    'are both checked where one opts it out and the other in, in any order',
    (rows) => {
      const { sent, check } = plan(rows);
      expect([sent, check]).toEqual([[3], 2]);
    },
  );

  it('are checked even where only one of them is to be sent', () => {
    const selected: PlanScope = { kind: 'selected', rowIndexes: new Set([2]) };
    expect(plan([out, into], selected)).toEqual({ sent: [], checked: [2], check: 1 });
  });

  it('are all checked where three disagree, and sent where they agree', () => {
    expect(plan([out, into, [4, 'family@example.com', 'asked', '']]).checked).toEqual([1, 2, 3]);
    expect(plan([out, [2, 'family@example.com', 'too', '']]).sent).toEqual([1, 2]);
    expect(plan([into, [4, 'family@example.com', '', 'too']]).sent).toEqual([2, 4]);
  });

  const unsure = [4, 'family@example.com', '', ''];

  it.each([[[unsure, [4, ...out.slice(1)], into]], [[[4, ...out.slice(1)], unsure, into]]])(
    'are checked where one of several rows of a contact disagrees, whichever of those comes first',
    (rows) => {
      expect(plan(rows)).toEqual({ sent: [], checked: [1, 2, 3], check: 3 });
    },
  );

  it('do not disagree with a row that names it without opting', () => {
    expect(plan([out, [2, 'family@example.com', '', '']]).sent).toEqual([1, 2]);
  });
});
