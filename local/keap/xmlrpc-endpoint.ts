/** Keap's XML-RPC behind its two addresses. */
import { htmlAnswer, type ReceivedRequest, type SentResponse } from './http-message.ts';
import { invoke, type MethodAnswer } from './method.ts';
import { keapMethods, type MethodWorld } from './xmlrpc-methods.ts';
import { type ReadCall, readCall, writeFault, writeResult } from './xmlrpc-text.ts';

export interface XmlRpcEndpoint {
  /** What a request will be called in the record, for instance `xmlrpc ContactService.update`. */
  nameOf(asked: ReceivedRequest): Promise<string>;
  /** Serves a caller that the gateway has let through: the text of the first parameter does not count. */
  serve(asked: ReceivedRequest): Promise<SentResponse>;
  /** Serves a caller whose first parameter is a legacy key. */
  serveLegacy(asked: ReceivedRequest): Promise<SentResponse>;
}

interface EndpointOptions extends MethodWorld {
  readonly legacyKeys: ReadonlySet<string>;
}

export function xmlRpcEndpoint({ legacyKeys, ...world }: EndpointOptions): XmlRpcEndpoint {
  const methods = keapMethods(world);
  const known = new WeakMap<ReceivedRequest, Promise<ReadCall>>();
  // The record, the gateway and the method ask in turn.
  const callOf = (asked: ReceivedRequest): Promise<ReadCall> => {
    const call = known.get(asked) ?? readCall(asked.body);
    known.set(asked, call);
    return call;
  };
  const run = (call: ReadCall, nowMs: number): MethodAnswer => {
    if (call.kind === 'unparsable') return fault(0, `Failed to parse XML-RPC request: ${call.reason}`);
    const method = methods.get(call.method);
    if (method === undefined) return fault(0, `No such handler: ${call.method}`);
    return invoke(method, call.params, call.types, nowMs);
  };
  const answer = async (
    asked: ReceivedRequest,
    mayEnter: (call: ReadCall) => boolean,
  ): Promise<SentResponse> => {
    const call = await callOf(asked);
    if (asked.method !== 'POST') return htmlAnswer(405, '<h1>Method Not Allowed</h1>', name(call));
    return xmlAnswer(mayEnter(call) ? run(call, asked.nowMs) : invalidKey, name(call));
  };
  return {
    nameOf: async (asked) => name(await callOf(asked)),
    serve: (asked) => answer(asked, () => true),
    serveLegacy: (asked) =>
      answer(asked, (call) => call.kind === 'unparsable' || legacyKeys.has(String(call.params[0]))),
  };
}

const invalidKey = fault(2, '[InvalidKey]Invalid Key');

function fault(code: number, text: string): MethodAnswer {
  return { kind: 'fault', code, text };
}

function name(call: ReadCall): string {
  return call.kind === 'call' ? `xmlrpc ${call.method}` : 'xmlrpc unparsable';
}

/** Faults come with HTTP 200, like any other answer. */
function xmlAnswer(answer: MethodAnswer, what: string): SentResponse {
  const body = answer.kind === 'result' ? writeResult(answer.value) : writeFault(answer.code, answer.text);
  return { status: 200, headers: { 'Content-Type': 'text/xml;charset=UTF-8' }, body, what };
}
