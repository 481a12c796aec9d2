/** Rows without a contact id in two sheets of one document, with the same addresses. */
import { describe, expect, it } from 'vitest';
import type { PreviewView } from '../../src/ui/api.ts';
import { chooseMissingIds, givenMissingIds } from '../support/missing-ids.ts';
import { hourMs, type Program } from '../support/program.ts';

const headers = ['Contact ID', 'Email', 'First Name'];
const address = (row: number) => `new${row}@example.com`;

/** Both sheets ask for the same contacts, which Keap's search finds only after half an hour. */
async function givenTwins(count: number): Promise<Program> {
  const cells = [headers, ...Array.from({ length: count }, (_, row) => ['', address(row), `Name ${row}`])];
  const program = await givenMissingIds({
    ...{ choice: 'create', cells, keap: { behavior: { newContactsFoundAfterMs: hourMs / 2 } } },
    google: {
      spreadsheet: {
        sheets: ['Contacts', 'Leads'].map((name) => ({ name, cells: cells.map((row) => [...row]) })),
      },
    },
  });
  program.google.activate('Leads');
  await chooseMissingIds(program, 'create');
  return program;
}

async function syncFromPreview(program: Program, sheet: string): Promise<void> {
  program.google.activate(sheet);
  const preview = (await program.ask('preview', { scope: 'all' })) as { value: PreviewView };
  await program.ask('syncPlan', { scope: 'all', plan: preview.value.plan, confirmed: [] });
}

const idsOf = ({ google }: Program, sheet: string) =>
  google
    .sheet(sheet)
    .display()
    .slice(1)
    .map(([id]) => id);

describe('two sheets whose rows have the same addresses and no ids', () => {
  it('R3 get one contact for each address, however many are created before the search finds them', async () => {
    const count = 450;
    const program = await givenTwins(count);
    await syncFromPreview(program, 'Contacts');
    await syncFromPreview(program, 'Leads');
    expect(await program.keap.contacts()).toHaveLength(count);
    expect(idsOf(program, 'Leads')).toEqual(idsOf(program, 'Contacts'));
    expect(idsOf(program, 'Leads')).not.toContain('');
  });
});
