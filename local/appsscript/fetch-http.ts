/** Sends requests over real HTTP to the servers of this machine that stand in for others. */
import { request } from 'node:http';
import type { FetchRequest } from './fetch-request.ts';
import { usualFetchMs } from './google-limits.ts';
import { refusal } from './refusal.ts';
import { ScriptException } from './service-object.ts';
import type { Context } from './world.ts';

export interface FetchAnswer {
  readonly status: number;
  /** Names with the case in which the server sent them; of a header that came more than once, all values. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
  /** On the virtual clock, in milliseconds. */
  readonly tookMs: number;
}

/** Google gives up then; it documents no number. */
const maxRedirects = 10;

/** Sends a request over real HTTP to the server that the hosts table names. Rejects with what Google throws for silence. */
export async function fetched(context: Context, asked: FetchRequest, redirects = 0): Promise<FetchAnswer> {
  const answer = await sent(context, asked);
  const location = headerOf(answer.headers, 'location');
  const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && location !== undefined;
  if (!isRedirect || !asked.followsRedirects) return answer;
  if (redirects >= maxRedirects) throw new ScriptException(`Too many redirects: ${asked.url.href}`);
  const url = new URL(location, asked.url);
  const next = answer.status >= 307 ? { ...asked, url } : { ...asked, url, method: 'GET', body: undefined };
  return fetched(context, next, redirects + 1);
}

export function headerOf(headers: FetchAnswer['headers'], name: string): string | undefined {
  const found = Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1];
  return [found ?? []].flat()[0];
}

const userAgent = 'Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com)';

function sent(context: Context, { url, method, headers, body }: FetchRequest): Promise<FetchAnswer> {
  const { world } = context;
  const origin = originOf(context, url);
  const { isVirtual, nowMs } = world.clock;
  const { fetchTimeoutMs, fetchBytes } = world.limits;
  const time = isVirtual ? { 'x-simulated-time': String(nowMs()) } : {};
  const options = {
    method,
    headers: { 'User-Agent': userAgent, ...headers, ...time, Host: url.host },
    timeout: fetchTimeoutMs,
  };
  return new Promise((resolve, reject) => {
    const fail = () => reject(refusal(context, 'addressUnavailable', url.href));
    const outgoing = request(`${origin}${url.pathname}${url.search}`, options, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > fetchBytes)
          outgoing.destroy(new ScriptException('Limit Exceeded: URLFetch Response Size.'));
      });
      response.on('error', (error) => (error instanceof ScriptException ? reject(error) : fail()));
      response.on('end', () => {
        const tookMs = Number(response.headers['x-simulated-duration-ms'] ?? usualFetchMs);
        if (isVirtual && tookMs > fetchTimeoutMs) return reject(new LateAnswer(context, url, fetchTimeoutMs));
        const status = response.statusCode ?? 0;
        resolve({ status, headers: headersAsSent(response.rawHeaders), body: Buffer.concat(chunks), tookMs });
      });
    });
    outgoing.on('timeout', () => {
      reject(new LateAnswer(context, url, fetchTimeoutMs));
      outgoing.destroy();
    });
    outgoing.on('error', () => fail());
    outgoing.end(body);
  });
}

/** No answer came in time; the waiting itself took time. */
export class LateAnswer extends ScriptException {
  readonly tookMs: number;

  constructor(context: Context, url: URL, tookMs: number) {
    super(refusal(context, 'timeout', url.href).message);
    this.tookMs = tookMs;
  }
}

function originOf(context: Context, { host, href }: URL): string {
  const { hosts } = context.world;
  const wildcard = Object.keys(hosts).find((name) => name.startsWith('*.') && host.endsWith(name.slice(1)));
  const origin = hosts[host] ?? (wildcard === undefined ? undefined : hosts[wildcard]);
  if (origin === undefined) throw refusal(context, 'dnsError', href);
  return origin;
}

function headersAsSent(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    const known = headers[name];
    if (name.toLowerCase() === 'x-simulated-duration-ms') continue;
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  return headers;
}
