import { expect } from 'vitest';
import type { CompareView, DifferenceView, DoneView } from '../../src/ui/api.ts';
import { type Given, givenProgram, type Program } from './program.ts';

/** What a row says in whose fields Keap had another value. */
export const compareNoteOf = (fields: string) =>
  `Keap has another value in ${fields} since this row was synced. Choose "Compare with Keap…" from the menu to see it.`;

async function answered<T>(program: Program, name: string, input: unknown): Promise<T> {
  const answer = await program.ask(name, input);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

/** All pieces of a comparison of the open sheet. */
export async function compare(program: Program) {
  const pieces: CompareView[] = [];
  for (let more = 1; more > 0; more = pieces.at(-1)?.moreContacts ?? 0) {
    const counted = pieces.at(-1)?.counted;
    pieces.push(await answered<CompareView>(program, 'compare', counted === undefined ? {} : { counted }));
  }
  return {
    pieces,
    sentence: pieces.at(-1)?.sentence ?? '',
    differences: pieces.flatMap(({ differences }) => differences),
    unread: pieces.flatMap(({ unread }) => unread),
  };
}

interface Chosen {
  readonly send?: readonly DifferenceView[];
  readonly take?: readonly DifferenceView[];
}

/** What the dialog sends of these choices. */
export function keysOf({ send = [], take = [] }: Chosen): { send: string[]; take: string[] } {
  return { send: send.map(({ key }) => key), take: take.map(({ key }) => key) };
}

export async function applyChoices(program: Program, chosen: Chosen): Promise<string> {
  return (await answered<DoneView>(program, 'applyChoices', keysOf(chosen))).summary;
}

/** Undoes the newest run. */
export async function undoNewest(program: Program): Promise<string> {
  const newest = await program.ask('previewUndo');
  if (newest.kind === 'problem') throw new Error(newest.advice);
  const { run } = newest.value as { readonly run: string };
  return (await answered<DoneView>(program, 'undoRun', { run })).summary;
}

export const comparedHeaders = ['Contact ID', 'Email', 'Company', 'City', 'Opt-out reason'];

/** A synced sheet with contacts 1 to `count`, which Keap has had with the same address. */
export async function givenSynced(
  choice: string,
  count: number,
  more: { readonly rows?: readonly (readonly (string | number)[])[]; readonly google?: Given['google'] } = {},
): Promise<Program> {
  const rows =
    more.rows ??
    Array.from({ length: count }, (_, index) => {
      const id = index + 1;
      return [id, `c${id}@example.com`, `Company ${id}`, `City ${id}`, ''];
    });
  const ids = [...new Set(rows.map(([id]) => Number(id)))];
  const program = await givenProgram({
    keap: {
      contacts: ids.map((id) => ({ id, fields: { Email: `c${id}@example.com`, LastName: 'Kept' } })),
    },
    cells: [comparedHeaders, ...rows.map((row) => [...row])],
    ...(more.google === undefined ? {} : { google: more.google }),
  });
  await program.connect();
  await program.ask('saveApi', { choice });
  await program.sync();
  expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
  await program.keap.forgetRequests();
  return program;
}

/** Somebody changes these fields of a contact in Keap. */
export async function changeInKeap(
  program: Program,
  id: number,
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  const before = await fieldsInKeap(program, id);
  await program.keap.putContact({ id, fields: { ...before, ...changed } });
}

export async function fieldsInKeap(program: Program, id: number): Promise<Record<string, string>> {
  const contact = (await program.keap.contacts()).find((one) => one.id === id);
  return { ...contact?.fields };
}

/** Requests that change something in Keap. */
export async function writesToKeap(program: Program): Promise<string[]> {
  const requests = await program.keap.requests();
  return requests.map(({ what }) => what).filter((what) => /update|PATCH|optIn|optOut/.test(what));
}

/** R5: the next sync finds every row in order, and asks Keap nothing. */
export async function expectInOrder(program: Program): Promise<void> {
  await program.keap.forgetRequests();
  const before = await program.keap.contacts();
  await program.sync();
  const requests = await program.keap.requests();
  expect(requests.map(({ what }) => what).filter((what) => !what.startsWith('token'))).toEqual([]);
  expect(new Set(program.column('Keap status'))).toEqual(new Set(['Unchanged']));
  expect(await program.keap.contacts()).toEqual(before);
}
