import { request } from 'node:http';
import { expect } from 'vitest';
import { defaultClient } from '../../../local/keap/keap.ts';
import type { SimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { browser } from '../../../local/start/browser.ts';

export const api = 'api.infusionsoft.com';
export const accounts = 'accounts.infusionsoft.com';
export const redirectUri = 'https://script.google.com/macros/d/x/usercallback';
export const madeUpKey = 'KeapAK-made-up';

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

export interface Sent {
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends over real HTTP, with the Host header of the real Keap. */
export function send(
  keap: SimulatedKeap,
  { host, path, method = 'POST', headers, body }: Sent,
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, Host: host } };
    const sent = request(keap.origin + path, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Tells the simulated Keap the time. */
export const at = (ms: number): Record<string, string> => ({ 'x-simulated-time': String(ms) });

/** Keap's answer to a call with a personal access token, or with these `headers` instead. */
export function call(
  keap: SimulatedKeap,
  method: string,
  params: string,
  headers: Readonly<Record<string, string>> = { Authorization: `Bearer ${madeUpKey}` },
): Promise<Got> {
  const body = `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${text('x')}${params}</params></methodCall>`;
  return send(keap, { host: api, path: '/crm/xmlrpc/v1', headers, body });
}

export const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

const param = (value: string) => `<param><value>${value}</value></param>`;
export const int = (value: number): string => param(`<int>${value}</int>`);
export const text = (value: string): string => param(`<string>${value}</string>`);
export const texts = (...values: string[]): string =>
  param(`<array><data>${values.map((value) => `<value>${value}</value>`).join('')}</data></array>`);
export const struct = (members: Readonly<Record<string, string>>): string =>
  param(
    `<struct>${Object.entries(members)
      .map(([name, value]) => `<member><name>${name}</name><value>${value}</value></member>`)
      .join('')}</struct>`,
  );

export const formType = { 'Content-Type': 'application/x-www-form-urlencoded' };
export const basic = {
  Authorization: `Basic ${Buffer.from(`${defaultClient.id}:${defaultClient.secret}`).toString('base64')}`,
};
export const inBody = { client_id: defaultClient.id, client_secret: defaultClient.secret };

export function askToken(
  keap: SimulatedKeap,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = basic,
): Promise<Got> {
  const body = new URLSearchParams(fields).toString();
  return send(keap, { host: api, path: '/token', headers: { ...formType, ...headers }, body });
}

export const byRefresh = (token: string): Record<string, string> => ({
  grant_type: 'refresh_token',
  refresh_token: token,
});

export const byCode = (code: string): Record<string, string> => ({
  ...inBody,
  grant_type: 'authorization_code',
  code,
  redirect_uri: redirectUri,
});

export const consentQuery = {
  client_id: defaultClient.id,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'full',
  state: 's 1/ä',
};

export function consentUrl(change: Readonly<Record<string, string>> = {}): string {
  return `https://${accounts}/app/oauth/authorize?${new URLSearchParams({ ...consentQuery, ...change })}`;
}

/** The address that the user's browser is redirected to after a decision. */
export async function decide(keap: SimulatedKeap, decision: string, nowMs = Date.now()): Promise<URL> {
  const visitor = browser(keap.hosts, () => nowMs);
  const { status, location } = await visitor.press(await visitor.open(consentUrl()), decision);
  expect(status).toBe(302);
  return new URL(location ?? '');
}

export async function consentCode(keap: SimulatedKeap, nowMs = Date.now()): Promise<string> {
  return (await decide(keap, 'allow', nowMs)).searchParams.get('code') ?? '';
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
}

export async function newPair(keap: SimulatedKeap): Promise<TokenAnswer> {
  const { status, body } = await askToken(keap, byCode(await consentCode(keap)), {});
  expect(status).toBe(200);
  return JSON.parse(body);
}
