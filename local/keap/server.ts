/** The process of the simulated Keap: real HTTP on loopback, commands from its handle by messages. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Asked } from './exchange.ts';
import { type Keap, keap, type SimulatedKeapOptions } from './keap.ts';
import { type RecordedRequest, recorded } from './record.ts';
import type { Command } from './simulated-keap.ts';
import { type Trouble, troubles } from './trouble.ts';

const options: SimulatedKeapOptions = JSON.parse(process.argv[2] ?? '{}');
const simulated: Keap = keap(options);
const prepared = troubles();
let requests: RecordedRequest[] = [];
let toldMs: number | undefined;

/** What a call usually takes, in milliseconds of simulated time. */
const usualMs = 350;

const server = createServer((request, response) => {
  void serve(request, response);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit(0));
process.on('message', ({ id, command }: { id: number; command: Command }) => {
  process.send?.({ id, value: carryOut(command) });
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = await readRequest(request);
  const what = await simulated.nameOf(asked);
  const trouble = prepared.strike(what, asked.nowMs);
  const isServed =
    trouble === undefined || trouble.kind === 'slow' || trouble.kind === 'garbled' || isCutAfter(trouble);
  const answer = isServed ? await simulated.answer(asked) : undefined;
  if (trouble?.kind === 'cut') {
    requests.push(recorded(asked, what, 0, ''));
    request.socket.destroy();
    return;
  }
  const status = trouble?.kind === 'answer' ? trouble.status : (answer?.status ?? 500);
  const body =
    trouble?.kind === 'answer' || trouble?.kind === 'garbled' ? trouble.body : (answer?.body ?? '');
  const headers = trouble?.kind === 'answer' ? (trouble.headers ?? {}) : (answer?.headers ?? {});
  requests.push(recorded(asked, answer?.what ?? what, status, body));
  const tookMs = trouble?.kind === 'slow' ? trouble.ms : usualMs;
  response.writeHead(status, { ...headers, 'x-simulated-duration-ms': String(tookMs) });
  response.end(body);
}

function isCutAfter(trouble: Trouble): boolean {
  return trouble.kind === 'cut' && trouble.when === 'after';
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const told = Number(request.headers['x-simulated-time']);
  if (Number.isFinite(told) && told > 0) toldMs = Math.max(toldMs ?? 0, told);
  const url = new URL(request.url ?? '/', 'http://localhost');
  return {
    nowMs: toldMs ?? Date.now(),
    method: request.method ?? 'GET',
    host: request.headers.host ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function carryOut(command: Command): unknown {
  const { book, tokens } = simulated;
  switch (command.kind) {
    case 'contacts':
      return book.all();
    case 'optEntries':
      return book.optEntries();
    case 'optEntry':
      return book.optEntry(command.address);
    case 'requests':
      return requests;
    case 'forgetRequests':
      requests = [];
      return undefined;
    case 'tokenCounts':
      return tokens.counts();
    case 'putContact':
      return book.put(command.contact);
    case 'setOpt':
      return book.setOpt(command.address, {
        status: command.status,
        reason: '',
        changedMs: toldMs ?? Date.now(),
      });
    case 'break':
      return prepared.add(command.rule);
    case 'mend':
      return prepared.clear();
    case 'expireAccessTokens':
      return tokens.expireAccessTokens();
    case 'revokeAll':
      return tokens.revokeAll();
  }
}
