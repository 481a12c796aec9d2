/** The process of the simulated Keap: real HTTP on loopback, orders from its handle by messages. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommandName, Commands, Message, Order } from './command.ts';
import { type Fault, faults } from './fault.ts';
import type { ReceivedRequest, SentResponse } from './http-message.ts';
import { defaultClient, type Keap, keap, type SimulatedKeapOptions } from './keap.ts';
import { latency } from './latency.ts';
import { type RequestRecord, requestRecord } from './record.ts';
import { writeFault } from './xmlrpc-text.ts';

const prepared = faults();
let toldMs: number | undefined;

const tell = (message: Message) => process.send?.(message);
const nowMs = () => toldMs ?? Date.now();
const passTo = (ms: number) => {
  toldMs = Math.max(toldMs ?? 0, ms);
};

process.on('disconnect', () => process.exit(0));
process.once('message', (options: SimulatedKeapOptions) => {
  try {
    listen({
      simulated: keap(options, nowMs()),
      requests: recordOf(options),
      usualMs: latency(options.seed ?? 1),
    });
  } catch (error) {
    tell({ kind: 'unable', problem: wordsOf(error) });
  }
});

function recordOf({
  client = defaultClient,
  apiKeys = [],
  legacyKeys = [],
}: SimulatedKeapOptions): RequestRecord {
  return requestRecord([client.secret, ...apiKeys, ...legacyKeys]);
}

interface World {
  readonly simulated: Keap;
  readonly requests: RequestRecord;
  readonly usualMs: () => number;
}

function listen(world: World): void {
  const server = createServer((request, response) => {
    serve(world, request, response).catch((error: unknown) => {
      response.writeHead(500).end(`The simulated Keap failed: ${wordsOf(error)}`);
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    tell({ kind: 'listening', port: (server.address() as AddressInfo).port });
  });
  const orders = ordersFor(world);
  process.on('message', ({ id, name, asks }: Order) => {
    try {
      const carryOut = orders[name] as (asks: unknown) => Commands[CommandName]['gives'];
      tell({ kind: 'done', id, gives: carryOut(asks) });
    } catch (error) {
      tell({ kind: 'refused', id, problem: wordsOf(error) });
    }
  });
}

async function serve(
  { simulated, requests, usualMs }: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await readRequest(request);
  const name = await simulated.nameOf(asked);
  const trouble = prepared.strike({ what: name, body: asked.body, nowMs: asked.nowMs });
  const answer = await answerUnder(trouble, asked, name, simulated);
  if (answer === 'cut') {
    requests.add(asked, name, 0, '');
    request.socket.destroy();
    return;
  }
  const { status, headers, body, what } = answer;
  requests.add(asked, what, status, body);
  const tookMs = trouble?.kind === 'slow' ? trouble.ms : usualMs();
  response.writeHead(status, { ...headers, 'x-simulated-duration-ms': String(tookMs) });
  response.end(body);
}

async function answerUnder(
  trouble: Fault | undefined,
  asked: ReceivedRequest,
  what: string,
  simulated: Keap,
): Promise<SentResponse | 'cut'> {
  switch (trouble?.kind) {
    case undefined:
    case 'slow':
      return simulated.answer(asked);
    case 'meanwhile':
      simulated.editContact(trouble.contact, asked.nowMs);
      return simulated.answer(asked);
    case 'cut':
      if (trouble.when === 'after') await simulated.answer(asked);
      return 'cut';
    case 'garbled':
      return { ...(await simulated.answer(asked)), body: trouble.body };
    case 'answer':
      return { status: trouble.status, headers: trouble.headers ?? {}, body: trouble.body, what };
    case 'fault': {
      const headers = { 'Content-Type': 'text/xml;charset=UTF-8' };
      return { status: 200, headers, body: writeFault(trouble.code, trouble.text), what };
    }
  }
}

async function readRequest(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const told = Number(request.headers['x-simulated-time']);
  if (Number.isFinite(told) && told > 0) passTo(told);
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  return {
    nowMs: nowMs(),
    method: request.method ?? 'GET',
    host: (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, ''),
    path,
    query: new URLSearchParams(query),
    lineBytes: `${request.method} ${request.url} HTTP/1.1`.length,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

type Orders = { [Name in CommandName]: (asks: Commands[Name]['asks']) => Commands[Name]['gives'] };

function ordersFor({ simulated, requests }: World): Orders {
  const { book, tokens, putContact, editContact } = simulated;
  const done = (_: unknown) => null;
  return {
    contacts: () => book.all(),
    putContact: (contact) => done(putContact(contact, nowMs())),
    editContact: (contact) => done(editContact(contact, nowMs())),
    optEntry: (address) => book.optEntry(address),
    optEntries: () => book.optEntries(),
    setOpt: ({ address, status }) => done(book.setOpt(address, { status, reason: '', changedMs: nowMs() })),
    requests: () => requests.all(),
    counts: () => requests.counts(),
    takeViolations: () => simulated.takeViolations(),
    forgetRequests: () => done(requests.forget()),
    tokenCounts: () => tokens.counts(),
    expireAccessTokens: () => done(tokens.expireAccessTokens()),
    revokeAll: () => done(tokens.revokeAll()),
    break: (rule) => done(prepared.add(rule)),
    mend: () => done(prepared.clear()),
    setTime: (ms) => done(passTo(ms)),
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
