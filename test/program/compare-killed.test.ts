import { describe, expect, it } from 'vitest';
import type { Execution } from '../../local/appsscript/apps-script.ts';
import type { KillPoint } from '../../local/appsscript/execution.ts';
import {
  applyChoices,
  changeInKeap,
  compare,
  comparedHeaders,
  fieldsInKeap,
  givenSynced,
  keysOf,
  undoNewest,
} from '../support/comparing.ts';
import { killPoints } from '../support/kill-points.ts';
import { type Program, sheetName } from '../support/program.ts';

const ids = [1, 2, 3];
const changed = ids.slice(0, 2);
const logName = 'Keap sync log';
const fields = ['Email', 'Company', 'City'] as const;
const inSheet = (id: number) => ({
  ...{ Email: `c${id}@example.com`, Company: `Company ${id}`, City: `City ${id}` },
});
const inKeap = (id: number) => ({
  ...{ Email: `k${id}@keap.example`, Company: `Keap ${id}`, City: `Keap City ${id}` },
});

/** Every row in order, and Keap with other values in the first two. */
async function makeNew(program: Program): Promise<void> {
  const sheet = program.google.sheet(sheetName);
  for (const id of ids) {
    fields.forEach((field) => {
      sheet.set(id, comparedHeaders.indexOf(field), inSheet(id)[field]);
    });
    await changeInKeap(program, id, inSheet(id));
  }
  if (program.google.spreadsheet.sheets.some(({ name }) => name === logName)) {
    program.google.deleteSheet(logName);
  }
  await program.sync();
  await program.sync();
  expect(new Set(program.column('Keap status'))).toEqual(new Set(['Unchanged']));
  for (const id of changed) await changeInKeap(program, id, inKeap(id));
}

const rowOf = (program: Program, id: number) =>
  Object.fromEntries(fields.map((field) => [field, program.column(field)[id - 1]]));

async function keapOf(program: Program, id: number) {
  const now = await fieldsInKeap(program, id);
  return Object.fromEntries(fields.map((field) => [field, now[field]]));
}

function run(program: Program, name: string, input: unknown, killAt?: KillPoint): Promise<Execution> {
  return program.google.run('answerSidebar', [name, [input]], {
    ...{ as: 'sidebar', user: 'owner@example.com' },
    ...(killAt === undefined ? {} : { killAt }),
  });
}

/** Sends the addresses, takes the companies, and leaves the cities. */
async function choose(program: Program) {
  const { differences } = await compare(program);
  const of = (field: string) => differences.filter((one) => one.field === field);
  return { send: of('Email'), take: of('Company') };
}

describe.each(['xml-rpc', 'rest'])('choices of a comparison, over %s', (choice) => {
  it('R3 a kill at any call sends and takes nothing but what was chosen, and the rest can be chosen again', async () => {
    const program = await givenSynced(choice, ids.length);
    await makeNew(program);
    const whole = await run(program, 'applyChoices', keysOf(await choose(program)));
    const points = killPoints(whole.calls);
    expect(points.length).toBeGreaterThan(20);
    let killed = 0;
    for (const killAt of points) {
      await makeNew(program);
      const keys = keysOf(await choose(program));
      killed += Number((await run(program, 'applyChoices', keys, killAt)).kind === 'killed');
      await expectNothingElse(program, killAt);
      await program.sync();
      await expectNothingElse(program, killAt);
      const statuses = program.column('Keap status').map((one) => (one === 'Unchanged' ? 'Synced' : one));
      expect({ ...killAt, statuses }).toEqual({ ...killAt, statuses: Array(3).fill('Synced') });
      const left = await choose(program);
      if (left.send.length + left.take.length > 0) await applyChoices(program, left);
      for (const id of changed) {
        const [row, keap] = [rowOf(program, id), await keapOf(program, id)];
        const [own, other] = [inSheet(id), inKeap(id)];
        expect({ ...killAt, row, keap }).toEqual({
          ...killAt,
          row: { ...own, Company: other.Company },
          keap: { ...other, Email: own.Email },
        });
      }
    }
    expect(killed).toBeGreaterThan(0.9 * points.length);
  }, 300_000);

  it('R3 a kill at any call of an undo of what was taken sends nothing to Keap', async () => {
    const program = await givenSynced(choice, ids.length);
    const take = async () => {
      await makeNew(program);
      const { differences } = await compare(program);
      await applyChoices(program, { take: differences.filter(({ field }) => field !== 'Email') });
      const newest = await program.ask('previewUndo');
      return newest.kind === 'ok' ? (newest.value as { readonly run: string }).run : '';
    };
    const points = killPoints((await run(program, 'undoRun', { run: await take() })).calls);
    expect(points.length).toBeGreaterThan(8);
    for (const killAt of points) {
      await run(program, 'undoRun', { run: await take() }, killAt);
      await program.sync();
      for (const id of changed) {
        const row = rowOf(program, id);
        for (const field of ['Company', 'City'] as const) {
          expect([inSheet(id)[field], inKeap(id)[field]]).toContain(row[field]);
        }
        expect({ ...killAt, keap: await keapOf(program, id) }).toEqual({ ...killAt, keap: inKeap(id) });
      }
      // Whoever asks again gets all of it back.
      await undoNewest(program).catch(() => undefined);
      await program.sync();
      for (const id of changed) {
        expect({ ...killAt, row: rowOf(program, id) }).toEqual({ ...killAt, row: inSheet(id) });
        expect({ ...killAt, keap: await keapOf(program, id) }).toEqual({ ...killAt, keap: inKeap(id) });
      }
    }
  }, 300_000);

  it('R3 a kill at any call of a comparison changes nothing but messages', async () => {
    const program = await givenSynced(choice, ids.length);
    await makeNew(program);
    const points = killPoints((await run(program, 'compare', {})).calls);
    for (const killAt of points) {
      await makeNew(program);
      await run(program, 'compare', {}, killAt);
      await program.sync();
      expect(new Set(program.column('Keap status'))).toEqual(new Set(['Unchanged']));
      for (const id of changed) {
        expect({ row: rowOf(program, id), keap: await keapOf(program, id) }).toEqual({
          ...{ row: inSheet(id), keap: inKeap(id) },
        });
      }
    }
  }, 120_000);
});

/** In the sheet only companies may have become Keap's, and in Keap only addresses the sheet's. */
async function expectNothingElse(program: Program, killAt: KillPoint): Promise<void> {
  for (const id of changed) {
    const [row, keap] = [rowOf(program, id), await keapOf(program, id)];
    const [own, other] = [inSheet(id), inKeap(id)];
    expect([own.Company, other.Company]).toContain(row.Company);
    expect([own.Email, other.Email]).toContain(keap.Email);
    expect({ ...killAt, row, keap }).toEqual({
      ...killAt,
      row: { ...own, Company: row.Company },
      keap: { ...other, Email: keap.Email },
    });
  }
  const last = ids[ids.length - 1] ?? 0;
  expect({ row: rowOf(program, last), keap: await keapOf(program, last) }).toEqual({
    ...{ row: inSheet(last), keap: inSheet(last) },
  });
}
