/** Sends one request at a time to Keap, slowly, and never shows the token. */

/** A request before it has an address. */
export interface KeapRequest {
  readonly host: string;
  /** With its query. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface KeapReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Rejects where no answer comes. */
export type Send = (request: KeapRequest) => Promise<KeapReply>;

/** A mistake of ours: a request that must not be sent. */
export class RequestRefused extends Error {}

/** Ends the run; its message is a sentence that says what to do. */
export class ProbeStopped extends Error {}

/** The token that is to be used, a made-up one, none at all, or the right one in the other header. */
export type Credential = 'token' | 'made-up' | 'none' | 'key header';

export interface Call {
  readonly credential?: Credential;
  readonly host?: 'api.infusionsoft.com' | 'api.keap.com';
}

export interface KeapClient {
  /** Calls REST v2; `path` is below its base, and encoded. */
  rest(method: string, path: string, body?: unknown, call?: Call): Promise<KeapReply>;
  /** Calls a method of XML-RPC with parameters as XML, or sends a whole text. */
  xmlRpc(method: string, params: readonly string[], call?: Call): Promise<KeapReply>;
  raw(body: string, call?: Call): Promise<KeapReply>;
  /** How many requests were sent. */
  count(): number;
}

export interface KeapClientOptions {
  readonly send: Send;
  readonly token: string;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** Asked before each request: whether to send no more. */
  readonly isStopped: () => boolean;
}

/** Between two requests: 120 a minute are half of what a personal access token may send. */
export const pauseMs = 500;
/** After an answer that says that the limit of the minute is reached, perhaps by others. */
const limitPauseMs = 61_000;
/** A whole run sends about 450. */
const maxRequests = 1000;

export function keapClient({ send, token, pause, isStopped }: KeapClientOptions): KeapClient {
  let count = 0;
  const proof: Readonly<Record<Credential, Readonly<Record<string, string>>>> = {
    token: { Authorization: `Bearer ${token}` },
    'key header': { 'X-Keap-API-Key': token },
    'made-up': { Authorization: 'Bearer not-a-token' },
    none: {},
  };
  const ask = async (
    method: string,
    path: string,
    body: string | undefined,
    type: string,
    { credential = 'token', host = 'api.infusionsoft.com' }: Call,
  ) => {
    if (isStopped()) throw new ProbeStopped('The probe was stopped.');
    if (count >= maxRequests) throw new ProbeStopped(`The probe stops after ${maxRequests} requests.`);
    const headers = { ...proof[credential], ...(body === undefined ? {} : { 'Content-Type': type }) };
    const once = async (waitMs: number) => {
      await pause(waitMs);
      count++;
      return send({ host, path, method, headers, body }).catch((error: unknown) => {
        if (error instanceof RequestRefused) throw error;
        throw new ProbeStopped(`${host} does not answer. Check the network, and run the probe again.`);
      });
    };
    const first = await once(count > 0 ? pauseMs : 0);
    const reply = first.status === 429 ? await once(limitPauseMs) : first;
    if (reply.status === 429) {
      throw new ProbeStopped("Keap's limit for this token is reached. Wait a day, or use another token.");
    }
    if (
      credential === 'token' &&
      reply.status === 401 &&
      /access_token_expired|invalid_access_token/.test(reply.body)
    ) {
      throw new ProbeStopped('Keap refuses this token. Check that it is complete and has not expired.');
    }
    return reply;
  };
  const raw = (body: string, call: Call = {}) => ask('POST', '/crm/xmlrpc/v1', body, 'text/xml', call);
  return {
    rest: (method, path, body, call = {}) =>
      ask(
        method,
        `/crm/rest/v2${path}`,
        body === undefined ? undefined : JSON.stringify(body),
        'application/json',
        call,
      ),
    xmlRpc(method, params, call = {}) {
      const all = [text('probe'), ...params].map((one) => `<param>${one}</param>`).join('');
      return raw(
        `<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>${method}</methodName><params>${all}</params></methodCall>`,
        call,
      );
    },
    raw,
    count: () => count,
  };
}

/** A text of XML-RPC. */
export function text(value: string): string {
  const escaped = value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return `<value><string>${escaped}</string></value>`;
}

export function int(value: number): string {
  return `<value><int>${value}</int></value>`;
}

export function list(...items: readonly string[]): string {
  return `<value><array><data>${items.join('')}</data></array></value>`;
}

export function struct(members: Readonly<Record<string, string>>): string {
  const all = Object.entries(members).map(([name, value]) => `<member><name>${name}</name>${value}</member>`);
  return `<value><struct>${all.join('')}</struct></value>`;
}
