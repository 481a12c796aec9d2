/** Keap's token endpoint, https://api.infusionsoft.com/token. */

import { jsonAnswer, type ReceivedRequest, type SentResponse } from './http-message.ts';
import type { KeapLimits } from './keap-limits.ts';
import type { KeapBehavior } from './open-questions.ts';
import type { Client, Pair, TokenBook } from './tokens.ts';

/**
 * How a dead refresh token is refused: in one of Keap's two wordings, in turns (`both`), or as the gateway refuses
 * (docs.apigee.com, "OAuth HTTP status code reference").
 */
export type RefusedRefresh = 'invalid_grant' | 'invalid_request' | 'both' | 'gateway';

export interface TokenEndpointOptions {
  /** The client that is registered at the moment. */
  readonly client: () => Client;
  readonly tokens: TokenBook;
  readonly limits: KeapLimits;
  readonly refusedRefresh: RefusedRefresh;
  readonly behavior: KeapBehavior;
  /** `sim123.infusionsoft.com`, which the scope names. */
  readonly appHost: string;
}

export interface TokenEndpoint {
  /** What a request will be called in the record. */
  nameOf(asked: ReceivedRequest): string;
  answer(asked: ReceivedRequest): SentResponse;
}

export function tokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  let refusals = 0;
  const refusedRefresh = (token: string, nowMs: number, what: string): SentResponse => {
    refusals++;
    const isFirst = refusals % 2 === 1;
    switch (options.refusedRefresh === 'both' ? wordings[isFirst ? 0 : 1] : options.refusedRefresh) {
      case 'invalid_request':
        return refused('invalid_request', 'Invalid Refresh Token', what);
      case 'gateway':
        return options.tokens.isRefreshExpired(token, nowMs)
          ? refusedByGateway(
              400,
              'Refresh Token expired',
              'keymanagement.service.refresh_token_expired',
              what,
            )
          : refusedByGateway(
              400,
              'Invalid Refresh Token',
              'keymanagement.service.invalid_refresh_token',
              what,
            );
      default:
        return refused('invalid_grant', 'Invalid refresh token', what);
    }
  };
  return {
    nameOf: ({ body }) => nameOf(new URLSearchParams(body)),
    answer(asked) {
      const form = new URLSearchParams(asked.body);
      const what = nameOf(form);
      const objection = objectionTo(options, asked, form, what);
      if (objection !== undefined) return objection;
      switch (form.get('grant_type')) {
        case 'authorization_code':
          return byCode(options, asked, form, what);
        case 'refresh_token': {
          const token = form.get('refresh_token') ?? '';
          const pair = options.tokens.refresh(token, asked.nowMs);
          return pair === undefined ? refusedRefresh(token, asked.nowMs, what) : granted(options, pair, what);
        }
        default:
          return refused('unsupported_grant_type', 'The grant type is not supported', what);
      }
    },
  };
}

const wordings = ['invalid_grant', 'invalid_request'] as const;

function nameOf(form: URLSearchParams): string {
  switch (form.get('grant_type')) {
    case 'refresh_token':
      return 'token refresh';
    case 'authorization_code':
      return 'token by code';
    default:
      return 'token';
  }
}

/** RFC 6749, 2.3.1 and 3.2: POST, a form, and nothing in the address, for addresses end up in logs. */
function objectionTo(
  { client, behavior }: TokenEndpointOptions,
  { method, query, headers }: ReceivedRequest,
  form: URLSearchParams,
  what: string,
): SentResponse | undefined {
  if (method !== 'POST') return jsonAnswer(405, { error: 'invalid_request' }, what);
  if ([...query.keys()].length > 0) return refused('invalid_request', 'Parameters belong in the body', what);
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) {
    return refused('invalid_request', 'The body has to be a form', what);
  }
  if (isClient(client(), headers.authorization, form)) return undefined;
  if (behavior.refusedClients === 'gateway') {
    return refusedByGateway(401, 'Invalid client identifier', 'oauth.v2.InvalidClientIdentifier', what);
  }
  if (behavior.refusedClients === 'invalid_grant')
    return refused('invalid_grant', 'Invalid refresh token', what);
  const error_description = 'Client authentication failed';
  return jsonAnswer(401, { error: 'invalid_client', error_description }, what);
}

/** Keap takes the client's id and secret in the header or in the body. */
function isClient({ id, secret }: Client, header: string | undefined, form: URLSearchParams): boolean {
  const basic = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (basic !== undefined) return Buffer.from(basic, 'base64').toString('utf8') === `${id}:${secret}`;
  return form.get('client_id') === id && form.get('client_secret') === secret;
}

function byCode(
  options: TokenEndpointOptions,
  { nowMs }: ReceivedRequest,
  form: URLSearchParams,
  what: string,
): SentResponse {
  const pair = options.tokens.redeem(form.get('code') ?? '', form.get('redirect_uri') ?? '', nowMs);
  return pair === undefined
    ? refused('invalid_grant', 'Invalid authorization code', what)
    : granted(options, pair, what);
}

function refused(error: string, error_description: string, what: string): SentResponse {
  return jsonAnswer(400, { error, error_description }, what, noStore);
}

function refusedByGateway(
  status: number,
  faultstring: string,
  errorcode: string,
  what: string,
): SentResponse {
  return jsonAnswer(status, { fault: { faultstring, detail: { errorcode } } }, what, noStore);
}

const noStore = { 'Cache-Control': 'no-store' };

function granted(
  { limits, behavior, appHost }: TokenEndpointOptions,
  pair: Pair,
  what: string,
): SentResponse {
  const { withoutRefreshToken, byteOrderMark, scope } = behavior.tokenAnswers;
  const isRefresh = what === 'token refresh';
  const answer = {
    access_token: pair.accessToken,
    ...(withoutRefreshToken && isRefresh ? {} : { refresh_token: pair.refreshToken }),
    token_type: 'bearer',
    expires_in: limits.accessTokenSeconds,
    scope: scopes[scope](appHost),
  };
  const sent = jsonAnswer(200, answer, what, noStore);
  return byteOrderMark ? { ...sent, body: `\ufeff${sent.body}` } : sent;
}

const scopes = {
  usual: (host: string): unknown => `full|${host}`,
  'without-host': () => 'full',
  'upper-case': (host: string) => `FULL|${host.toUpperCase()}`,
  list: (host: string) => ['full', host],
} as const;

/** What the scope of a token answer looks like. */
export type ScopeForm = keyof typeof scopes;
