/** Keap's page that asks the user for consent. */
import { randomBytes } from 'node:crypto';
import { escapeHtml, htmlAnswer, type ReceivedRequest, type SentResponse } from './http-message.ts';
import type { Client, TokenBook } from './tokens.ts';

export interface ConsentOptions {
  /** The client that is registered at the moment. */
  readonly client: () => Client;
  readonly tokens: TokenBook;
  /** Registered redirect URIs; empty allows any HTTPS one. */
  readonly redirectUris: readonly string[];
}

/** Keap's page at accounts.infusionsoft.com that asks the user, and sends the browser back with the answer. */
export interface ConsentPage {
  answer(asked: ReceivedRequest): SentResponse;
}

interface Waiting {
  readonly redirectUri: string;
  readonly state: string;
}

/** Each page has a hidden key that is good for one decision, so that no other site can press its button. */
export function consentPage(options: ConsentOptions): ConsentPage {
  const waiting = new Map<string, Waiting>();
  return {
    answer(asked) {
      switch (asked.method) {
        case 'GET':
          return show(options, waiting, asked);
        case 'POST':
          return decide(options, waiting, asked);
        default:
          return refused(405, 'The method is not allowed.');
      }
    },
  };
}

function show(
  options: ConsentOptions,
  waiting: Map<string, Waiting>,
  { query }: ReceivedRequest,
): SentResponse {
  const problem = problemWith(options, query);
  if (problem !== undefined) return refused(400, problem);
  const key = randomBytes(8).toString('hex');
  waiting.set(key, { redirectUri: query.get('redirect_uri') ?? '', state: query.get('state') ?? '' });
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Allow access?</title></head><body>
<h1>Allow access?</h1><p>The application <strong>${escapeHtml(options.client().id)}</strong> asks for access to your Keap account.</p>
<form method="post" action="/app/oauth/authorize"><input type="hidden" name="form" value="${key}">
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form></body></html>`;
  return htmlAnswer(200, html, 'consent page');
}

/** Nothing of this is sent to the redirect URI, for it is not known yet that it may be trusted (RFC 6749, 4.1.2.1). */
function problemWith({ client, redirectUris }: ConsentOptions, query: URLSearchParams): string | undefined {
  const redirectUri = query.get('redirect_uri') ?? '';
  const isSecure = URL.canParse(redirectUri) && new URL(redirectUri).protocol === 'https:';
  const isRegistered = redirectUris.length === 0 || redirectUris.includes(redirectUri);
  const repeated = [...query.keys()].find((name) => query.getAll(name).length > 1);
  if (query.get('client_id') !== client().id) return 'This application is not known.';
  if (!isSecure || redirectUri.includes('#') || !isRegistered) {
    return 'The redirect URI is not registered for this application.';
  }
  if (query.has('client_secret')) return 'A secret does not belong in an address.';
  if (query.get('response_type') !== 'code') return 'The response type is not supported.';
  if ((query.get('scope') ?? 'full') !== 'full') return 'The scope is not known.';
  return repeated === undefined ? undefined : `The parameter ${escapeHtml(repeated)} came twice.`;
}

function decide(
  { tokens }: ConsentOptions,
  waiting: Map<string, Waiting>,
  { body, nowMs }: ReceivedRequest,
): SentResponse {
  const fields = new URLSearchParams(body);
  const key = fields.get('form') ?? '';
  const shown = waiting.get(key);
  const decision = fields.get('decision');
  if (shown === undefined) return refused(400, 'This form is too old.');
  if (decision !== 'allow' && decision !== 'deny') return refused(400, 'This is not a decision.');
  waiting.delete(key);
  const url = new URL(shown.redirectUri);
  if (decision === 'allow') url.searchParams.set('code', tokens.issueCode(shown.redirectUri, nowMs));
  else url.searchParams.set('error', 'access_denied');
  if (shown.state !== '') url.searchParams.set('state', shown.state);
  return { status: 302, headers: { Location: url.href }, body: '', what: 'consent decided' };
}

function refused(status: number, message: string): SentResponse {
  return htmlAnswer(status, `<h1>Error</h1><p>${message}</p>`, 'consent refused');
}
