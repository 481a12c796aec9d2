import { describe, expect, it } from 'vitest';
import { undecodable } from '../../local/keap/undecodable.ts';
import type { DoneView, UndoView } from '../../src/ui/api.ts';
import { givenProgram, type Program } from '../support/program.ts';

async function value<T>(program: Program, name: string, ...args: unknown[]): Promise<T> {
  const answer = await program.ask(name, ...args);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

/** Contact 1 has had these values, and contacts 2 and 3 plain ones. */
async function givenSynced(choice: string, old: Record<string, string>): Promise<Program> {
  const names = Object.keys(old);
  const program = await givenProgram({
    keap: {
      contacts: [
        { id: 1, fields: { Email: 'old1@example.com', ...old } },
        ...[2, 3].map((id) => ({
          id,
          fields: {
            Email: `old${id}@example.com`,
            ...Object.fromEntries(names.map((name) => [name, `old ${name}`])),
          },
        })),
      ],
      customFields: ['_Plan', '_Level'],
    },
    cells: [
      ['Contact ID', 'Email', ...names],
      ...[1, 2, 3].map((id) => [id, `new${id}@example.com`, ...names.map((name) => `new ${name}`)]),
    ],
  });
  await program.connect();
  await value(program, 'saveApi', { choice });
  await program.sync();
  expect(program.column('Keap status')).toEqual(['Synced', 'Synced', 'Synced']);
  return program;
}

async function undo(program: Program): Promise<{ preview: UndoView; summary: string }> {
  const preview = await value<UndoView>(program, 'previewUndo');
  const { summary } = await value<DoneView>(program, 'undoRun', { run: preview.run });
  return { preview, summary };
}

const fieldsOf = async (program: Program, id: number) =>
  (await program.keap.contacts()).find((one) => one.id === id)?.fields ?? {};

const verticalTab = ['a vertical tab', 'Ana\u000bLee'] as const;

describe.each([
  ['XML-RPC', 'xml-rpc', [verticalTab]],
  ['REST v2', 'rest', [verticalTab, ['half an emoji', 'Ana \ud83d']]],
] as const)('undo, over %s', (_name, choice, texts) => {
  it.each(texts)('R8 leaves %s that Keap had, says so, and restores the rest', async (_what, text) => {
    const program = await givenSynced(choice, { Company: text });
    const { preview, summary } = await undo(program);
    expect(preview.kept).toEqual([
      {
        contact: '1',
        field: 'Company',
        reason: 'The previous value contains a character that cannot be sent to Keap, so it is not restored.',
      },
    ]);
    expect(summary).toBe('Restored 5 values in Keap. Left 1 value unchanged.');
    expect(await fieldsOf(program, 1)).toMatchObject({ Email: 'old1@example.com', Company: 'new Company' });
    expect(await fieldsOf(program, 2)).toMatchObject({ Email: 'old2@example.com', Company: 'old Company' });
    expect(program.column('Keap status')).toEqual(['Undone', 'Undone', 'Undone']);
    expect(program.column('Keap message')[0]).toBe(
      'The previous values were restored in Keap, except Company. Clear the status to send this row again.',
    );
  });

  it('R8 leaves a field that was deleted in Keap, and restores the others', async () => {
    const program = await givenSynced(choice, { _Plan: 'gold', _Level: 'one' });
    await program.keap.deleteField('_Plan');
    const { preview, summary } = await undo(program);
    expect(preview.kept.map(({ contact, field }) => `${contact} ${field}`)).toEqual(
      [1, 2, 3].map((id) => `${id} _Plan`),
    );
    expect(preview.kept[0]?.reason).toContain('Keap does not have this field');
    expect(summary).toBe('Restored 6 values in Keap. Left 3 values unchanged.');
    expect(await fieldsOf(program, 1)).toMatchObject({ Email: 'old1@example.com', _Level: 'one' });
    expect(program.column('Keap status')).toEqual(['Undone', 'Undone', 'Undone']);
  });

  it('R8 restores the others where a contact was deleted meanwhile', async () => {
    const program = await givenSynced(choice, { Company: 'Old Ltd' });
    await program.keap.deleteContact(2);
    const { preview, summary } = await undo(program);
    expect(new Set(preview.kept.map(({ contact }) => contact))).toEqual(new Set(['2']));
    expect(summary).toBe('Restored 4 values in Keap. Left 2 values unchanged.');
    expect(await fieldsOf(program, 1)).toMatchObject({ Email: 'old1@example.com', Company: 'Old Ltd' });
    expect(await fieldsOf(program, 3)).toMatchObject({ Email: 'old3@example.com', Company: 'old Company' });
    expect(program.column('Keap status')).toEqual(['Undone', 'Synced', 'Undone']);
    expect((await program.state()).lastRun.undo).toBe('');
  });

  it('R8 restores the others where a contact has come to hold what cannot be decoded', async () => {
    const program = await givenSynced(choice, { Company: 'Old Ltd' });
    await program.keap.editContact(2, { Company: 'A\u0001B' });
    const { preview } = await undo(program);
    expect(new Set(preview.kept.map(({ contact, field }) => `${contact} ${field}`))).toEqual(
      new Set(['2 Company']),
    );
    expect(await fieldsOf(program, 1)).toMatchObject({ Email: 'old1@example.com', Company: 'Old Ltd' });
    expect(await fieldsOf(program, 2)).toMatchObject({ Email: 'old2@example.com', Company: 'A\u0001B' });
    expect(await fieldsOf(program, 3)).toMatchObject({ Email: 'old3@example.com', Company: 'old Company' });
    expect(program.column('Keap status')).toEqual(['Undone', 'Undone', 'Undone']);
  });

  it('R8 leaves a value that can no longer be decoded, and restores the others', async () => {
    const program = await givenSynced(choice, { Company: 'Old Ltd', FirstName: 'Ana' });
    await program.keap.editContact(1, { Company: `Old ${undecodable} Ltd` });
    const { preview, summary } = await undo(program);
    expect(preview.kept).toEqual([
      {
        contact: '1',
        field: 'Company',
        reason: 'Keap did not answer for this contact, so this value stays as it is.',
      },
    ]);
    expect(summary).toContain('Restored 8 values in Keap.');
    expect(await fieldsOf(program, 1)).toMatchObject({ Email: 'old1@example.com', FirstName: 'Ana' });
    expect(await fieldsOf(program, 2)).toMatchObject({ Email: 'old2@example.com', Company: 'old Company' });
    expect(program.column('Keap status')).toEqual(['Undone', 'Undone', 'Undone']);
  });

  it('R8 leaves a value that Keap takes no longer, and restores the others of the same contact', async () => {
    const program = await givenSynced(choice, { Company: 'Old Ltd', FirstName: 'x'.repeat(300) });
    const { summary } = await undo(program);
    const { Email, Company, FirstName } = await fieldsOf(program, 1);
    expect([Email, Company]).toEqual(['old1@example.com', 'Old Ltd']);
    const isBack = FirstName === 'x'.repeat(300);
    expect(summary).toContain(`Restored ${isBack ? 9 : 8} values in Keap.`);
    if (!isBack) expect(summary).toContain('Keap rejected 1 value; the log says why.');
    expect(program.column('Keap message')[0]).toContain(
      isBack ? 'restored in Keap. Clear' : 'restored in Keap, except FirstName.',
    );
  });
});
