import { describe, expect, it } from 'vitest';
import type { AppsScriptOptions } from '../../local/appsscript/apps-script.ts';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import type { DoneView } from '../../src/ui/api.ts';
import { contactsAndCells, givenProgram, hourMs, type Program, sheetName } from '../support/program.ts';

const owner = 'owner@example.com';
const colleague = 'colleague@example.com';

interface GivenColleague {
  readonly cells?: readonly (readonly Cell[])[];
  readonly google?: Partial<AppsScriptOptions>;
}

/** A document in which a colleague is connected, who may edit it and does not own it. */
async function given(count: number, { cells, google = {} }: GivenColleague = {}): Promise<Program> {
  const known = contactsAndCells(count);
  const program = await givenProgram({
    cells: cells ?? known.cells,
    keap: { contacts: known.contacts },
    google,
  });
  program.google.share(colleague, 'editor');
  await program.connect('allow', colleague);
  return program;
}

const sync = (program: Program) => program.sync({ user: colleague });

async function fill(program: Program, user: string, overwrite = false): Promise<string> {
  const answer = await program.askAs(user, 'fetchContacts', { scope: 'all', overwrite });
  return answer.kind === 'problem' ? answer.advice : (answer.value as DoneView).summary;
}

/** The addresses that Keap has, by contact. */
async function addresses(program: Program): Promise<unknown[]> {
  return (await program.keap.contacts()).map(({ fields }) => fields.Email);
}

async function requestsAboutContacts(program: Program): Promise<string[]> {
  const requests = await program.keap.requests();
  return requests.map(({ what }) => what).filter((what) => /^xmlrpc|contacts|emailAddresses/.test(what));
}

function edit(program: Program, count: number): void {
  for (let row = 1; row <= count; row++)
    program.google.sheet(sheetName).set(row, 1, `edited${row}@example.com`);
}

const lastRun = async (program: Program) => (await program.state()).lastRun.sentence.replace(/^.*?: /, '');
const logLines = (program: Program) => program.google.sheet('Keap sync log').display();

const refusedRow = /Not sent because Sheets did not accept their status: row 3\. Remove the protection/;

