/** A member's name or an index. */
export type Step = string | number;

/** As long as a name may be before it is cut: names come from outside and end up in messages. */
const mostLetters = 60;

/** `contacts`, 3, `Email` as `contacts[3].Email`; a name that could be mistaken stands in quotes, `["a b"]`. */
export function pathText(steps: readonly Step[]): string {
  const text = steps.map(stepText).join('');
  return text.startsWith('.') ? text.slice(1) : text;
}

function stepText(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  const name = step.length > mostLetters ? `${step.slice(0, mostLetters)}…` : step;
  return /^[^\s.[\]"'\p{C}]+$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
