/**
 * The XML-RPC libraries on npm, each called as directly as it lets itself be called: no HTTP, and where it reads a
 * stream, a stream that hands over the whole text at once.
 */
import { createRequire } from 'node:module';

/** A library's two halves. */
export interface Peer {
  decode(answer: string): unknown;
  encode(methodName: string, params: readonly unknown[]): string;
}

const load = createRequire(import.meta.url);

type Done = (error: unknown, value: unknown) => void;

interface Sink {
  write(text: string): void;
  end(): void;
}

const Deserializer: new () => { deserializeMethodResponse(stream: object, done: Done): void } = load(
  'xmlrpc/lib/deserializer.js',
);
const npmSerializer: { serializeMethodCall(name: string, params: readonly unknown[]): string } =
  load('xmlrpc/lib/serializer.js');

export const npmXmlRpc: Peer = {
  decode(answer) {
    const stream = {
      setEncoding() {},
      on() {},
      pipe(sink: Sink) {
        sink.write(answer);
        sink.end();
      },
    };
    return taken((done) => new Deserializer().deserializeMethodResponse(stream, done));
  },
  encode: (name, params) => npmSerializer.serializeMethodCall(name, params),
};

const foxgloveLibrary: {
  Deserializer: new () => { deserializeMethodResponse(text: string): Promise<unknown> };
  serializeMethodCall(name: string, params: readonly unknown[]): string;
} = load('@foxglove/xmlrpc');

export const foxglove: Peer = {
  decode: (answer) => new foxgloveLibrary.Deserializer().deserializeMethodResponse(answer),
  encode: (name, params) => foxgloveLibrary.serializeMethodCall(name, params),
};

const dave: {
  server(call: string, done: (error: unknown, verb: string, params: unknown) => void): void;
  buildCall(verb: string, params: readonly unknown[]): string;
} = load('davexmlrpc');

/** Its reader of answers opens a connection, so that its reader of calls is timed: the same values, framed as a call. */
export const davexmlrpc: Peer = {
  decode(answer) {
    const call = answer
      .replace('<methodResponse>', '<methodCall><methodName>m</methodName>')
      .replace('</methodResponse>', '</methodCall>');
    return taken((done) => dave.server(call, (error, _verb, params) => done(error, params)));
  },
  encode: (name, params) => dave.buildCall(name, params),
};

/** What `start` handed over before it returned. */
function taken(start: (done: Done) => void): unknown {
  let result: { error: unknown; value: unknown } | undefined;
  start((error, value) => {
    result = { error, value };
  });
  if (result === undefined || (result.error !== null && result.error !== undefined)) {
    throw new Error('The library did not decode the text');
  }
  return result.value;
}
