/** Reads the tags that a row names, as names or ids with commas in between: `VIP, "Buyer, 2027", 14`. */
import type { Tag, TagChange } from '../../keap/contacts/contact.ts';
import { unsendableProblem } from '../../keap/contacts/field-check.ts';
import { excerpt } from '../../keap/contacts/messages.ts';
import { keyOf } from '../../keap/contacts/tags.ts';
import type { Columns } from './columns.ts';
import { errorCellProblem } from './error-cell.ts';
import type { ContactRow } from './sheet-view.ts';

/** What the cells of tags ask for. */
export type TagWish =
  | { readonly kind: 'none' }
  | { readonly kind: 'wish'; readonly tags: TagChange }
  /** Needs the user's decision; `problem` is a sentence. */
  | { readonly kind: 'check'; readonly problem: string };

/** A blank cell asks for nothing: it neither applies nor removes a tag. */
export function readTags(row: ContactRow, { tags, removeTags }: Columns): TagWish {
  const [applied, removed] = [textAt(row, tags), textAt(row, removeTags)];
  const problem = cellProblem('Tags', applied) ?? cellProblem('Remove tags', removed);
  if (problem !== undefined) return { kind: 'check', problem };
  const [apply, remove] = [tagsIn(applied), tagsIn(removed)];
  if (apply.length === 0 && remove.length === 0) return { kind: 'none' };
  const removedKeys = new Set(remove.map(({ name }) => keyOf(name)));
  const both = apply.find(({ name }) => removedKeys.has(keyOf(name)));
  if (both !== undefined) return { kind: 'check', problem: tagInBoth(both.name) };
  return { kind: 'wish', tags: { apply, remove } };
}

/** What such a row says. */
export function tagInBoth(name: string): string {
  return `This row both applies and removes the tag "${excerpt(name)}". Delete the tag from one of the two cells.`;
}

function textAt(row: ContactRow, columnIndex: number | undefined): string {
  return columnIndex === undefined ? '' : row.text(columnIndex);
}

function cellProblem(name: string, text: string): string | undefined {
  return errorCellProblem(name, text) ?? unsendableProblem(name, text);
}

/** Each tag once. */
function tagsIn(text: string): Tag[] {
  const byKey = new Map<string, Tag>();
  for (const name of itemsIn(text)) {
    if (name !== '' && !byKey.has(keyOf(name))) byKey.set(keyOf(name), { name });
  }
  return [...byKey.values()];
}

/** Quotation marks hold a name with commas together; two of them inside stand for one. */
function itemsIn(text: string): string[] {
  const items: string[] = [];
  for (let start = 0; start <= text.length; ) {
    const rest = text.slice(start);
    const [quoted, name] = quotedItem.exec(rest) ?? [];
    const plain = plainItem.exec(rest)?.[0] ?? '';
    items.push((name === undefined ? plain : name.replace(/""/g, '"')).trim());
    start += (quoted ?? plain).length + 1;
  }
  return items;
}

const quotedItem = /^\s*"((?:[^"]|"")*)"[^\S\n]*(?=,|\n|$)/;
const plainItem = /^[^,\n]*/;
