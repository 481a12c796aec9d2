/** Reads the answers of Keap's methods: the result, or its fault in the words of the sheet's user. */
import { XmlRpcValueError } from '../../xmlrpc/index.ts';
import { type Refusal, refused, unanswered, unsendable } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Call } from '../http/call.ts';
import type { CallResult, Exchange } from '../http/exchange.ts';
import type { Answer } from './methods.ts';

/** The result of one call as the exchange returns it, or that XML-RPC cannot carry one of its values. */
export type Step<Result> = CallResult<Answer<Result>> | { readonly kind: 'unsendable' };

/** Sends a call for each item, and returns one step per item, in order: a call that cannot be written stops no other. */
export function sendEach<Item, Result>(
  exchange: Exchange,
  items: readonly Item[],
  callOf: (item: Item) => Call<Answer<Result>>,
): Step<Result>[] {
  const calls = items.map((item) => unlessUnsendable(() => callOf(item)));
  const sent = exchange.send(calls.filter((call) => call !== undefined));
  return calls.map((call): Step<Result> => {
    if (call === undefined) return { kind: 'unsendable' };
    return sent.shift() ?? { kind: 'unanswered', reason: 'no answer' };
  });
}

function unlessUnsendable<Result>(callOf: () => Call<Result>): Call<Result> | undefined {
  try {
    return callOf();
  } catch (error) {
    if (error instanceof XmlRpcValueError) return undefined;
    throw error;
  }
}

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
  if (step.kind === 'unsendable') return unsendable;
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
