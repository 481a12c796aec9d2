/** The process of the simulated Keaps: for each, real HTTP on loopback, and orders from its handle by messages. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CommandName, Commands, Message, Order } from './command.ts';
import { type Fault, type Faults, faults } from './fault.ts';
import type { ReceivedRequest, SentResponse } from './http-message.ts';
import { defaultClient, type Keap, keap, type SimulatedKeapOptions } from './keap.ts';
import { latency } from './latency.ts';
import type { PassingFaults } from './open-questions.ts';
import { passing, passingAnswer } from './passing-faults.ts';
import { type RequestRecord, requestRecord } from './record.ts';
import { writeFault } from './xmlrpc-text.ts';

const send = (message: Message) => process.send?.(message);
const playing = new Map<number, { readonly world: World; readonly server: Server }>();

process.on('disconnect', () => process.exit(0));
process.on('message', (order: Order) => {
  switch (order.kind) {
    case 'begin':
      return begin(order.keap, order.options);
    case 'command':
      return carryOut(order);
    case 'end':
      return end(order.keap);
  }
});

interface World {
  readonly simulated: Keap;
  readonly requests: RequestRecord;
  /** Those that a test prepares. */
  readonly prepared: Faults;
  /** Those of the options, which no `mend` takes away. */
  readonly standing: Faults;
  readonly durationMs: (what: string) => number;
  readonly time: Time;
}

/** The latest time that anybody told, or the real one as long as nobody did. */
interface Time {
  nowMs(): number;
  passTo(ms: number): void;
}

function begin(keap: number, options: SimulatedKeapOptions): void {
  try {
    const world = newWorld(options);
    const server = createServer((request, response) => {
      serve(world, request, response).catch((error: unknown) => {
        response.writeHead(500).end(`The simulated Keap failed: ${messageOf(error)}`);
      });
    });
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1', () => {
      send({ keap, kind: 'listening', port: (server.address() as AddressInfo).port });
    });
    playing.set(keap, { world, server });
  } catch (error) {
    send({ keap, kind: 'unable', problem: messageOf(error) });
  }
}

function newWorld(options: SimulatedKeapOptions): World {
  const { client = defaultClient, apiKeys = [], legacyKeys = [], seed = 1 } = options;
  const time = newTime();
  const simulated = keap(options, time.nowMs());
  const standing = faults();
  addPassingFaults(standing, simulated.behavior.passingFaults);
  return {
    simulated,
    requests: requestRecord([client.secret, ...apiKeys, ...legacyKeys]),
    prepared: faults(),
    standing,
    durationMs: latency(seed, simulated.behavior.slowCalls),
    time,
  };
}

/** Each kind takes its part of the share. */
function addPassingFaults(standing: Faults, { share, seed, kinds }: PassingFaults): void {
  if (share === 0) return;
  kinds.forEach((kind, index) => {
    standing.add(passing(kind, { share: share / kinds.length, seed: seed + index * 7_919 }));
  });
}

function newTime(): Time {
  let latestMs: number | undefined;
  return {
    nowMs: () => latestMs ?? Date.now(),
    passTo(ms) {
      latestMs = Math.max(latestMs ?? 0, ms);
    },
  };
}

function carryOut({ keap, id, name, params }: Extract<Order, { kind: 'command' }>): void {
  try {
    const world = playing.get(keap)?.world;
    if (world === undefined) throw new Error('This simulated Keap has not begun.');
    const command = commandHandlers(world)[name] as (params: unknown) => Commands[CommandName]['result'];
    send({ keap, kind: 'done', id, result: command(params) });
  } catch (error) {
    send({ keap, kind: 'refused', id, problem: messageOf(error) });
  }
}

/** Nobody who still asks is waited for. */
function end(keap: number): void {
  const server = playing.get(keap)?.server;
  server?.close();
  server?.closeAllConnections();
  playing.delete(keap);
  send({ keap, kind: 'ended' });
}

