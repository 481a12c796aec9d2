import { request } from 'node:http';
import { usualFetchMs } from '../limits.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { ResponseData } from '../wire.ts';
import { type Context, requireFull, requireScope, spend, type World } from '../world.ts';

interface Asked {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly isMute: boolean;
  readonly followsRedirects: boolean;
}

interface Answered {
  readonly status: number;
  /** Names with the case in which the server sent them. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
  readonly tookMs: number;
}

/** `UrlFetchApp`: real HTTP to wherever the world's hosts table leads. */
export function urlFetchApp(context: Context): ServiceObject {
  const { world } = context;
  const allowed = (place: string) => {
    requireFull(context, place);
    requireScope(context, place, 'script.external_request');
  };
  return serviceObject('UrlFetchApp', {
    async fetch(url, options) {
      allowed('UrlFetchApp.fetch');
      const is = signature('UrlFetchApp.fetch', [url, options]);
      const asked = askedBy(context, {
        ...(options === undefined ? {} : is.record(options)),
        url: is.text(url),
      });
      const [response] = await fetchTogether(context, [asked]);
      return response;
    },
    async fetchAll(requests) {
      allowed('UrlFetchApp.fetchAll');
      const is = signature('UrlFetchApp.fetchAll', [requests]);
      if (!Array.isArray(requests)) return is.refuse();
      const asked = requests.map((one: unknown) =>
        askedBy(context, typeof one === 'string' ? { url: one } : { ...is.record(one) }),
      );
      return await fetchTogether(context, asked);
    },
    getRequest: () => {
      throw new ScriptException('UrlFetchApp.getRequest is not implemented in the embedded Apps Script.');
    },
  });

  async function fetchTogether(who: Context, asked: readonly Asked[]): Promise<ResponseData[]> {
    spend(who, 'fetch', asked.length, world.limits.fetchesPerDay, 'urlfetch');
    const answers = await Promise.allSettled(asked.map((one) => followed(world, one)));
    const tookMs = answers.map((one) => (one.status === 'fulfilled' ? one.value.tookMs : usualFetchMs));
    if (world.clock.isVirtual) world.clock.moveTo(world.clock.nowMs() + Math.max(0, ...tookMs));
    return answers.map((answer, index) => {
      if (answer.status === 'rejected') throw answer.reason;
      refuseFailure(asked[index], answer.value);
      return httpResponse(answer.value);
    });
  }
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head'];
const knownOptions = [
  ...['url', 'method', 'headers', 'payload', 'contentType', 'muteHttpExceptions', 'followRedirects'],
  ...['validateHttpsCertificates', 'escaping'],
];

function askedBy({ world }: Context, options: Readonly<Record<string, unknown>>): Asked {
  const address = String(options.url);
  if (address.length > world.limits.urlCharacters) {
    throw new ScriptException(`Limit Exceeded: URLFetch URL Length.`);
  }
  for (const name of Object.keys(options)) {
    if (!knownOptions.includes(name)) throw new ScriptException(`Unexpected option of UrlFetchApp: ${name}`);
  }
  const url = validUrl(address);
  refuseUnlisted(world, url);
  const method = String(options.method ?? 'get').toLowerCase();
  if (!methods.includes(method)) throw new ScriptException(`Attribute provided with invalid value: method`);
  const headers = headersOf(options.headers);
  const body = bodyOf(options.payload);
  const type = options.contentType ?? (body === undefined ? undefined : 'application/x-www-form-urlencoded');
  return {
    url,
    method: method.toUpperCase(),
    headers: type === undefined ? headers : { ...headers, 'Content-Type': String(type) },
    body,
    isMute: options.muteHttpExceptions === true,
    followsRedirects: options.followRedirects !== false,
  };
}

function validUrl(address: string): URL {
  try {
    const url = new URL(address);
    if (url.protocol === 'https:' || url.protocol === 'http:') return url;
  } catch {
    // told below
  }
  throw new ScriptException(`Invalid argument: ${address}`);
}

/** The header values must be text, and no more than 100 (Quotas, "URL Fetch headers"). */
function headersOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  const entries = Object.entries(value);
  if (entries.length > 100) throw new ScriptException('Limit Exceeded: URLFetch headers.');
  for (const [name, text] of entries) {
    if (typeof text !== 'string' || /[\r\n]/.test(text) || !/^[A-Za-z0-9-]+$/.test(name)) {
      throw new ScriptException(`Attribute provided with invalid value: Header:${name}`);
    }
  }
  return Object.fromEntries(entries);
}

function bodyOf(payload: unknown): string | undefined {
  if (payload === undefined || payload === null) return undefined;
  if (typeof payload === 'string') return payload;
  const pairs = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(pairs).toString();
}

/** Manifest, "urlFetchWhitelist": HTTPS prefixes; a leading `*.` stands for any subdomain. */
function refuseUnlisted({ project }: World, url: URL): void {
  const list = project.manifest.urlFetchWhitelist;
  if (list === undefined || list.some((prefix) => isBelow(url, prefix))) return;
  throw new ScriptException(
    `The URL ${url.origin}/ is not allowed by the urlFetchWhitelist of the manifest.`,
  );
}

function isBelow(url: URL, prefix: string): boolean {
  const match = /^https:\/\/(\*\.)?([^/]+)(\/.*)$/.exec(prefix);
  if (match === null || url.protocol !== 'https:') return false;
  const [, wildcard, host = '', path = '/'] = match;
  const isHost = wildcard === undefined ? url.host === host : url.host.endsWith(`.${host}`);
  return isHost && (url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`));
}

async function followed(world: World, asked: Asked): Promise<Answered> {
  const answer = await sent(world, asked);
  const location = headerOf(answer.headers, 'location');
  const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && location !== undefined;
  if (!isRedirect || !asked.followsRedirects) return answer;
  const keepsMethod = answer.status >= 307;
  const url = new URL(location, asked.url);
  const next = keepsMethod ? { ...asked, url } : { ...asked, url, method: 'GET', body: undefined };
  return followed(world, next);
}

/** Fetches are given up after about a minute (measured by others; Google documents no number). */
const timeoutMs = 60_000;

function sent(world: World, { url, method, headers, body }: Asked): Promise<Answered> {
  const origin = originOf(world, url.host);
  const time = world.clock.isVirtual ? { 'x-simulated-time': String(world.clock.nowMs()) } : {};
  const options = { method, headers: { ...headers, ...time, Host: url.host }, timeout: timeoutMs };
  return new Promise((resolve, reject) => {
    const fail = (kind: string) => reject(new ScriptException(`${kind}: ${url.href}`));
    const outgoing = request(`${origin}${url.pathname}${url.search}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('aborted', () => fail('Address unavailable'));
      response.on('error', () => fail('Address unavailable'));
      response.on('end', () => {
        const named = headersAsSent(response.rawHeaders);
        const tookMs = Number(response.headers['x-simulated-duration-ms'] ?? usualFetchMs);
        resolve({ status: response.statusCode ?? 0, headers: named, body: Buffer.concat(chunks), tookMs });
      });
    });
    outgoing.on('timeout', () => {
      fail('Timeout');
      outgoing.destroy();
    });
    outgoing.on('error', () => fail('Address unavailable'));
    outgoing.end(body);
  });
}

