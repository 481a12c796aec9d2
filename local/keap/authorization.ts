import { randomBytes } from 'node:crypto';
import { type Answered, type Asked, escapeHtml, htmlAnswer, jsonAnswer } from './exchange.ts';
import type { KeapLimits } from './limits.ts';
import type { Client, Pair, TokenBook } from './tokens.ts';

export interface AuthorizationParts {
  readonly client: Client;
  readonly tokens: TokenBook;
  readonly limits: KeapLimits;
  readonly scope: string;
  /** Registered redirect URIs; empty allows any HTTPS one. */
  readonly redirectUris: readonly string[];
}

/** The consent page of accounts.infusionsoft.com and the token endpoint of api.infusionsoft.com. */
export interface Authorization {
  consent(asked: Asked): Answered;
  token(asked: Asked): Answered;
}

export function authorization(parts: AuthorizationParts): Authorization {
  const forms = new Map<string, { readonly redirectUri: string; readonly state: string }>();
  let wording = 0;
  return {
    consent: (asked) => (asked.method === 'POST' ? decide(parts, forms, asked) : show(parts, forms, asked)),
    token(asked) {
      wording++;
      return token(parts, asked, wording);
    },
  };
}

type Forms = Map<string, { readonly redirectUri: string; readonly state: string }>;

function show({ client, redirectUris }: AuthorizationParts, forms: Forms, { query }: Asked): Answered {
  const redirectUri = query.get('redirect_uri') ?? '';
  const isRegistered = redirectUris.length === 0 || redirectUris.includes(redirectUri);
  const problem =
    query.get('client_id') !== client.id
      ? 'This application is not known.'
      : !redirectUri.startsWith('https://') || !isRegistered
        ? 'The redirect URI is not registered for this application.'
        : query.get('response_type') !== 'code'
          ? 'The response type is not supported.'
          : undefined;
  if (problem !== undefined) return htmlAnswer(400, `<h1>Error</h1><p>${problem}</p>`, 'consent refused');
  const form = randomBytes(8).toString('hex');
  forms.set(form, { redirectUri, state: query.get('state') ?? '' });
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Allow access?</title></head><body>
<h1>Allow access?</h1><p>The application <strong>${escapeHtml(client.id)}</strong> asks for access to your Keap account.</p>
<form method="post" action="/app/oauth/authorize"><input type="hidden" name="form" value="${form}">
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form></body></html>`;
  return htmlAnswer(200, html, 'consent page');
}

function decide({ tokens }: AuthorizationParts, forms: Forms, { body, nowMs }: Asked): Answered {
  const fields = new URLSearchParams(body);
  const key = fields.get('form') ?? '';
  const form = forms.get(key);
  if (form === undefined)
    return htmlAnswer(400, '<h1>Error</h1><p>This form is too old.</p>', 'consent refused');
  forms.delete(key);
  const url = new URL(form.redirectUri);
  if (fields.get('decision') === 'allow')
    url.searchParams.set('code', tokens.issueCode(form.redirectUri, nowMs));
  else url.searchParams.set('error', 'access_denied');
  if (form.state !== '') url.searchParams.set('state', form.state);
  return { status: 302, headers: { Location: url.href }, body: '', what: 'consent decided' };
}

function token(parts: AuthorizationParts, asked: Asked, wording: number): Answered {
  const what = 'token';
  if (asked.method !== 'POST') return jsonAnswer(405, { error: 'invalid_request' }, what);
  if ([...asked.query.keys()].length > 0) {
    const error_description = 'Parameters belong into the body';
    return jsonAnswer(400, { error: 'invalid_request', error_description }, what);
  }
  const form = new URLSearchParams(asked.body);
  if (!isClient(parts.client, asked, form)) {
    return jsonAnswer(
      401,
      { error: 'invalid_client', error_description: 'Client authentication failed' },
      what,
    );
  }
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return byCode(parts, asked, form);
    case 'refresh_token':
      return byRefreshToken(parts, asked, form, wording);
    default:
      return jsonAnswer(400, { error: 'unsupported_grant_type' }, what);
  }
}

function isClient(client: Client, { headers }: Asked, form: URLSearchParams): boolean {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    return Buffer.from(basic, 'base64').toString('utf8') === `${client.id}:${client.secret}`;
  }
  return form.get('client_id') === client.id && form.get('client_secret') === client.secret;
}

function byCode(parts: AuthorizationParts, { nowMs }: Asked, form: URLSearchParams): Answered {
  const pair = parts.tokens.redeem(form.get('code') ?? '', form.get('redirect_uri') ?? '', nowMs);
  if (pair !== undefined) return granted(parts, pair, 'token by code');
  const error_description = 'Invalid authorization code';
  return jsonAnswer(400, { error: 'invalid_grant', error_description }, 'token by code');
}

/** Keap has refused dead refresh tokens in two wordings over the years; which one comes is anybody's guess. */
function byRefreshToken(
  parts: AuthorizationParts,
  { nowMs }: Asked,
  form: URLSearchParams,
  wording: number,
): Answered {
  const pair = parts.tokens.refresh(form.get('refresh_token') ?? '', nowMs);
  if (pair !== undefined) return granted(parts, pair, 'token refresh');
  const body =
    wording % 2 === 0
      ? { error: 'invalid_grant', error_description: 'Invalid refresh token' }
      : { error: 'invalid_request', error_description: 'Invalid Refresh Token' };
  return jsonAnswer(400, body, 'token refresh');
}

function granted({ limits, scope }: AuthorizationParts, pair: Pair, what: string): Answered {
  const answer = {
    access_token: pair.accessToken,
    refresh_token: pair.refreshToken,
    token_type: 'bearer',
    expires_in: limits.accessTokenSeconds,
    scope,
  };
  return jsonAnswer(200, answer, what, { 'Cache-Control': 'no-store' });
}
