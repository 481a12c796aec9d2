import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Http, HttpRequest, HttpResult } from '../../src/platform/http.ts';

/**
 * The port over real HTTP, for the product's code alone, which waits for nothing: a thread of its own sends what is
 * sent together, while this one sleeps. `hosts` lead to a simulated Keap; a cut connection is silence.
 */
export function syncHttp(hosts: Readonly<Record<string, string>>, nowMs: () => number): Http {
  thread ??= startThread();
  const { flag, port } = thread;
  return {
    send(requests) {
      Atomics.store(flag, 0, 0);
      port.postMessage(requests.map((request) => plain(request, hosts, nowMs())));
      Atomics.wait(flag, 0, 0);
      return receiveMessageOnPort(port)?.message as HttpResult[];
    },
  };
}

/** One for all tests of a file: whoever sends sleeps, so nobody else can send at the same time. */
let thread: { readonly flag: Int32Array; readonly port: MessagePort } | undefined;

function startThread(): NonNullable<typeof thread> {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  new Worker(sender, { eval: true, workerData: { flag, port: port2 }, transferList: [port2] }).unref();
  return { flag, port: port1 };
}

function plain(request: HttpRequest, hosts: Readonly<Record<string, string>>, nowMs: number) {
  const url = new URL(request.url);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, textOf(value)]);
  return {
    url: `${hosts[url.host]}${url.pathname}${url.search}`,
    method: request.method,
    headers: { ...Object.fromEntries(headers), Host: url.host, 'x-simulated-time': String(nowMs) },
    body: request.body === undefined ? undefined : textOf(request.body),
  };
}

function textOf(value: HttpRequest['body']): string {
  return typeof value === 'string' ? value : (value?.reveal() ?? '');
}

const sender = `
const { workerData: { flag, port } } = require('node:worker_threads');
const { request } = require('node:http');
const sent = ({ url, method, headers, body }) => new Promise((resolve) => {
  const outgoing = request(url, { method, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part) => { text += part; });
    response.on('error', () => resolve({ kind: 'silence', reason: 'cut' }));
    response.on('end', () => resolve({ kind: 'reply', status: response.statusCode, headers: response.headers, body: text }));
  });
  outgoing.on('error', () => resolve({ kind: 'silence', reason: 'cut' }));
  outgoing.end(body);
});
port.on('message', async (requests) => {
  port.postMessage(await Promise.all(requests.map(sent)));
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
});
`;
