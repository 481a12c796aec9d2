/** What a script asks `UrlFetchApp` for, checked as Google checks it. */
import { ScriptException } from './service-object.ts';
import type { Context } from './world.ts';

/** A valid request of `UrlFetchApp`. */
export interface FetchRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly isMute: boolean;
  readonly followsRedirects: boolean;
}

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
const knownOptions = [
  ...['url', 'method', 'headers', 'payload', 'contentType', 'muteHttpExceptions', 'followRedirects'],
  ...['validateHttpsCertificates', 'escaping'],
];
/** Headers that the sender alone writes. */
const reservedHeaders = [
  'host',
  'content-length',
  'connection',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
];

/** Reads the URL and options of a script (UrlFetchApp.fetch, "Advanced parameters"). Throws what Google throws. */
export function fetchRequest(context: Context, options: Readonly<Record<string, unknown>>): FetchRequest {
  for (const name of Object.keys(options)) {
    if (!knownOptions.includes(name)) throw new ScriptException(`Unexpected option of UrlFetchApp: ${name}`);
  }
  const url = validUrl(context, options.url);
  const method = String(options.method ?? 'get').toLowerCase();
  if (!methods.includes(method)) throw new ScriptException('Attribute provided with invalid value: method');
  const body = bodyOf(options.payload);
  if (body !== undefined && body.length > context.world.limits.fetchBytes) {
    throw new ScriptException('Limit Exceeded: URLFetch POST Size.');
  }
  return {
    url,
    method: method.toUpperCase(),
    headers: withType(headersOf(context, options.headers), options.contentType, body),
    body,
    isMute: flag(options, 'muteHttpExceptions', false),
    followsRedirects: flag(options, 'followRedirects', true),
  };
}

function flag(options: Readonly<Record<string, unknown>>, name: string, usual: boolean): boolean {
  const value = options[name] ?? usual;
  if (typeof value !== 'boolean') throw new ScriptException(`Attribute provided with invalid value: ${name}`);
  return value;
}

function validUrl({ world, project }: Context, value: unknown): URL {
  if (value === undefined || value === null || value === '') {
    throw new ScriptException('Attribute provided with no value: url');
  }
  const address = String(value);
  if (address.length > world.limits.urlCharacters) {
    throw new ScriptException('Limit Exceeded: URLFetch URL Length.');
  }
  const url = parsedUrl(address);
  if (url === undefined) throw new ScriptException(`Invalid argument: ${address}`);
  const list = project.manifest.urlFetchWhitelist;
  if (list === undefined || list.some((prefix) => isBelow(url, prefix))) return url;
  throw new ScriptException(
    `The URL ${url.origin}/ is not allowed by the urlFetchWhitelist of the manifest.`,
  );
}

function parsedUrl(address: string): URL | undefined {
  if (/[\s"<>\\^`{|}]/.test(address)) return undefined;
  try {
    const url = new URL(address);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** "Allowlist URLs": HTTPS prefixes with a path, whose case counts; a leading `*.` stands for any subdomain. */
export function isBelow(url: URL, prefix: string): boolean {
  const match = /^https:\/\/(\*\.)?([^/*]+)(\/.*)$/.exec(prefix);
  if (match === null || url.protocol !== 'https:') return false;
  const [, wildcard, host = '', path = '/'] = match;
  const isHost = wildcard === undefined ? url.host === host : url.host.endsWith(`.${host}`);
  return isHost && (url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`));
}

function headersOf({ world: { limits } }: Context, value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  const entries = Object.entries(value);
  if (entries.length > limits.fetchHeaders)
    throw new ScriptException('Limit Exceeded: URLFetch Header Count.');
  return Object.fromEntries(
    entries.map(([name, given]: [string, unknown]) => {
      const text = typeof given === 'number' || typeof given === 'boolean' ? String(given) : given;
      const isName = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !reservedHeaders.includes(name.toLowerCase());
      if (!isName || typeof text !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) {
        throw new ScriptException(`Attribute provided with invalid value: Header:${name}`);
      }
      if (text.length > limits.fetchHeaderBytes)
        throw new ScriptException('Limit Exceeded: URLFetch Header Size.');
      return [name, text];
    }),
  );
}

/** The option `contentType` wins over a header; a payload without either is a form. */
function withType(
  headers: Readonly<Record<string, string>>,
  contentType: unknown,
  body: Buffer | undefined,
): Record<string, string> {
  const entries = Object.entries(headers);
  const ofHeader = entries.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const usual = body === undefined ? undefined : 'application/x-www-form-urlencoded';
  const type = contentType === undefined || contentType === null ? (ofHeader ?? usual) : String(contentType);
  const others = Object.fromEntries(entries.filter(([name]) => name.toLowerCase() !== 'content-type'));
  return type === undefined ? others : { ...others, 'Content-Type': type };
}

/** Text in UTF-8, bytes as they are, an object as a form. */
function bodyOf(payload: unknown): Buffer | undefined {
  if (payload === undefined || payload === null) return undefined;
  if (typeof payload === 'string') return Buffer.from(payload, 'utf8');
  if (Array.isArray(payload)) return Buffer.from(payload.map((byte) => Number(byte) & 0xff));
  if (typeof payload !== 'object')
    throw new ScriptException('Attribute provided with invalid value: payload');
  const pairs = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return Buffer.from(new URLSearchParams(pairs).toString(), 'utf8');
}
