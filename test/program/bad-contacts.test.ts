import { describe, expect, it } from 'vitest';
import { undecodable } from '../../local/keap/undecodable.ts';
import type { PreviewView } from '../../src/ui/api.ts';
import { givenProgram, type Program } from '../support/program.ts';

/**
 * Contact 2 has a company that cannot be decoded, 3 was deleted in Keap, and row 4 names a custom field that was deleted.
 * Row 5 opts out an address that cannot be sent.
 */
async function givenBadContacts(choice: string, cells: readonly (readonly string[])[]): Promise<Program> {
  const fields = { Company: 'Old Ltd', JobTitle: 'Boss' };
  const contacts = [1, 2, 3, 4, 5, 6].map((id) => ({
    id,
    fields: { ...fields, Email: `c${id}@example.com` },
  }));
  const program = await givenProgram({
    keap: { contacts, customFields: ['_Plan'] },
    cells: [
      ['Contact ID', 'Company', 'Job title', '_Plan', 'Opt-out reason'],
      ...cells.map((row, index) => [index + 1, ...row]),
    ],
  });
  await program.connect();
  await program.ask('saveApi', { choice });
  await program.keap.editContact(2, { Company: `Old ${undecodable} Ltd` });
  await program.keap.deleteContact(3);
  await program.keap.deleteField('_Plan');
  await program.keap.editContact(5, { Email: `half${'\ud83d'}@example.com` });
  return program;
}

const changed = [
  ['New Ltd', 'Chief', '', ''],
  ['New Ltd', 'Chief', '', ''],
  ['New Ltd', 'Chief', '', ''],
  ['', '', 'gold', ''],
  ['', '', '', 'asked by phone'],
  ['New Ltd', 'Chief', '', ''],
];
const empty = changed.map(() => ['', '', '', '']);

describe.each([
  ['XML-RPC', 'xml-rpc'],
  ['REST v2', 'rest'],
] as const)('R8 bad contacts, over %s', (_name, choice) => {
  it('R8 fail alone in a sync', async () => {
    const program = await givenBadContacts(choice, changed);
    await program.sync();
    expect(program.column('Keap status')).toEqual([
      ...['Synced', 'Failed', 'Failed', 'Failed', 'Failed', 'Synced'],
    ]);
    const messages = program.column('Keap message');
    expect(messages[1]).toContain('Keap did not answer for this contact');
    expect(messages[2]).toContain('Keap has no contact with this id');
    expect(messages[3]).toContain('Keap does not have this field');
    // Over XML-RPC, half an emoji cannot be read either.
    expect(messages[4]).toMatch(/cannot be sent to Keap|Keap did not answer for this contact/);
    const contacts = await program.keap.contacts();
    for (const id of [1, 6]) {
      expect(contacts.find((one) => one.id === id)?.fields).toMatchObject({ Company: 'New Ltd' });
    }
  });

  it('R8 hide no other in a preview', async () => {
    const program = await givenBadContacts(choice, changed);
    const answer = await program.ask('preview', { scope: 'all' });
    if (answer.kind === 'problem') throw new Error(answer.advice);
    const shown = JSON.stringify((answer.value as PreviewView).changes);
    for (const text of ['New Ltd', 'Chief', 'Old Ltd']) expect(shown).toContain(text);
  });

  it('R8 hide no other when cells are filled in', async () => {
    const program = await givenBadContacts(choice, empty);
    const answer = await program.ask('fetchContacts', { scope: 'all', overwrite: false });
    if (answer.kind === 'problem') throw new Error(answer.advice);
    expect(program.column('Job title')).toEqual(['Boss', '', '', 'Boss', 'Boss', 'Boss']);
    expect(program.column('Company')).toEqual(['Old Ltd', '', '', 'Old Ltd', 'Old Ltd', 'Old Ltd']);
  });
});
