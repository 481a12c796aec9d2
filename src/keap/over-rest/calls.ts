/** Turns calls of REST v2 into requests, and its JSON into results or the user's words for a refusal. */
import { jsonObject } from '../../json.ts';
import type { HttpReply } from '../../platform/http.ts';
import { type Refusal, refused, unanswered } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Call } from '../http/call.ts';
import { restUrl } from '../http/endpoints.ts';
import type { CallResult } from '../http/exchange.ts';

type Json = Readonly<Record<string, unknown>>;

/** Keap's answer to one call: the result, or the refusal. */
export type Answer<Result> =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'refusal'; readonly status: number; readonly message: string };

/** The result of one call as the exchange returns it. */
export type Step<Result> = CallResult<Answer<Result>>;

/** Finds the result in Keap's JSON; undefined when it is something else. */
type Reader<Result> = (json: Json) => Result | undefined;

/** A GET; `path` begins with `/` and is encoded, including its query. */
export function getCall<Result>(path: string, reader: Reader<Result>): Call<Answer<Result>> {
  const headers = { Accept: 'application/json' };
  return { request: { method: 'GET', url: restUrl + path, headers }, isAnswer, read: readBy(reader) };
}

/** A PATCH with this body as JSON; `path` as in `getCall`. */
export function patchCall<Result>(path: string, body: object, reader: Reader<Result>): Call<Answer<Result>> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  return {
    request: { method: 'PATCH', url: restUrl + path, headers, body: JSON.stringify(body) },
    isAnswer,
    read: readBy(reader),
  };
}

/** A refusal by the API itself has a numeric code (contract, `Error`); the gateway's errors look different. */
function isAnswer({ status, body }: HttpReply): boolean {
  const json = status >= 400 && status < 500 ? jsonObject(body) : undefined;
  return typeof json?.code === 'number' && typeof json.message === 'string';
}

function readBy<Result>(reader: Reader<Result>): Call<Answer<Result>>['read'] {
  return ({ status, body }) => {
    const json = jsonObject(body);
    if (json === undefined) return { kind: 'unreadable', reason: 'an answer that is not JSON' };
    if (status >= 400) {
      const kind = status === conflict ? 'passing' : 'answer';
      return { kind, answer: { kind: 'refusal', status, message: String(json.message) } };
    }
    const result = reader(json);
    return result === undefined
      ? { kind: 'unreadable', reason: 'an answer of an undocumented type' }
      : { kind: 'answer', answer: { kind: 'result', result } };
  };
}

/** Somebody else writes the same contact at that moment. */
const conflict = 409;

const refusals: ReadonlyMap<number, Refusal> = new Map([
  [400, 'bad-value'],
  [403, 'no-access'],
  [404, 'no-contact'],
  [conflict, 'passing'],
]);

/** Why this step failed; undefined when it succeeded. */
export function failureOf<Result>(step: Step<Result>): Failed | undefined {
  if (step.kind === 'unanswered') return unanswered(step.reason);
  const { answer } = step;
  return answer.kind === 'refusal'
    ? refused(refusals.get(answer.status) ?? 'other', answer.message)
    : undefined;
}

/** The result of a step that succeeded; undefined for any other. */
export function resultOf<Result>(step: Step<Result> | undefined): Result | undefined {
  return step?.kind === 'answered' && step.answer.kind === 'result' ? step.answer.result : undefined;
}
