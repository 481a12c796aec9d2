/** How the token endpoint is asked, and what its answers mean; sends nothing itself. */
import { faultCode } from '../gateway-fault.ts';
import { jsonObject } from '../json.ts';
import type { HttpReply, HttpRequest, HttpResult } from '../platform/http.ts';
import { type Secret, secret } from '../secret.ts';
import { basicAuth } from './basic-auth.ts';
import type { AuthorizationServer, Client } from './client.ts';
import type { Token } from './token.ts';

/** What the token endpoint's answer means: "try again" or "reconnect" is decided here. */
export type TokenAnswer =
  | { readonly kind: 'granted'; readonly token: Token }
  /** A documented refusal of the code or the refresh token: if it was the newest, only the user can help. */
  | { readonly kind: 'refused'; readonly code: string }
  /** The client's id or secret was refused. */
  | { readonly kind: 'client-refused'; readonly code: string }
  /** Anything else: try later. When `mayHaveRotated`, Keap may have granted a pair that never reached us. */
  | {
      readonly kind: 'unavailable';
      readonly reason: string;
      readonly mayHaveRotated: boolean;
      /** Set when one of Google's own limits kept the request from being sent. */
      readonly isUnsent?: boolean;
      readonly retryAfterMs?: number;
    };

/** Exchanges the code of a consent: RFC 6749, section 4.1.3, with the client in the body as Keap documents it. */
export function requestByCode(
  server: AuthorizationServer,
  client: Client,
  code: Secret,
  redirectUri: string,
): HttpRequest {
  return tokenRequest(server, {}, [
    ['grant_type', 'authorization_code'],
    ['client_id', client.id],
    ['client_secret', client.secret.reveal()],
    ['code', code.reveal()],
    ['redirect_uri', redirectUri],
  ]);
}

/** Asks for a new pair: RFC 6749, section 6, with the client in the header as Keap documents it. */
export function requestByRefreshToken(
  server: AuthorizationServer,
  client: Client,
  refreshToken: Secret,
): HttpRequest {
  return tokenRequest(server, { Authorization: basicAuth(client.id, client.secret.reveal()) }, [
    ['grant_type', 'refresh_token'],
    ['refresh_token', refreshToken.reveal()],
  ]);
}

function tokenRequest(
  server: AuthorizationServer,
  headers: HttpRequest['headers'],
  form: readonly (readonly [name: string, value: string])[],
): HttpRequest {
  const body = form.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return {
    method: 'POST',
    url: server.tokenUrl,
    headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: secret(body),
  };
}

/**
 * Reads what came back. `nowMs` is when it arrived, in milliseconds since 1970. The refresh token that was sent stays valid
 * when the answer has no other (RFC 6749, section 6).
 */
export function readTokenAnswer(result: HttpResult, nowMs: number, sentRefreshToken?: Secret): TokenAnswer {
  if (result.kind === 'silence') {
    const isUnsent = result.isUnsent === true;
    return {
      kind: 'unavailable',
      reason: `no answer (${result.reason})`,
      mayHaveRotated: !isUnsent,
      isUnsent,
    };
  }
  const body = jsonObject(result.body);
  if (result.status === 200) return readGrant(body, nowMs, sentRefreshToken);
  if (result.status === 400 || result.status === 401) {
    const refusal = readRefusal(body) ?? readFault(faultCode(result.body));
    if (refusal !== undefined) return refusal;
  }
  const wait = retryAfterMs(result);
  const reason = `HTTP status ${result.status}`;
  const mayHaveRotated = result.status >= 500;
  return wait === undefined
    ? { kind: 'unavailable', reason, mayHaveRotated }
    : { kind: 'unavailable', reason, mayHaveRotated, retryAfterMs: wait };
}

function readGrant(
  body: Readonly<Record<string, unknown>> | undefined,
  nowMs: number,
  sentRefreshToken: Secret | undefined,
): TokenAnswer {
  const { access_token, refresh_token, expires_in, scope } = body ?? {};
  const refreshToken = refresh_token === undefined ? sentRefreshToken : readRefreshToken(refresh_token);
  if (!isToken(access_token) || refreshToken === undefined) {
    return { kind: 'unavailable', reason: 'an answer without a token pair', mayHaveRotated: true };
  }
  return {
    kind: 'granted',
    token: {
      accessToken: secret(access_token),
      refreshToken,
      expiresAtMs: nowMs + lifetimeSeconds(expires_in) * 1000,
      obtainedAtMs: nowMs,
      connectedAtMs: nowMs,
      scope: scopeText(scope).slice(0, maxScopeCharacters),
    },
  };
}

function readRefreshToken(value: unknown): Secret | undefined {
  return isToken(value) ? secret(value) : undefined;
}

/** RFC 6749 (section 3.3) has a text; a list has been seen elsewhere. */
function scopeText(scope: unknown): string {
  const parts = Array.isArray(scope) ? scope : [scope];
  return parts.filter((part) => typeof part === 'string').join('|');
}

/** Keeps an endless scope from making the pair too large for the store. */
const maxScopeCharacters = 500;
/** Keap's access tokens last 24 hours; used only when the answer does not say. */
const defaultLifetimeSeconds = 24 * 60 * 60;
const maxLifetimeSeconds = 365 * 24 * 60 * 60;

/** Keap sends a number; a number in quotes is accepted too. */
function lifetimeSeconds(value: unknown): number {
  const seconds = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
  return seconds > 0 ? Math.min(seconds, maxLifetimeSeconds) : defaultLifetimeSeconds;
}

/** Keap answers `invalid_grant` and, with the same meaning, `invalid_request` with "Invalid Refresh Token". */
function readRefusal(body: Readonly<Record<string, unknown>> | undefined): TokenAnswer | undefined {
  const { error, error_description } = body ?? {};
  if (error === 'invalid_client' || error === 'unauthorized_client')
    return { kind: 'client-refused', code: error };
  if (error === 'invalid_grant') return { kind: 'refused', code: error };
  const isRefreshToken = typeof error_description === 'string' && /refresh.?token/i.test(error_description);
  return error === 'invalid_request' && isRefreshToken ? { kind: 'refused', code: error } : undefined;
}

/** The gateway's codes for the same (docs.apigee.com, "OAuth HTTP status code reference"). */
function readFault(code: string): TokenAnswer | undefined {
  if (/refresh_?token/i.test(code)) return { kind: 'refused', code };
  if (/client/i.test(code)) return { kind: 'client-refused', code };
  return /authori[sz]ation_?code/i.test(code) ? { kind: 'refused', code } : undefined;
}

/** Visible ASCII (RFC 6749, appendix A.12 and A.17, without the space), so that a token cannot break out of a header. */
function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

function retryAfterMs(reply: HttpReply): number | undefined {
  const text = reply.headers['retry-after']?.trim() ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined;
}
