import { describe, expect, it } from 'vitest';
import type { DoneView, PreviewView } from '../../src/ui/api.ts';
import {
  contactsAndCells,
  givenConnected,
  givenProgram,
  type Program,
  sheetName,
} from '../support/program.ts';

async function value<T>(program: Program, name: string, input: unknown): Promise<T> {
  const answer = await program.ask(name, input);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

const preview = (program: Program, scope = 'all') => value<PreviewView>(program, 'preview', { scope });

describe('preview', () => {
  it('shows old and new values, problems and cost, and changes nothing', async () => {
    const program = await givenProgram({
      keap: {
        contacts: [
          { id: 1, fields: { Email: 'ana@old.example', Company: 'Same' } },
          { id: 2, fields: { Email: 'bo@example.com' } },
          { id: 3, fields: { Email: 'chi@example.com' } },
        ],
        optStatuses: { 'chi@example.com': 'single-opt-in' },
      },
      cells: [
        ['Contact ID', 'Email', 'Company', 'Opt-out reason'],
        [1, 'ana@new.example', 'Same', ''],
        [2, 'bo@example.com', '', ''],
        [3, '', '', 'asked'],
        [4, 'x@example.com', '', ''],
        ['nonsense', 'y@example.com', '', ''],
      ],
    });
    await program.connect();
    const before = program.google.sheet(sheetName).cells();
    const view = await preview(program);
    expect(view).toMatchObject({
      sheetName,
      sentence:
        "2 contacts would change, including 1 opt-out (can't be undone); 1 row matches Keap already; 2 rows need attention; 0 are unchanged. Hidden rows are included. Keap won't send marketing email to 1 new address until it is opted in.",
      ...{ contacts: 2, unchanged: 1, problems: 2, moreContacts: 0 },
      changes: [
        { contact: '1', field: 'Email', from: 'ana@old.example', to: 'ana@new.example' },
        { contact: '3', field: 'Opt status', from: 'Single opt-in', to: 'Opt out: asked' },
      ],
      problemRows: [
        { line: 5, contact: '4', reason: expect.stringContaining('Keap has no contact with this id') },
        { line: 6, contact: 'nonsense', reason: expect.stringContaining('not a valid contact id') },
      ],
      cost: 'About 3 requests to Keap, less than a minute.',
    });
    expect(program.google.sheet(sheetName).cells()).toEqual(before);
    const calls = new Set(await program.keapCalls());
    expect([...calls].sort()).toEqual([
      'APIEmailService.getOptStatus',
      'ContactService.load',
      'DataService.query',
    ]);
  });

  it('sends exactly that plan, and nothing that changed since', async () => {
    const program = await givenConnected(4);
    const { plan } = await preview(program);
    program.google.sheet(sheetName).set(2, 1, 'edited@example.com');
    program.google.sheet(sheetName).sort(0, false);
    const { summary } = await value<DoneView>(program, 'syncPlan', { scope: 'all', plan });
    expect(summary).toContain('3 synced');
    expect((await program.keap.contacts()).map(({ fields }) => fields.Email)).toEqual([
      'new1@example.com',
      'old2@example.com',
      'new3@example.com',
      'new4@example.com',
    ]);
    expect(program.column('Keap status')).toEqual(['Synced', 'Synced', '', 'Synced']);
  });

  it('shows every contact, a piece at a time, and counts what the sync then does', async () => {
    const { contacts, cells } = contactsAndCells(1_250);
    const headers = [...(cells[0] ?? []), 'Opt-out reason', 'Opt-in reason', 'Company'];
    // Each tenth opts out, each tenth is up to date, and ten are no contacts.
    const rows = cells.slice(1).map(([id = '', email = ''], index) => {
      const isCurrent = index % 10 === 1;
      const known = index >= 1_240 ? Number(id) + 100_000 : id;
      return [known, isCurrent ? `old${id}@example.com` : email, index % 10 === 2 ? 'Asked' : '', '', ''];
    });
    const program = await givenProgram({ keap: { contacts }, cells: [headers, ...rows] });
    await program.connect();
    await program.ask('saveBrake', { maxAtOnce: 1_000 });
    const pieces: PreviewView[] = [];
    for (let more = 1; more > 0; more = pieces.at(-1)?.moreContacts ?? 0) {
      const counted = pieces.at(-1)?.counted;
      pieces.push(
        await value<PreviewView>(program, 'preview', { scope: 'all', ...(counted ? { counted } : {}) }),
      );
    }
    expect(pieces.map(({ moreContacts }) => moreContacts)).toEqual([750, 250, 0]);
    const changes = pieces.flatMap((piece) => piece.changes);
    const last = pieces.at(-1);
    expect(pieces[0]?.sentence).toContain('Up to ');
    expect(new Set(changes.map(({ contact }) => contact)).size).toBe(last?.contacts);
    expect(last).toMatchObject({ contacts: 1_116, problems: 10, unchanged: 124 });
    expect(pieces.flatMap(({ problemRows }) => problemRows).map(({ line }) => line)).toEqual(
      Array.from({ length: 10 }, (_, index) => 1_242 + index),
    );
    expect(last?.sentence).toContain('1,116 contacts would change, including 124 opt-outs');
    expect(await program.ask('preview', { scope: 'all', counted: { compared: -1 } })).toMatchObject({
      kind: 'problem',
    });
    const { summary } = await value<DoneView>(program, 'syncPlan', { scope: 'all', plan: last?.plan });
    const statuses = program.column('Keap status');
    expect(statuses.filter((status) => status === 'Failed')).toHaveLength(last?.problems ?? 0);
    const { changing = 0, matching = 0 } = last?.counted ?? {};
    expect([changing, matching]).toEqual([1_116, 124]);
    expect(statuses.filter((status) => status === 'Synced')).toHaveLength(changing + matching);
    expect(summary).toContain('10 failed');
  });

  it.each(['', 'nonsense', '{}', 'f1-00', 7])('sends nothing for the plan %j', async (plan) => {
    const program = await givenConnected(1);
    expect((await program.ask('syncPlan', { scope: 'all', plan })).kind).toBe('problem');
    expect(await program.keapCalls()).toEqual([]);
  });
});
