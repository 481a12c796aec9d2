import type { SimulatedKeapOptions } from '../../local/keap/keap.ts';
import type { SimulatedTag } from '../../local/keap/tag-book.ts';
import { givenProgram, type Program } from './program.ts';

/** The tags of every account here. Two of them have one name, and the name of another is a number. */
export const accountTags: readonly SimulatedTag[] = [
  { id: 11, name: 'VIP' },
  { id: 12, name: 'Newsletter 2027', category: 1 },
  { id: 13, name: 'Buyer, 2027', category: 1 },
  { id: 14, name: 'Old' },
  { id: 15, name: 'Customer', category: 1 },
  { id: 16, name: 'customer', category: 2 },
];

export const tagHeaders = ['Contact ID', 'Email', 'Tags', 'Remove tags'];

/** Gives what the program answers. Throws what it advises. */
export async function value<T>(program: Program, name: string, ...args: unknown[]): Promise<T> {
  const answer = await program.ask(name, ...args);
  if (answer.kind === 'problem') throw new Error(answer.advice);
  return answer.value as T;
}

/** Chooses these kinds in the sidebar, by header; all other columns stay as they are. */
export async function chooseColumns(
  program: Program,
  kinds: Readonly<Record<string, string>>,
): Promise<void> {
  const { sheet } = await program.state();
  const columns = sheet.columns.map(({ letter, header, kind, blankClears }) => {
    return { letter, header, kind: kinds[header] ?? kind, blankClears };
  });
  await value(program, 'saveColumns', { sheetId: sheet.id, columns });
}

interface GivenTags {
  /** Below `tagHeaders`. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** The ids of the tags that contacts have before, by contact. */
  readonly before?: Readonly<Record<number, string>>;
  readonly api: string;
  readonly keap?: SimulatedKeapOptions;
}

/** A connected program whose columns of tags are chosen, with a contact for each id in the rows. */
export async function givenTags({ rows, before = {}, api, keap = {} }: GivenTags): Promise<Program> {
  const ids = [...new Set(rows.map(([id]) => Number(id)))];
  const contacts = ids.map((id) => {
    const Groups = before[id];
    const fields = { Email: `c${id}@example.com` };
    return { id, fields: Groups === undefined ? fields : { ...fields, Groups } };
  });
  const program = await givenProgram({
    cells: [tagHeaders, ...rows],
    keap: { contacts, tags: accountTags, ...keap },
  });
  await program.connect();
  await value(program, 'saveApi', { choice: api });
  await chooseColumns(program, { Tags: 'tags', 'Remove tags': 'remove-tags' });
  return program;
}

/** Chooses that names which Keap has no tag for become tags, as the sidebar saves it. */
export async function chooseNewTags(program: Program, unknownTags = 'create'): Promise<void> {
  const { sheet } = await program.state();
  const columns = sheet.columns.map(({ letter, header, kind, blankClears }) => {
    return { letter, header, kind, blankClears };
  });
  await value(program, 'saveColumns', { sheetId: sheet.id, columns, unknownTags });
}

/** The names of the account's tags that were not there from the beginning. */
export async function newTags({ keap }: Program): Promise<string[]> {
  return (await keap.allTags()).filter(({ id }) => id > 16).map(({ name }) => name);
}

/** The ids of the tags that each contact has now, in the order of the contacts. */
export async function tagsNow({ keap }: Program): Promise<string[]> {
  return (await keap.contacts()).map(({ fields }) => fields.Groups ?? '');
}

/** `1+11` for a tag that contact 1 got and `1-11` for one that it lost, in order. */
export async function tagEvents({ keap }: Program): Promise<string[]> {
  return (await keap.tagHistory()).map(
    ({ contact, kind, tag }) => `${contact}${kind === 'applied' ? '+' : '-'}${tag}`,
  );
}

/** What Keap was asked to do with tags, by kind of request. */
export async function tagWrites({ keap }: Program): Promise<string[]> {
  return (await keap.requests())
    .map(({ what }) => what)
    .filter((what) => /addToGroup|removeFromGroup|applyTags|removeTags/.test(what));
}
