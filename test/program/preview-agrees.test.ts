/** A sync from the preview says of each row what the preview said, and leaves the same sheet as any other sync. */
import { describe, expect, it } from 'vitest';
import type { PreviewView } from '../../src/ui/api.ts';
import { givenProgram, type Program, sheetName } from '../support/program.ts';

const contacts = [1, 2, 3, 4, 5].map((id) => ({ id, fields: { Email: `old${id}@example.com` } }));
const cells = [
  ['Contact ID', 'Email', 'First name', 'Opt-out reason', 'Opt-in reason'],
  [1, 'one@example.com', '', '', ''],
  ['', 'without-id@example.com', '', '', ''],
  ['12a', 'two@example.com', '', '', ''],
  [2, 'two@example.com', '', 'n/a', ''],
  [3, 'three@example.com', '', 'By phone', 'At the fair'],
  [4, 'four@example.com', '', '', ''],
  [4, 'vier@example.com', '', '', ''],
  [5, 'five@example.com', '#N/A', '', ''],
  [1, 'one@example.com', '', '', ''],
  ['', '', '', '', ''],
  [77, 'nobody@example.com', '', '', ''],
];

async function given(): Promise<Program> {
  const program = await givenProgram({ cells, keap: { contacts } });
  await program.connect();
  return program;
}

async function preview(program: Program, scope: 'all' | 'selected' = 'all'): Promise<PreviewView> {
  const answer = await program.ask('preview', { scope });
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
  return answer.value as PreviewView;
}

async function syncPlan(program: Program, { plan }: PreviewView): Promise<string> {
  const answer = await program.ask('syncPlan', { scope: 'all', plan, confirmed: [] });
  if (answer.kind !== 'ok') throw new Error(JSON.stringify(answer));
  return (answer.value as { summary: string }).summary;
}

const results = (program: Program) => [program.column('Keap status'), program.column('Keap message')];

describe('a sync from the preview', () => {
  it('leaves every row as any other sync does, and counts the rows that the preview listed', async () => {
    const [previewed, synced] = [await given(), await given()];
    const shown = await preview(previewed);
    const summary = await syncPlan(previewed, shown);
    await synced.sync();
    expect(results(previewed)).toEqual(results(synced));
    const said = previewed
      .column('Keap status')
      .filter((status) => status === 'Check' || status === 'Failed');
    expect(said).toHaveLength(shown.problemRows.length);
    expect(summary).toContain('7 to check');
    expect(summary).toContain('1 failed');
  });

  it('says nothing in rows that were edited after it was shown', async () => {
    const program = await given();
    const shown = await preview(program);
    const sheet = program.google.sheet(sheetName);
    sheet.set(4, 3, '');
    sheet.set(5, 0, 'x');
    await syncPlan(program, shown);
    expect(program.column('Keap status').slice(3, 5)).toEqual(['', '']);
  });

  it('says why it did not send a row that the preview showed, where another one disagrees since', async () => {
    const program = await given();
    const shown = await preview(program);
    program.google.sheet(sheetName).set(9, 1, 'uno@example.com');
    await syncPlan(program, shown);
    const messages = program.column('Keap message');
    expect(messages[0]).toContain('is also in row 10, with different values');
    expect(messages[8]).toContain('is also in row 2, with different values');
    expect((await program.keap.contacts())[0]?.fields.Email).toBe('old1@example.com');
  });

  it('sends a selected row whose known problem is over in Keap', async () => {
    const program = await givenProgram({
      cells: [
        ['Contact ID', 'Email', 'Nickname'],
        [1, 'ana@localhost', 'Ana'],
      ],
      keap: { contacts: [{ id: 1, fields: { Email: 'ana@example.com' } }] },
    });
    await program.connect();
    await program.sync();
    expect(program.column('Keap status')).toEqual(['Check']);
    await program.keap.editContact(1, { Email: 'ana@localhost' });
    program.google.sheet(sheetName).selectRows(1, 1);
    await syncPlan(program, await preview(program, 'selected'));
    expect(program.column('Keap status')).toEqual(['Synced']);
    expect((await program.keap.contacts())[0]?.fields.Nickname).toBe('Ana');
  });

  it('leaves rows alone that were not selected', async () => {
    const program = await given();
    program.google.sheet(sheetName).selectRows(1, 3);
    const shown = await preview(program, 'selected');
    expect(shown.problemRows.map(({ line }) => line)).toEqual([3, 4]);
    await syncPlan(program, shown);
    const statuses = program.column('Keap status');
    // Row 10 is about the same contact as row 2.
    expect(statuses.flatMap((status, index) => (status === '' ? [] : [index + 2]))).toEqual([2, 3, 4, 10]);
  });
});