function originOf({ hosts }: World, host: string): string {
  const wildcard = Object.keys(hosts).find((name) => name.startsWith('*.') && host.endsWith(name.slice(1)));
  const origin = hosts[host] ?? (wildcard === undefined ? undefined : hosts[wildcard]);
  if (origin === undefined) throw new ScriptException(`DNS error: https://${host}/`);
  return origin;
}

/** Names with their case as sent; of a header that came more than once, all values. */
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

function refuseFailure(asked: Asked | undefined, { status, body }: Answered): void {
  if (asked === undefined || asked.isMute || status < 400) return;
  throw new ScriptException(
    `Request failed for ${asked.url.origin} returned code ${status}. Truncated server response: ${body.toString('utf8').slice(0, 200)} (use muteHttpExceptions option to examine full response)`,
  );
}

function httpResponse({ status, headers: allHeaders, body }: Answered): ResponseData {
  const entries = Object.entries(allHeaders).map(([name, value]) => [name, [value].flat().at(-1) ?? '']);
  const headers = Object.fromEntries(entries);
  return new ResponseData({
    ...{ status, headers, allHeaders },
    text: textOf(body, headers),
    bytes: body.toString('base64'),
  });
}

function headerOf(headers: Answered['headers'], name: string): string | undefined {
  const found = Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1];
  return [found ?? []].flat()[0];
}

/** In the charset that the content type names, else in UTF-8 (HTTPResponse.getContentText). */
function textOf(body: Buffer, headers: Readonly<Record<string, string>>): string {
  const charset = /charset="?([\w-]+)/i.exec(headerOf(headers, 'content-type') ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(body);
  } catch {
    return body.toString('utf8');
  }
}
