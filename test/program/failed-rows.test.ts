/** Failed rows are found in the sheet, whichever run has left them. */
import { expect, it } from 'vitest';
import type { FailedRowView } from '../../src/ui/api.ts';
import { givenConnected, type Program, sheetName } from '../support/program.ts';

async function shown(program: Program, from: number, step: 1 | -1): Promise<FailedRowView> {
  const answer = await program.ask('showFailedRows', { from, step });
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as FailedRowView;
}

it('leads from one failed row to the next and back, and a sync of one row hides none', async () => {
  const program = await givenConnected(6);
  expect((await program.state()).lastRun.hasFailedRows).toBe(false);
  expect(await shown(program, 0, 1)).toEqual({
    ...{ summary: 'No rows in this sheet have failed.', line: 0, count: 0 },
  });
  for (const row of [2, 4, 6]) program.google.sheet(sheetName).set(row, 0, 700 + row);
  await program.sync();
  program.google.sheet(sheetName).set(1, 1, 'again@example.com');
  program.google.sheet(sheetName).selectRows(1, 1);
  await program.google.clickMenu('Sync contacts > Sync selected rows');
  expect((await program.state()).lastRun).toMatchObject({
    ...{ hasFailedRows: true, sentence: expect.stringContaining('1 synced') },
  });
  const steps = [
    [0, 1, 'Row 3, 1 of 3: '],
    [3, 1, 'Row 5, 2 of 3: '],
    [5, 1, 'Row 7, 3 of 3: '],
    [7, 1, 'Row 3, 1 of 3: '],
    [3, -1, 'Row 7, 3 of 3: '],
    [7, -1, 'Row 5, 2 of 3: '],
  ] as const;
  for (const [from, step, summary] of steps) {
    expect((await shown(program, from, step)).summary).toContain(summary);
  }
  expect(await program.ask('showFailedRows', { from: 1, step: 7 })).toMatchObject({ kind: 'problem' });
});
