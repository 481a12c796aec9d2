/** Reads and checks what the browser sends. */
import { SettingsWrong } from '../../errors.ts';

/** The longest that anything typed into the sidebar can be, in UTF-16 code units. */
const maxCharacters = 500;

/** A trimmed text. Throws `SettingsWrong` for anything else, and for a text that is too long. */
export function textIn(input: unknown, name: string): string {
  const value = recordIn(input)[name];
  if (typeof value !== 'string') throw wrongInput(invalidRequest);
  const text = value.trim();
  if (text.length > maxCharacters) {
    throw wrongInput(`Your entry is longer than ${maxCharacters} characters. Check what you pasted.`);
  }
  return text;
}

/** Throws `SettingsWrong` for anything but true and false. */
export function flagIn(input: unknown, name: string): boolean {
  const value = recordIn(input)[name];
  if (typeof value !== 'boolean') throw wrongInput(invalidRequest);
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
  if (choice === undefined) throw wrongInput(invalidRequest);
  return choice;
}

/** What the browser sent as a record of unknown values; an empty one if it is not a record. */
export function recordIn(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? { ...input } : {};
}

/** `advice` says what is wrong with it and what to do. */
export function wrongInput(advice: string): SettingsWrong {
  return new SettingsWrong('The sidebar sent input that is not valid', advice);
}

/** What to do if the browser sent something that its own forms cannot send. */
export const invalidRequest = 'The sidebar sent an invalid request. Close it and open it again.';
