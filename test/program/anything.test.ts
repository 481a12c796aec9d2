import { describe, expect, it } from 'vitest';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import { brownout, brownoutKinds } from '../../local/keap/brownout.ts';
import { givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';
import { seeded, seedsOf } from '../support/seeds.ts';

/**
 * Random actions in random order: people type arbitrary text, sort, insert and delete rows, executions are killed,
 * XML-RPC goes down and comes back, and the API setting changes. At the end, every row that says Synced is right, no
 * contact has lost or gained a value that no row named, no text has become a formula, and no run has ended with a bug.
 */
const contactCount = 10;
const headers = ['Contact ID', 'Email', 'Phone 1', 'First name', '_Color'] as const;
const fieldOf: Readonly<Record<string, string>> = {
  ...{ Email: 'Email', 'Phone 1': 'Phone1', 'First name': 'FirstName', _Color: '_Color' },
};
const logName = 'Keap sync log';

const hostileCells: readonly Cell[] = [
  ...[
    '',
    ' ',
    '=1+1',
    '=HYPERLINK("https://example.com")',
    "'=1+1",
    '+1',
    '-1',
    '@x',
    '1e999',
    '#REF!',
    'TRUE',
  ],
  ...[
    '__proto__',
    'constructor',
    '<b>&amp;</b>',
    ']]>',
    '\u0000',
    '\ud83d',
    '😀',
    'é',
    '‮abc',
    'a\nb',
    'a\tb',
  ],
  ...['x'.repeat(300), 'a@b', 'A@EXAMPLE.COM', ' spaced@example.com ', 'two@example.com, three@example.com'],
  ...[0, -1, 1.5, 12_345_678_901, true, new Date(Date.UTC(2026, 0, 31))],
];

function heldBy(id: number) {
  return {
    id,
    fields: {
      ...{
        Email: `old${id}@example.com`,
        EmailAddress2: `second${id}@example.com`,
        EmailAddress3: 'third@example.com',
      },
      ...{
        Phone1: '1',
        Phone2: '2',
        Phone2Type: 'Work',
        Fax1: '9',
        City: 'Phoenix',
        Address2Street1: 'Elsewhere',
      },
      ...{ FirstName: 'Ana', LastName: 'Kept', Company: 'Kept', _Color: 'red', _Size: `${id}` },
    },
  };
}

const unnamed = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).filter(([name]) => !Object.values(fieldOf).includes(name));

type Random = () => number;
const oneOf = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;

function typeSomething({ google }: Program, random: Random): void {
  const sheet = google.sheet(sheetName);
  const rows = sheet.display().length;
  const row = 1 + Math.floor(random() * Math.max(1, rows - 1));
  const column = Math.floor(random() * headers.length);
  const good =
    column === 0
      ? 1 + Math.floor(random() * (contactCount + 2))
      : column === 1
        ? `p${Math.floor(random() * 1e6)}@example.com`
        : `v${Math.floor(random() * 1e6)}`;
  sheet.set(row, column, random() < 0.6 ? good : oneOf(random, hostileCells));
}

const actions: readonly ((program: Program, random: Random) => unknown)[] = [
  typeSomething,
  typeSomething,
  typeSomething,
  ({ google }, random) => google.sheet(sheetName).sort(Math.floor(random() * headers.length), random() < 0.5),
  ({ google }, random) => google.sheet(sheetName).insertRow(1 + Math.floor(random() * contactCount)),
  ({ google }, random) => {
    if (google.sheet(sheetName).display().length > 6)
      google.sheet(sheetName).deleteRow(1 + Math.floor(random() * 5));
  },
  ({ ask }, random) => ask('saveApi', { choice: oneOf(random, ['automatic', 'automatic', 'rest']) }),
  ({ keap }, random) =>
    keap.break(
      brownout(oneOf(random, brownoutKinds), {
        after: Math.floor(random() * 8),
        times: 1 + Math.floor(random() * 12),
      }),
    ),
  ({ keap }) => keap.mend(),
  ({ google }, random) => google.passTime((0.1 + random()) * hourMs),
  (program, random) => sync(program, random),
  (program, random) => sync(program, random),
];

async function sync(program: Program, random: Random): Promise<void> {
  program.google.activate(sheetName);
  const killAt =
    random() < 0.6
      ? { call: 1 + Math.floor(random() * 70), when: oneOf(random, ['before', 'after'] as const) }
      : undefined;
  const run = await program.sync(killAt === undefined ? {} : { killAt });
  expect(run.kind === 'failed' ? run.error : undefined).toBeUndefined();
}

async function expectTruth(program: Program): Promise<number> {
  const contacts = new Map((await program.keap.contacts()).map(({ id, fields }) => [String(id), fields]));
  for (const [id, fields] of contacts)
    expect(unnamed(fields), `contact ${id}`).toEqual(unnamed(heldBy(Number(id)).fields));
  const [names = [], ...rows] = program.google.sheet(sheetName).display();
  let synced = 0;
  for (const row of rows) {
    const cell = (name: string) => row[names.indexOf(name)] ?? '';
    const status = cell('Keap status');
    if (status !== 'Synced' && status !== 'Unchanged') continue;
    synced++;
    // A tick box is sent as Keap writes it.
    const sent = (header: string) =>
      cell(header)
        .trim()
        .replace(/^TRUE$/, 'Yes');
    const has = contacts.get(cell('Contact ID').trim()) ?? {};
    for (const [header, field] of Object.entries(fieldOf)) {
      const wanted = sent(header);
      if (wanted !== '') expect([row[0], field, has[field]]).toEqual([row[0], field, wanted]);
    }
  }
  return synced;
}

describe('random actions', () => {
  it.each(seedsOf(3))('R1 R2 R3 R4 R6 R8 the sheet and Keap agree in the end (seed %i)', async (seed) => {
    const random = seeded(seed);
    const held = Array.from({ length: contactCount }, (_, index) => heldBy(index + 1));
    const program = await givenProgram({
      keap: { contacts: held, customFields: ['_Color', '_Size'] },
      cells: [[...headers], ...held.map(({ id }) => [id, `new${id}@example.com`, '', '', ''])],
    });
    await program.connect();
    for (let step = 0; step < 60; step++) await oneOf(random, actions)(program, random);
    await program.keap.mend();
    // Formulas belong to the user. Their cells would show the computed values, but nothing computes them here.
    const typed = program.google.sheet(sheetName).formulas();
    for (let round = 0; round < 3; round++) {
      program.google.activate(sheetName);
      await program.google.passTime(2 * hourMs);
      const run = await program.sync();
      expect(run.kind).toBe('completed');
    }
    const synced = await expectTruth(program);
    const statuses = program.column('Keap status');
    expect(statuses.filter((status) => status === 'Waiting')).toEqual([]);
    expect(synced).toBeGreaterThan(0);
    expect(program.google.sheet(sheetName).formulas()).toEqual(typed);
    if (program.google.spreadsheet.sheets.some(({ name }) => name === logName)) {
      expect(program.google.sheet(logName).formulas()).toEqual([]);
    }
  });
});
