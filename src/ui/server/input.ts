import { SettingsWrong } from '../../errors.ts';

/** The longest that anything typed into the sidebar can be, in UTF-16 code units. */
const maxCharacters = 500;

/** A trimmed text of what the browser sent. Throws `SettingsWrong` for anything else, and for one that is too long. */
export function textIn(input: unknown, name: string): string {
  const value = recordIn(input)[name];
  if (typeof value !== 'string') throw wrongInput(invalidInput);
  const text = value.trim();
  if (text.length > maxCharacters) {
    throw wrongInput(`What you entered has more than ${maxCharacters} characters. Check what you pasted.`);
  }
  return text;
}

/** Throws `SettingsWrong` for anything but true and false. */
export function flagIn(input: unknown, name: string): boolean {
  const value = recordIn(input)[name];
  if (typeof value !== 'boolean') throw wrongInput(invalidInput);
  return value;
}

/** One of the texts allowed. Throws `SettingsWrong` for any other. */
export function choiceIn<Choice extends string>(
  input: unknown,
  name: string,
  allowed: readonly Choice[],
): Choice {
  const value = recordIn(input)[name];
  const choice = allowed.find((one) => one === value);
  if (choice === undefined) throw wrongInput(invalidInput);
  return choice;
}

/** What the browser sent as a record of unknowns; an empty one where it is none. */
export function recordIn(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? { ...input } : {};
}

/** `advice` says what is wrong with it and what to do. */
export function wrongInput(advice: string): SettingsWrong {
  return new SettingsWrong('The sidebar sent input that is not valid', advice);
}

const invalidInput = 'The sidebar sent something that it should not. Close it and open it again.';
