/** Reads the answers of Keap's methods: the result, or its fault in the words of the sheet's user. */
import { type Refusal, refused, unanswered } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { CallResult } from '../http/exchange.ts';
import type { Answer } from './methods.ts';

/** The result of one call as the exchange returns it. */
export type Step<Result> = CallResult<Answer<Result>>;

/** Keap's fault codes (developer.keap.com, "XML-RPC errors"). */
const refusals: ReadonlyMap<number, Refusal> = new Map([
  [0, 'error'],
  [1, 'passing'],
  [3, 'error'],
  [4, 'error'],
  [5, 'no-contact'],
  [6, 'unloadable'],
  [7, 'no-table'],
  [8, 'no-field-access'],
  [10, 'no-field'],
  [11, 'no-field'],
  [12, 'bad-value'],
  [14, 'no-access'],
  [500, 'error'],
]);

/** Why this step failed; undefined when it succeeded. */
export function failureOf<Result>(step: Step<Result>): Failed | undefined {
  if (step.kind === 'unanswered') return unanswered(step.reason);
  const { answer } = step;
  return answer.kind === 'fault'
    ? refused(refusals.get(answer.faultCode) ?? 'other', answer.faultString)
    : undefined;
}

/** The result of a step that succeeded; undefined for any other. */
export function resultOf<Result>(step: Step<Result>): Result | undefined {
  return step.kind === 'answered' && step.answer.kind === 'result' ? step.answer.result : undefined;
}
