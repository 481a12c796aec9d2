import { jsonAnswer, type ReceivedRequest, type SentResponse } from './http-message.ts';
import type { KeapLimits } from './keap-limits.ts';
import type { Client, Pair, TokenBook } from './tokens.ts';

/** In which of Keap's two wordings a dead refresh token is refused; `both` takes turns. */
export type RefusedRefresh = 'invalid_grant' | 'invalid_request' | 'both';

export interface TokenEndpointOptions {
  readonly client: Client;
  readonly tokens: TokenBook;
  readonly limits: KeapLimits;
  readonly scope: string;
  readonly refusedRefresh: RefusedRefresh;
}

/** https://api.infusionsoft.com/token */
export interface TokenEndpoint {
  /** What a request will be called in the record. */
  nameOf(asked: ReceivedRequest): string;
  answer(asked: ReceivedRequest): SentResponse;
}

export function tokenEndpoint(parts: TokenEndpointOptions): TokenEndpoint {
  let refusals = 0;
  const refusal = (what: string): SentResponse => {
    refusals++;
    const isFirst =
      parts.refusedRefresh === 'both' ? refusals % 2 === 1 : parts.refusedRefresh === 'invalid_grant';
    return isFirst
      ? refused('invalid_grant', 'Invalid refresh token', what)
      : refused('invalid_request', 'Invalid Refresh Token', what);
  };
  return {
    nameOf: ({ body }) => nameOf(new URLSearchParams(body)),
    answer(asked) {
      const form = new URLSearchParams(asked.body);
      const what = nameOf(form);
      const objection = objectionTo(parts.client, asked, form, what);
      if (objection !== undefined) return objection;
      switch (form.get('grant_type')) {
        case 'authorization_code':
          return byCode(parts, asked, form, what);
        case 'refresh_token': {
          const pair = parts.tokens.refresh(form.get('refresh_token') ?? '', asked.nowMs);
          return pair === undefined ? refusal(what) : granted(parts, pair, what);
        }
        default:
          return refused('unsupported_grant_type', 'The grant type is not supported', what);
      }
    },
  };
}

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
  client: Client,
  { method, query, headers }: ReceivedRequest,
  form: URLSearchParams,
  what: string,
): SentResponse | undefined {
  if (method !== 'POST') return jsonAnswer(405, { error: 'invalid_request' }, what);
  if ([...query.keys()].length > 0)
    return refused('invalid_request', 'Parameters belong into the body', what);
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) {
    return refused('invalid_request', 'The body has to be a form', what);
  }
  if (isClient(client, headers.authorization, form)) return undefined;
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
  parts: TokenEndpointOptions,
  { nowMs }: ReceivedRequest,
  form: URLSearchParams,
  what: string,
): SentResponse {
  const pair = parts.tokens.redeem(form.get('code') ?? '', form.get('redirect_uri') ?? '', nowMs);
  return pair === undefined
    ? refused('invalid_grant', 'Invalid authorization code', what)
    : granted(parts, pair, what);
}

function refused(error: string, error_description: string, what: string): SentResponse {
  return jsonAnswer(400, { error, error_description }, what, noStore);
}

const noStore = { 'Cache-Control': 'no-store' };

function granted({ limits, scope }: TokenEndpointOptions, pair: Pair, what: string): SentResponse {
  const answer = {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    token_type: 'bearer',
    expires_in: limits.accessTokenSeconds,
    scope,
  };
  return jsonAnswer(200, answer, what, noStore);
}