async function serve(
  { simulated, requests, prepared, standing, durationMs, time }: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await readRequest(request, time);
  const name = await simulated.nameOf(asked);
  const { method, path, query, body: sent, nowMs } = asked;
  const struck = { what: name, body: sent, nowMs, key: `${method} ${path}?${query} ${sent}` };
  const fault = prepared.strike(struck) ?? standing.strike(struck);
  const answer = await answerUnder(fault, asked, name, simulated);
  if (answer === 'cut') {
    requests.add(asked, name, 0, '');
    request.socket.destroy();
    return;
  }
  const { status, headers, body, what } = answer;
  requests.add(asked, what, status, body);
  const tookMs = fault?.kind === 'slow' ? fault.ms : durationMs(what);
  response.writeHead(status, { ...headers, 'x-simulated-duration-ms': String(tookMs) });
  response.end(body);
}

async function answerUnder(
  fault: Fault | undefined,
  asked: ReceivedRequest,
  what: string,
  simulated: Keap,
): Promise<SentResponse | 'cut'> {
  switch (fault?.kind) {
    case undefined:
    case 'slow':
      return simulated.answer(asked);
    case 'meanwhile':
      if (fault.contact !== undefined) simulated.editContact(fault.contact, asked.nowMs);
      if (fault.opt !== undefined) {
        simulated.opts.happen(fault.opt.address, fault.opt.event, asked.nowMs);
      }
      if (fault.deletedTag !== undefined) simulated.tags.remove(fault.deletedTag, asked.nowMs);
      return simulated.answer(asked);
    case 'cut':
      if (fault.when === 'after') await simulated.answer(asked);
      return 'cut';
    case 'passing':
      if (fault.when === 'after') await simulated.answer(asked);
      return passingAnswer(fault.fault, what);
    case 'garbled':
      return { ...(await simulated.answer(asked)), body: fault.body };
    case 'answer':
      return { status: fault.status, headers: fault.headers ?? {}, body: fault.body, what };
    case 'fault': {
      const headers = { 'Content-Type': 'text/xml;charset=UTF-8' };
      return { status: 200, headers, body: writeFault(fault.code, fault.text), what };
    }
  }
}

async function readRequest(request: IncomingMessage, time: Time): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const said = Number(request.headers['x-simulated-time']);
  if (Number.isFinite(said) && said > 0) time.passTo(said);
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  return {
    nowMs: time.nowMs(),
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

type Handlers = { [Name in CommandName]: (params: Commands[Name]['params']) => Commands[Name]['result'] };

function commandHandlers({ simulated, requests, prepared, time }: World): Handlers {
  const { nowMs } = time;
  const { book, opts, tags, tokens, putContact, editContact } = simulated;
  const done = (_: unknown) => null;
  return {
    contacts: () => book.all(),
    putContact: (contact) => done(putContact(contact, nowMs())),
    editContact: (contact) => done(editContact(contact, nowMs())),
    optEntry: (address) => opts.entry(address),
    optEntries: () => opts.entries(),
    optHistory: () => opts.history(),
    tagHistory: () => tags.history(),
    allTags: () => tags.all(),
    addTag: (tag) => done(tags.add(tag)),
    deleteTag: (id) => done(tags.remove(id, nowMs())),
    changeTag: (event) => done(tags.change(event, nowMs())),
    optEvent: ({ address, event }) => done(opts.happen(address, event, nowMs())),
    setOpt: ({ address, status }) => done(opts.set(address, status, nowMs())),
    setUsers: (users) => done(simulated.directory.setUsers(users)),
    deleteField: (name) => done(simulated.deleteField(name)),
    relabelField: ({ name, label }) => done(simulated.relabelField(name, label)),
    deleteContact: (id) => done(simulated.deleteContact(id)),
    requests: () => requests.all(),
    counts: () => requests.counts(),
    takeViolations: () => simulated.takeViolations(),
    forgetRequests: () => done(requests.forget()),
    tokenCounts: () => tokens.counts(),
    setClient: (client) => done(simulated.setClient(client)),
    expireAccessTokens: () => done(tokens.expireAccessTokens()),
    revokeAll: () => done(tokens.revokeAll()),
    break: (rule) => done(prepared.add(rule)),
    mend: () => done(prepared.clear()),
    setTime: (ms) => done(time.passTo(ms)),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
