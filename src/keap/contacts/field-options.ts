/** Reads the options of choices, as people write them in a cell. */
import type { FieldName } from './contact.ts';
import { excerpt } from './messages.ts';
import { nearest, quotedList } from './nearest.ts';

/** Why this text is none of the options, as a sentence that names those most like it. */
export function optionProblem(one: string, name: FieldName, options: readonly string[]): string {
  const near = nearest(one, options).map((option) => excerpt(option));
  if (near.length > 0) {
    return `"${excerpt(one)}" in ${name} is not one of its options in Keap. Did you mean ${quotedList(near, 'or')}? Correct the cell, or add the option in Keap and clear the status.`;
  }
  const first = options.slice(0, maxListed).map((option) => excerpt(option));
  const list = quotedList(first, 'and');
  const all = options.length > maxListed ? `${list}, among others` : list;
  return `"${excerpt(one)}" in ${name} is not one of its options in Keap, which are ${all}. Correct the cell, or add the option in Keap and clear the status.`;
}

/** More would not fit into a cell that people read. */
const maxListed = 5;

/** The option as Keap spells it: case and spaces do not tell two of them apart. */
export function optionIn(one: string, options: readonly string[]): string | undefined {
  if (options.includes(one)) return one;
  const alike = options.filter((option) => looseKey(option) === looseKey(one));
  return alike.length === 1 ? alike[0] : undefined;
}

function looseKey(one: string): string {
  return one.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** The options in the order in which Keap has them, each once; an option may itself contain a comma. */
export function optionsIn(one: string, options: readonly string[]): string[] | undefined {
  const parts = one.split(/[,;\n]/);
  const found = new Set<string>();
  for (let start = 0; start < parts.length; ) {
    const [option, length] = longestOption(one, parts, start, options);
    if (option === undefined && (parts[start] ?? '').trim() !== '') return undefined;
    if (option !== undefined) found.add(option);
    start += length;
  }
  return options.filter((option) => found.has(option));
}

function longestOption(
  one: string,
  parts: readonly string[],
  start: number,
  options: readonly string[],
): [option: string | undefined, parts: number] {
  for (let length = parts.length - start; length > 1; length--) {
    const beginsAt = parts.slice(0, start).reduce((sum, part) => sum + part.length + 1, 0);
    const joined = one.slice(beginsAt, beginsAt + parts.slice(start, start + length).join(',').length);
    const option = optionIn(joined.trim(), options);
    if (option !== undefined) return [option, length];
  }
  return [optionIn((parts[start] ?? '').trim(), options), 1];
}

/** What stands between the separators. */
export function partsOf(one: string): string[] {
  const parts = one.split(/[,;\n]/).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}
