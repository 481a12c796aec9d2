import { unanswered } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Exchanged } from '../http/exchange.ts';
import { refusedBy } from './faults.ts';
import type { Answer } from './methods.ts';

/** What became of one call to one of Keap's methods. */
export type Step<Result> = Exchanged<Answer<Result>>;

/** Why this step did not succeed; undefined where it did. */
export function failureOf<Result>(step: Step<Result>): Failed | undefined {
  if (step.kind === 'unanswered') return unanswered(step.reason);
  return step.answer.kind === 'fault' ? refusedBy(step.answer.faultCode, step.answer.faultString) : undefined;
}

export function resultOf<Result>(step: Step<Result>): Result | undefined {
  return step.kind === 'answered' && step.answer.kind === 'result' ? step.answer.result : undefined;
}
