/**
 * The XML-RPC libraries on npm, called as directly as each allows: without HTTP, and where a library reads a stream,
 * with one that delivers the whole text at once.
 */
import { createRequire } from 'node:module';

/** The two halves of a library. */
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
    return valueFrom((done) => new Deserializer().deserializeMethodResponse(stream, done));
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

/** davexmlrpc only decodes answers while it makes a request, so this times its decoder of calls with the same values. */
export const davexmlrpc: Peer = {
  decode(answer) {
    const call = answer
      .replace('<methodResponse>', '<methodCall><methodName>m</methodName>')
      .replace('</methodResponse>', '</methodCall>');
    return valueFrom((done) => dave.server(call, (error, _verb, params) => done(error, params)));
  },
  encode: (name, params) => dave.buildCall(name, params),
};

/** The value that `start` passed to its callback before it returned. */
function valueFrom(start: (done: Done) => void): unknown {
  let result: { error: unknown; value: unknown } | undefined;
  start((error, value) => {
    result = { error, value };
  });
  if (result === undefined || (result.error !== null && result.error !== undefined)) {
    throw new Error('The library did not decode the text.');
  }
  return result.value;
}
