/** Turns calls of REST v2 into requests, and its JSON into results or the user's words for a refusal. */
import { faultText } from '../../gateway-fault.ts';
import { jsonObject } from '../../json.ts';
import type { HttpReply } from '../../platform/http.ts';
import { userInfoCall } from '../auth/user-info.ts';
import { type Refusal, refused, unanswered } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Call, Read } from '../http/call.ts';
import { restUrl } from '../http/endpoints.ts';
import type { CallResult } from '../http/exchange.ts';

type Json = Readonly<Record<string, unknown>>;

/** Keap's answer to one call: the result, or the refusal. */
export type Answer<Result> = { readonly kind: 'result'; readonly result: Result } | RestRefusal;

/** Keap's refusal of one call. */
export interface RestRefusal {
  readonly kind: 'refusal';
  readonly status: number;
  /** Keap's own words; the status where it has none. */
  readonly message: string;
}

/** The result of one call as the exchange returns it. */
export type Step<Result> = CallResult<Answer<Result>>;

/** Finds the result in Keap's JSON; undefined when it is something else. */
type Reader<Result> = (json: Json) => Result | undefined;

/** A GET; `path` begins with `/` and is encoded, including its query. */
export function getCall<Result>(path: string, reader: Reader<Result>): Call<Answer<Result>> {
  return { ...plainGetCall(path, reader), probes };
}

/** A PATCH with this body as JSON; `path` as in `getCall`. */
export function patchCall<Result>(path: string, body: object, reader: Reader<Result>): Call<Answer<Result>> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const request = { method: 'PATCH', url: restUrl + path, headers, body: JSON.stringify(body) } as const;
  return { request, probes, readError, read: readBy(reader) };
}

/** A POST with this body as JSON, which creates something: it must not be sent twice. `path` as in `getCall`. */
export function postCall<Result>(path: string, body: object, reader: Reader<Result>): Call<Answer<Result>> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const request = { method: 'POST', url: restUrl + path, headers, body: JSON.stringify(body) } as const;
  return { request, probes, isOnce: true, readError, read: readBy(reader) };
}

/**
 * A POST with this body as JSON; `path` as in `getCall`. What is posted here sets a state, so it may be sent again. An answer
 * without a body is read as an empty object.
 */
export function repeatablePostCall<Result>(
  path: string,
  body: object,
  reader: Reader<Result>,
): Call<Answer<Result>> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  const request = { method: 'POST', url: restUrl + path, headers, body: JSON.stringify(body) } as const;
  const read = readBy(reader);
  return {
    ...{ request, probes, readError },
    read: (reply) => read(reply.body.trim() === '' ? { ...reply, body: '{}' } : reply),
  };
}

function plainGetCall<Result>(path: string, reader: Reader<Result>): Call<Answer<Result>> {
  const headers = { Accept: 'application/json' };
  return { request: { method: 'GET', url: restUrl + path, headers }, readError, read: readBy(reader) };
}

/** What works whenever REST v2 does: who is calling, and a list of one contact, which an account without any answers too. */
export const probes: readonly Call<unknown>[] = [
  userInfoCall(),
  plainGetCall('/contacts?page_size=1&fields=id', ({ contacts }) =>
    Array.isArray(contacts) ? contacts : [],
  ),
];

function readBy<Result>(reader: Reader<Result>): Call<Answer<Result>>['read'] {
  return ({ body }) => {
    const json = jsonObject(body);
    if (json === undefined) return { kind: 'unreadable', reason: 'an answer that is not JSON' };
    const result = reader(json);
    return result === undefined
      ? { kind: 'unreadable', reason: 'an answer of an undocumented type' }
      : { kind: 'answer', answer: { kind: 'result', result } };
  };
}

/**
 * A refusal as the contract has it (`Error`, with a numeric code) is certain. Other clients have recorded it without a code,
 * with a text or null as its code, in the gateway's shape, as a page, without a body, and as an error of the server for bad
 * data: each may as well be an outage.
 */
function readError({ status, body }: HttpReply): Read<RestRefusal> | undefined {
  const json = jsonObject(body) ?? {};
  const said = [json.message, faultText(body)].find((text) => typeof text === 'string' && text.trim() !== '');
  const reason = `HTTP status ${status}`;
  const answer = { kind: 'refusal', status, message: typeof said === 'string' ? said : reason } as const;
  // A gateway that finds no server answers in its own shape, or by a page.
  if (status >= 500) {
    return typeof json.message === 'string' ? { kind: 'doubtful', answer, mayPass: true, reason } : undefined;
  }
  if (status < 400) return undefined;
  if (status === conflict) return { kind: 'passing', answer };
  const isDocumented = typeof json.code === 'number' && typeof json.message === 'string';
  return isDocumented ? { kind: 'answer', answer } : { kind: 'doubtful', answer, mayPass: false, reason };
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
  return step.answer.kind === 'refusal' ? failureIn(step.answer) : undefined;
}

function failureIn({ status, message }: RestRefusal): Failed {
  return refused(refusals.get(status) ?? (status >= 500 ? 'error' : 'other'), message);
}

/** The result of a step that succeeded; undefined for any other. */
export function resultOf<Result>(step: Step<Result> | undefined): Result | undefined {
  return step?.kind === 'answered' && step.answer.kind === 'result' ? step.answer.result : undefined;
}