describe.each(['write', 'flush'] as const)(
  'where Google refuses a write at the %s',
  (refusedWritesThrowAt) => {
    const google = { behavior: { refusedWritesThrowAt } };

    it.each([
      ['the whole sheet', {}],
      ['its header row', { range: '1:1' }],
      ['the columns beside the contacts', { range: 'C:H' }],
    ])(
      'R8 a new sheet of which %s is protected ends in one sentence, before any request',
      async (_, area) => {
        const program = await given(2, { google });
        program.google.sheet(sheetName).protect(area);
        await sync(program);
        expect(await lastRun(program)).toMatch(
          /^Nothing was sent because Sheets did not accept the statuses/,
        );
        expect(await requestsAboutContacts(program)).toEqual([]);
        await program.google.clickMenu('Sync contacts > Sync now', { user: owner });
      },
    );

    it.each(['C:C', 'F:F'])(
      'R8 a protected column %s ends in one sentence, before any request',
      async (range) => {
        const program = await given(2, { google });
        await sync(program);
        edit(program, 2);
        program.google.sheet(sheetName).protect({ range });
        await program.keap.forgetRequests();
        await sync(program);
        expect(await lastRun(program)).toMatch(
          /^Nothing was sent because Sheets did not accept the statuses/,
        );
        expect(await requestsAboutContacts(program)).toEqual([]);
      },
    );

    it.each([
      ['a protected row', '3:3'],
      ['a protected status', 'C3'],
      ['a protected fingerprint', 'F3'],
    ])('R8 %s is named and stops no other row', async (_, range) => {
      const program = await given(4, { google });
      await sync(program);
      edit(program, 4);
      program.google.sheet(sheetName).protect({ range });
      await sync(program);
      expect(await addresses(program)).toEqual([
        ...['edited1@example.com', 'new2@example.com', 'edited3@example.com', 'edited4@example.com'],
      ]);
      expect(await lastRun(program)).toMatch(/^3 synced, 1 failed, /);
      expect(await lastRun(program)).toMatch(refusedRow);
      expect(JSON.stringify(logLines(program).at(-1))).toMatch(/did not accept their status: row 3\./);
      const statuses = program.column('Keap status');
      expect(statuses.filter((text) => text === 'Synced')).toHaveLength(range === 'F3' ? 3 : 4);
      if (range !== '3:3') {
        expect(program.column('Keap message')[1]).toMatch(
          /^This row was not sent because Sheets did not accept/,
        );
      }
      program.google.sheet(sheetName).unprotect();
      await sync(program);
      expect((await addresses(program))[1]).toBe('edited2@example.com');
      expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced', 'Unchanged']));
    });

    it('R8 a dropdown that rejects our statuses ends in one sentence, before any request', async () => {
      const program = await given(30, { google });
      await sync(program);
      edit(program, 30);
      program.google.sheet(sheetName).setRule('C2:C40', { accepts: ['Synced', 'Failed'], rejects: true });
      await program.keap.forgetRequests();
      await sync(program);
      expect(await lastRun(program)).toMatch(/^Nothing was sent because Sheets did not accept the statuses/);
      expect(await requestsAboutContacts(program)).toEqual([]);
    });

    it('R1 a result that the sheet does not take is named, and its row is sent again', async () => {
      const program = await given(4, { google });
      await sync(program);
      edit(program, 4);
      program.google.sheet(sheetName).setRule('C3', { accepts: ['Waiting'], rejects: true });
      program.google.sheet(sheetName).set(2, 2, '');
      await sync(program);
      expect(await lastRun(program)).toMatch(
        /^4 synced, .*Sheets did not accept the result of row 3\. Remove the/,
      );
      expect(program.column('Keap status')).toEqual(['Synced', 'Waiting', 'Synced', 'Synced']);
      program.google.sheet(sheetName).setRule('C3', undefined);
      await sync(program);
      expect(program.column('Keap status')).toEqual(['Unchanged', 'Synced', 'Unchanged', 'Unchanged']);
    });

    it.each([
      ['the log', {}],
      ['the rows below its last line', { range: '4:1000' }],
    ])('R8 a sync with %s protected ends in one sentence, before any request', async (_, area) => {
      const program = await given(2, { google });
      await sync(program);
      edit(program, 2);
      program.google.sheet('Keap sync log').protect(area);
      await program.keap.forgetRequests();
      await sync(program);
      expect(await lastRun(program)).toMatch(
        /^Nothing was changed because Sheets did not accept new lines in the log/,
      );
      expect(await requestsAboutContacts(program)).toEqual([]);
      expect(program.column('Keap status')).toEqual(['Synced', 'Synced']);
      expect(await fill(program, colleague, true)).toMatch(/^Nothing was changed because Sheets/);
    });

    it('R8 lines of the log that are protected stay, and new ones follow', async () => {
      const program = await given(2, { google });
      await sync(program);
      program.google.sheet('Keap sync log').protect({ range: 'A1:I3' });
      edit(program, 2);
      await sync(program);
      expect(await lastRun(program)).toBe('2 synced, 0 unchanged.');
      expect(logLines(program).at(-1)?.[8]).toBe('2 synced, 0 unchanged.');
    });

    it('a sync without a change says that the protected log has no line about it', async () => {
      const program = await given(2, { google });
      await sync(program);
      program.google.sheet('Keap sync log').protect();
      await sync(program);
      expect(await lastRun(program)).toMatch(/^0 synced, 2 unchanged\. The log has no line about this run/);
    });

    it('R8 somebody who may only look at the document reads that nothing was sent', async () => {
      const program = await given(2, { google });
      await sync(program);
      edit(program, 2);
      program.google.share(colleague, 'viewer');
      await program.keap.forgetRequests();
      await sync(program);
      expect(await lastRun(program)).toMatch(/^Nothing was (sent|changed) because Sheets did not accept/);
      expect(await requestsAboutContacts(program)).toEqual([]);
    });

    it('R8 a fill-in leaves out protected cells and those that reject a value, and names them', async () => {
      const cells = [['Contact ID', 'Email', 'Company'], ...[1, 2, 3, 4].map((id) => [id, '', ''])];
      const program = await given(4, { google, cells });
      program.google.sheet(sheetName).protect({ range: 'B3' });
      program.google.sheet(sheetName).setRule('C:C', { accepts: ['Kept', 'Other'], rejects: true });
      program.google.sheet(sheetName).setRule('C5', { accepts: ['Other'], rejects: true });
      expect(await fill(program, colleague)).toBe(
        '6 cells filled in. Sheets did not accept cells B3 and C5, because they are protected or data validation rejects the values.',
      );
      expect(program.column('Email')).toEqual([
        'old1@example.com',
        '',
        'old3@example.com',
        'old4@example.com',
      ]);
      expect(program.column('Company')).toEqual(['Kept', 'Kept', 'Kept', '']);
      expect(logLines(program).filter((line) => line[8]?.startsWith('Not written'))).toHaveLength(2);
      const { value } = (await program.askAs(colleague, 'previewUndo')) as {
        value: { run: string; kept: unknown[] };
      };
      expect(value.kept).toEqual([]);
      await program.askAs(colleague, 'undoRun', { run: value.run });
      expect(program.column('Email')).toEqual(['', '', '', '']);
    });
  },
);

/** The calls of the last execution that reached one of Google's services. */
function lastCost(program: Program): number {
  const calls = program.google.executions.at(-1)?.calls ?? [];
  return calls.filter(({ service, method }) => isRemote(service, method)).length;
}

describe('the cost of refused cells', () => {
  it.each([
    ['protected', (program: Program) => program.google.sheet(sheetName).protect({ range: 'B2:B1001' })],
    [
      'of a type that takes no text',
      (program: Program) =>
        program.google.sheet(sheetName).setRule('B:B', { accepts: 'number', rejects: true }),
    ],
  ])('a fill-in whose thousand cells are %s takes few service calls', async (_, resist) => {
    const ids = Array.from({ length: 1_000 }, (_item, index) => index + 1);
    const cells = [['Contact ID', 'Email', 'Company'], ...ids.map((id) => [id, '', ''])];
    const program = await given(1_000, { cells });
    resist(program);
    expect(await fill(program, colleague)).toMatch(
      /^1,000 cells filled in\. Sheets did not accept cells B2, B3, .* and 990 more/,
    );
    expect(lastCost(program)).toBeLessThan(500);
    expect(program.column('Company').every((text) => text === 'Kept')).toBe(true);
  });
});

it('R11 a scheduled sync whose status cells are protected is emailed, and no trigger fails', async () => {
  const program = await given(3);
  await program.askAs(colleague, 'saveSchedule', { isOn: true, hour: 13, mailsOn: true, mailTo: owner });
  await program.google.passTime(2 * hourMs);
  program.google.sheet(sheetName).protect();
  edit(program, 3);
  await program.google.passTime(26 * hourMs);
  expect(program.google.outbox.map(({ body }) => body).join('\n')).toContain(
    'Sheets did not accept the statuses',
  );
});
