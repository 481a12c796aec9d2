import { type Authorization, authorization } from './authorization.ts';
import { type ContactBook, contactBook, type SimulatedContact } from './contacts.ts';
import { type Answered, type Asked, htmlAnswer } from './exchange.ts';
import { type Gateway, gateway } from './gateway.ts';
import { type KeapLimits, keapLimits } from './limits.ts';
import { type Client, type TokenBook, tokenBook } from './tokens.ts';
import { keapMethods } from './xmlrpc-methods.ts';
import { readCall, writeFault, writeResult } from './xmlrpc-text.ts';

export interface SimulatedKeapOptions {
  readonly client?: Client;
  readonly redirectUris?: readonly string[];
  /** The tenant: `sim123` lives at sim123.infusionsoft.com. */
  readonly appName?: string;
  readonly contacts?: readonly SimulatedContact[];
  readonly customFields?: readonly string[];
  readonly apiKeys?: readonly string[];
  readonly legacyKeys?: readonly string[];
  readonly limits?: Partial<KeapLimits>;
}

/** Keap behind its addresses; knows nothing of sockets. */
export interface Keap {
  readonly book: ContactBook;
  readonly tokens: TokenBook;
  answer(asked: Asked): Promise<Answered>;
  /** What a request will be called in the record, told before it takes effect. */
  nameOf(asked: Asked): Promise<string>;
}

export const defaultClient: Client = { id: 'simulated-client-id', secret: 'simulated-client-secret' };

export function keap(options: SimulatedKeapOptions): Keap {
  const limits = { ...keapLimits, ...options.limits };
  const appName = options.appName ?? 'sim123';
  const book = contactBook(options.contacts ?? []);
  const tokens = tokenBook(limits);
  const gate = gateway(tokens, options.apiKeys ?? [], limits);
  const auth = authorization({
    client: options.client ?? defaultClient,
    tokens,
    limits,
    scope: `full|${appName}.infusionsoft.com`,
    redirectUris: options.redirectUris ?? [],
  });
  const methods = keapMethods(book, new Set(options.customFields ?? []));
  const legacyKeys = new Set(options.legacyKeys ?? []);
  const parts: Parts = { gate, auth, methods, legacyKeys, appName };
  return { book, tokens, answer: (asked) => route(parts, asked), nameOf };
}

interface Parts {
  readonly gate: Gateway;
  readonly auth: Authorization;
  readonly methods: ReturnType<typeof keapMethods>;
  readonly legacyKeys: ReadonlySet<string>;
  readonly appName: string;
}

function isXmlRpc({ path }: Asked): boolean {
  return path === '/crm/xmlrpc/v1' || path === '/api/xmlrpc';
}

async function nameOf(asked: Asked): Promise<string> {
  if (isXmlRpc(asked)) {
    const call = await readCall(asked.body);
    return call.kind === 'call' ? `xmlrpc ${call.method}` : 'xmlrpc unparsable';
  }
  if (asked.path === '/token') {
    return asked.body.includes('grant_type=refresh_token') ? 'token refresh' : 'token by code';
  }
  return asked.path.startsWith('/app/oauth/') ? 'consent' : `${asked.method} ${asked.path}`;
}

/** Each host answers at its own paths only, as the real ones do. */
async function route(parts: Parts, asked: Asked): Promise<Answered> {
  const { host, path } = asked;
  if (host === 'accounts.infusionsoft.com' && path === '/app/oauth/authorize')
    return parts.auth.consent(asked);
  if (host === 'api.infusionsoft.com' && path === '/token') return parts.auth.token(asked);
  if (host === 'api.infusionsoft.com' && path === '/crm/xmlrpc/v1') return underToken(parts, asked);
  if (host === `${parts.appName}.infusionsoft.com` && path === '/api/xmlrpc')
    return underLegacyKey(parts, asked);
  return htmlAnswer(404, '<html><body><h1>404 Not Found</h1></body></html>', 'unknown address');
}

async function underToken(parts: Parts, asked: Asked): Promise<Answered> {
  const what = await nameOf(asked);
  return parts.gate.refusal(asked, what) ?? (await call(parts, asked, what, parts.gate.headers(asked.nowMs)));
}

async function underLegacyKey(parts: Parts, asked: Asked): Promise<Answered> {
  const read = await readCall(asked.body);
  const key = read.kind === 'call' ? read.params[0] : undefined;
  if (typeof key === 'string' && parts.legacyKeys.has(key))
    return call(parts, asked, await nameOf(asked), {});
  return xmlAnswer(writeFault(2, '[InvalidKey]Invalid Key'), await nameOf(asked), {});
}

async function call(
  { methods }: Parts,
  asked: Asked,
  what: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answered> {
  const read = await readCall(asked.body);
  if (read.kind === 'unparsable') {
    return xmlAnswer(writeFault(0, `Failed to parse XML-RPC request: ${read.reason}`), what, headers);
  }
  const method = methods.get(read.method);
  if (method === undefined) return xmlAnswer(writeFault(0, `No such handler: ${read.method}`), what, headers);
  const [privateKey, ...params] = read.params;
  if (typeof privateKey !== 'string')
    return xmlAnswer(writeFault(0, 'No method matching arguments'), what, headers);
  const answer = method(params, asked.nowMs);
  const xml = answer.kind === 'result' ? writeResult(answer.value) : writeFault(answer.code, answer.text);
  return xmlAnswer(xml, what, headers);
}

function xmlAnswer(xml: string, what: string, headers: Readonly<Record<string, string>>): Answered {
  return { status: 200, headers: { 'Content-Type': 'text/xml;charset=UTF-8', ...headers }, body: xml, what };
}
