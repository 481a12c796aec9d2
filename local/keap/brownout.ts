/** Planned outages of XML-RPC, which Keap calls brownouts. */
import type { BreakRule, Fault } from './fault.ts';
import { unauthorized } from './unauthorized.ts';

/** What XML-RPC may answer while it is out: Keap does not say, so all of these are possible. */
export type BrownoutKind = Exclude<keyof typeof answers, UnauthorizedBrownoutKind>;

/** A brownout that looks as if the token or the app were to blame (20 %); kept apart until the product can tell. */
export type UnauthorizedBrownoutKind = 'no-api-product' | 'unknown-token' | 'app-not-approved';

const answers = {
  gone: answer(410, 'text/html', '<html><body><h1>410 Gone</h1></body></html>'),
  forbidden: answer(403, 'application/json', '{"message":"Forbidden"}'),
  'not-found': answer(404, 'text/html', '<html><body><h1>404 Not Found</h1></body></html>'),
  unavailable: answer(503, 'text/html', '<html><body><h1>503 Service Unavailable</h1></body></html>'),
  page: answer(200, 'text/html', '<html><body><h1>XML-RPC is being retired</h1></body></html>'),
  'json-fault': answer(
    503,
    'application/json',
    // The shape and the code of Apigee (docs.apigee.com, "503 Service Unavailable").
    '{"fault":{"faultstring":"The Service is temporarily unavailable","detail":{"errorcode":"messaging.adaptors.http.flow.ServiceUnavailable"}}}',
  ),
  empty: answer(200, 'text/xml', ''),
  silence: { kind: 'cut', when: 'before' },
  'no-api-product': unauthorized('no-api-product'),
  'unknown-token': unauthorized('unknown-token'),
  'app-not-approved': unauthorized('app-not-approved'),
} as const satisfies Readonly<Record<string, Fault>>;

export const brownoutKinds: readonly BrownoutKind[] = [
  ...(['gone', 'forbidden', 'not-found', 'unavailable'] as const),
  ...(['page', 'json-fault', 'empty', 'silence'] as const),
];

export const unauthorizedBrownoutKinds: readonly UnauthorizedBrownoutKind[] = [
  ...(['no-api-product', 'unknown-token', 'app-not-approved'] as const),
];

export interface BrownoutSpan extends Pick<BreakRule, 'after' | 'times' | 'fromMs' | 'untilMs'> {
  /** XML-RPC alone unless it says otherwise, or REST as well. */
  readonly reach?: 'xmlrpc' | 'both';
}

/** An outage for `SimulatedKeap.break`: between two times, or from the n-th request on, or until a test mends it. */
export function brownout(
  kind: BrownoutKind | UnauthorizedBrownoutKind,
  { reach = 'xmlrpc', ...span }: BrownoutSpan = {},
): BreakRule {
  return { ...span, match: reach === 'both' ? ['xmlrpc ', 'rest '] : 'xmlrpc ', trouble: answers[kind] };
}

/** What XML-RPC says once it has ended for good. */
export const sunsetAnswer = answers.gone;

function answer<const Status extends number>(status: Status, type: string, body: string) {
  return { kind: 'answer' as const, status, headers: { 'Content-Type': `${type};charset=UTF-8` }, body };
}
