/** What an execution leaves of the sheet's layout when it is killed, and what the next one makes of it. */
import { describe, expect, it } from 'vitest';
import { killPoints } from '../support/kill-points.ts';
import { givenConnected, type Program, sheetName } from '../support/program.ts';

const fingerprintColumn = 5;
const logName = 'Keap sync log';

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

describe('the log', () => {
  it('R6 is not left in front by an execution that was killed while it added it', async () => {
    const { calls } = await (await givenConnected(1)).sync();
    const added = calls.findIndex(({ method }) => method === 'insertSheet') + 1;
    expect(added).toBeGreaterThan(0);
    let inFront = 0;
    for (const call of [added, added + 1, added + 2, added + 3]) {
      const program = await givenConnected(1);
      await program.sync({ killAt: { call, when: 'after' } });
      inFront += Number(program.google.spreadsheet.active.name === logName);
      expect((await program.sync()).kind).toBe('completed');
      expect({ call, statuses: program.column('Keap status') }).toEqual({ call, statuses: ['Synced'] });
      expect(program.google.spreadsheet.active.name).toBe(sheetName);
    }
    expect(inFront).toBeGreaterThan(0);
  });

  it('R6 stays in front where somebody has opened it', async () => {
    const program = await givenConnected(1);
    await program.sync();
    program.google.activate(logName);
    await program.sync();
    expect(program.google.spreadsheet.active.name).toBe(logName);
    expect(program.lastMessage()).toContain('The open sheet is the log.');
  });
});

describe('the status columns', () => {
  it('are wide enough for their texts from the first sync on, and stay as somebody has made them', async () => {
    const program = await givenConnected(1);
    const sheet = program.google.sheet(sheetName);
    await program.sync();
    const [headers = []] = sheet.display();
    const widthOf = (header: string) => sheet.columnWidth(headers.indexOf(header));
    expect([widthOf('Email'), widthOf('Keap status')]).toEqual([100, 110]);
    expect(widthOf('Keap synced at')).toBeGreaterThan(140);
    expect(widthOf('Keap message')).toBeGreaterThan(300);
    sheet.setColumnWidth(headers.indexOf('Keap message'), 50);
    sheet.set(1, 1, 'later@example.com');
    await program.sync();
    expect(widthOf('Keap message')).toBe(50);
  });
});

describe("the fingerprint's column", () => {
  it('R6 is hidden by the next sync, whether that sends anything or not, wherever one was killed', async () => {
    let visible = 0;
    for (const killAt of await firstKills()) {
      const program = await givenConnected(1);
      await program.sync({ killAt });
      visible += Number(program.column('Keap fingerprint').length > 0 && hidden(program).length === 0);
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
