import type { Exchanged } from '../exchange.ts';
import { faultSentence } from './faults.ts';
import type { Answer } from './methods.ts';

/** What became of one call to one of Keap's methods. */
export type Step<Result> = Exchanged<Answer<Result>>;

/** Why this step did not succeed, as a sentence; undefined where it did. */
export function failureOf<Result>(step: Step<Result>): string | undefined {
  if (step.kind === 'unanswered') {
    return `Keap did not answer for this contact (${step.reason}). The next sync sends this row again.`;
  }
  return step.answer.kind === 'fault'
    ? faultSentence(step.answer.faultCode, step.answer.faultString)
    : undefined;
}

export function resultOf<Result>(step: Step<Result>): Result | undefined {
  return step.kind === 'answered' && step.answer.kind === 'result' ? step.answer.result : undefined;
}
