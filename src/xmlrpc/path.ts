/** Paths that say which value an error is about. */

/** A member's name or an index. */
export type Step = string | number;

/** Longer names are cut, because they come from the server and end up in messages. */
const maxNameLength = 60;

/** `contacts`, 3, `Email` as `contacts[3].Email`; a name that could be misread is quoted, as in `["a b"]`. */
export function pathText(steps: readonly Step[]): string {
  const text = steps.map(stepText).join('');
  return text.startsWith('.') ? text.slice(1) : text;
}

function stepText(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  const name = step.length > maxNameLength ? `${step.slice(0, maxNameLength)}…` : step;
  return /^[^\s.[\]"'\p{C}]+$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
