/** The meanings that a 401 of the gateway has. */
import type { Fault } from './fault.ts';

/**
 * Words and codes of Apigee, which Keap's gateway shows; the first three and `no-api-product` were measured by others
 * (docs.apigee.com, "Runtime error catalog"). Only `unknown-token` and `expired-token` speak of the token that was sent.
 * probe: rest/no-token, rest/unknown-token
 */
const faults = {
  /** No `Authorization` header, or one that is not a bearer's. */
  'no-token': ['Invalid access token', 'oauth.v2.InvalidAccessToken'],
  'unknown-token': ['Invalid Access Token', 'keymanagement.service.invalid_access_token'],
  'expired-token': ['Access Token expired', 'keymanagement.service.access_token_expired'],
  /** The app may not use this API, or there is no API at this path. */
  'no-api-product': [
    'Invalid API call as no apiproduct match found',
    'keymanagement.service.InvalidAPICallAsNoApiProductMatchFound',
  ],
  'token-not-approved': ['Access Token not approved', 'keymanagement.service.access_token_not_approved'],
  /** The app's API is not switched on in the developer portal. */
  'app-not-approved': [
    'Invalid client identifier - client id not approved',
    'keymanagement.service.invalid_client-client_id_not_approved',
  ],
} as const;

export type UnauthorizedKind = keyof typeof faults;

export const unauthorizedKinds: readonly UnauthorizedKind[] = [
  ...(['no-token', 'unknown-token', 'expired-token', 'no-api-product'] as const),
  ...(['token-not-approved', 'app-not-approved'] as const),
];

/** The body in the gateway's shape. */
export function unauthorizedBody(kind: UnauthorizedKind): unknown {
  const [faultstring, errorcode] = faults[kind];
  return { fault: { faultstring, detail: { errorcode } } };
}

/** The same as a fault that a test prepares, for instance for one API alone or for a time. */
export function unauthorized(kind: UnauthorizedKind): Fault {
  return {
    kind: 'answer',
    status: 401,
    headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(unauthorizedBody(kind)),
  };
}
