/** What an execution leaves of the sheet's layout when it is killed, and what the next one makes of it. */
import { describe, expect, it } from 'vitest';
import { killPoints } from '../support/kill-points.ts';
import { givenConnected, type Program, sheetName } from '../support/program.ts';

const fingerprintColumn = 5;

function hidden(program: Program): number[] {
  return program.google.sheet(sheetName).hiddenColumns();
}

/** The kills of a first sync up to a little after it has hidden the column. */
async function firstKills() {
  const { calls } = await (await givenConnected(1)).sync();
  const hide = calls.findIndex(({ method }) => method === 'hideColumns');
  expect(hide).toBeGreaterThan(0);
  return killPoints(calls).filter(({ call }) => call <= hide + 4);
}

describe("the fingerprint's column", () => {
  it('R6 is hidden by the next sync, whether that sends anything or not, wherever one was killed', async () => {
    let visible = 0;
    for (const killAt of await firstKills()) {
      const program = await givenConnected(1);
      await program.sync({ killAt });
      visible += Number(program.column('Keap fingerprint').length > 0 && hidden(program).length === 0);
      program.google.activate(sheetName);
      if (killAt.call % 2 === 0)
        await program.keap.putContact({ id: 1, fields: { Email: 'new1@example.com' } });
      expect((await program.sync()).kind).toBe('completed');
      expect({ killAt, hidden: hidden(program) }).toEqual({ killAt, hidden: [fingerprintColumn] });
    }
    expect(visible).toBeGreaterThan(0);
  });

  it('R6 stays visible once somebody has unhidden it', async () => {
    const program = await givenConnected(1);
    await program.sync();
    expect(hidden(program)).toEqual([fingerprintColumn]);
    program.google.sheet(sheetName).unhideColumn(fingerprintColumn);
    await program.sync();
    expect(hidden(program)).toEqual([]);
  });
});
