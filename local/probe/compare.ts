/** Sets the answers of a result beside what is assumed, or beside an earlier result. */
import type { Json, Question } from './question.ts';
import { type ProbeResult, sorted } from './result.ts';

export interface Difference {
  readonly question: Question;
  readonly expected: Json;
  readonly answer: Json;
}

export interface Comparison {
  /** Ids of the questions whose answer is the expected one. */
  readonly same: readonly string[];
  readonly different: readonly Difference[];
  /** Ids of answers to questions that this version does not ask. */
  readonly unknown: readonly string[];
  /** Ids of questions without an answer. */
  readonly open: readonly string[];
}

/** `expected` has the answer that is expected to each question; one without is open. */
export function compare(
  { asks, about, answers }: ProbeResult,
  questions: readonly Question[],
  expected: (question: Question) => Json | undefined = ({ assumed }) => assumed,
): Comparison {
  // Google's exceptions come in the language of the account.
  const ignoresWords = asks === 'google' && !/^en\b|^unknown$/.test(about.locale ?? 'unknown');
  const same: string[] = [];
  const open: string[] = [];
  const different: Difference[] = [];
  for (const question of questions) {
    const answer = answers[question.id];
    const wanted = expected(question);
    if (answer === undefined || wanted === undefined || isNoAnswer(answer)) open.push(question.id);
    else if (isSame(wanted, answer, question.tolerance ?? 1, ignoresWords)) same.push(question.id);
    else different.push({ question, expected: wanted, answer });
  }
  const known = new Set(questions.map(({ id }) => id));
  return { same, different, open, unknown: Object.keys(answers).filter((id) => !known.has(id)) };
}

/** The question could not be asked, or a simulated world does not play what it needs. */
export function isNoAnswer(answer: Json): boolean {
  const isRecord = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
  return isRecord && ('notAsked' in answer || 'notSimulated' in answer);
}

/** Times of calls below this many milliseconds all count as the same. */
const smallMs = 50;

/** Whether two answers are the same: numbers within the tolerance, and exceptions with any words if these are ignored. */
export function isSame(one: Json, other: Json, tolerance = 1, ignoresWords = false): boolean {
  if (typeof one === 'number' && typeof other === 'number' && tolerance > 1) {
    const [low = 0, high = 0] = [Math.max(one, smallMs), Math.max(other, smallMs)].sort((a, b) => a - b);
    return high <= low * tolerance;
  }
  if (typeof one === 'string' && typeof other === 'string') {
    return ignoresWords ? withoutWords(one) === withoutWords(other) : one === other;
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    const isList = Array.isArray(one) && Array.isArray(other) && one.length === other.length;
    return isList && one.every((item, index) => isSame(item, other[index], tolerance, ignoresWords));
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return (
    left.size === right.size &&
    [...left].every(([name, value]) => {
      const match = right.get(name);
      return match !== undefined && isSame(value, match, tolerance, ignoresWords);
    })
  );
}

function withoutWords(text: string): string {
  return text.replace(/((?:^|: )(?:Exception|Error|ScriptError|TypeError): ).*/s, '$1…');
}

/** The comparison in words: one paragraph for each difference, with what rests on the assumption. */
export function comparisonText(comparison: Comparison, expectedName: string): string {
  const { same, different, unknown, open } = comparison;
  const paragraphs = different.map(({ question, expected, answer }) =>
    [
      `different: ${question.id}`,
      `  ${question.question}`,
      `  ${expectedName}: ${shown(expected)}`,
      `  answered: ${shown(answer)}`,
      ...(question.playedBy === undefined
        ? []
        : [`  The simulated world has a switch for it: ${question.playedBy}`]),
      `  What rests on it: ${question.reliesOn.join(', ')}`,
      ...(question.promises.length === 0 ? [] : [`  Promises: ${question.promises.join(', ')}`]),
    ].join('\n'),
  );
  return [
    ...paragraphs,
    ...unknown.map((id) => `new: ${id}\n  This version does not ask this question.`),
    ...(open.length === 0 ? [] : [`not asked: ${open.join(', ')}`]),
    `Same: ${same.length}. Different: ${different.length}. New: ${unknown.length}. Not asked: ${open.length}.`,
  ].join('\n\n');
}

function shown(value: Json): string {
  const text = JSON.stringify(sorted(value));
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
