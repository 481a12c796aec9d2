/** Keap's XML-RPC methods as typed calls. */
import { decodeResponse, encodeCall, XmlRpcSyntaxError, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { Call, Read } from '../http/call.ts';
import { xmlRpcUrl } from '../http/endpoints.ts';
import { placeholderKey } from './private-key.ts';

type Struct = Record<string, XmlRpcValue>;

/** How `addWithDupCheck` decides that two contacts are the same. */
type DuplicateCheck = 'Email' | 'EmailAndName' | 'EmailAndNameAndCompany';

/**
 * Keap's methods for contacts and addresses: their parameters after `privateKey`, and the type of their result (developer.keap.com,
 * "XML-RPC": Contact, Data, Email).
 */
interface KeapMethods {
  'ContactService.load': { params: [id: number, fields: string[]]; result: Struct };
  'ContactService.update': { params: [id: number, data: Struct]; result: number };
  'ContactService.add': { params: [data: Struct]; result: number };
  'ContactService.addWithDupCheck': { params: [data: Struct, check: DuplicateCheck]; result: number };
  'ContactService.findByEmail': { params: [email: string, fields: string[]]; result: Struct[] };
  /** Apply a tag, which Keap called a group, and remove it. */
  'ContactService.addToGroup': { params: [contact: number, tag: number]; result: boolean };
  'ContactService.removeFromGroup': { params: [contact: number, tag: number]; result: boolean };
  /** The id of the new row. */
  'DataService.add': { params: [table: string, values: Struct]; result: number };
  'DataService.load': { params: [table: string, id: number, fields: string[]]; result: Struct };
  /** `limit` at most 1,000; `page` from 0. */
  'DataService.query': {
    params: [
      ...[table: string, limit: number, page: number, query: Struct, fields: string[]],
      ...([orderBy: string, isAscending: boolean] | []),
    ];
    result: Struct[];
  };
  'DataService.count': { params: [table: string, query: Struct]; result: number };
  'APIEmailService.optIn': { params: [email: string, reason: string]; result: boolean };
  'APIEmailService.optOut': { params: [email: string, reason: string]; result: boolean };
  'APIEmailService.getOptStatus': { params: [email: string]; result: number };
}

type KeapMethod = keyof KeapMethods;

/** Keap's answer to one call: the result, or a fault of this call. */
export type Answer<Result> =
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'fault'; readonly faultCode: number; readonly faultString: string };

type ResultReader = {
  [Method in KeapMethod]: (value: XmlRpcValue) => KeapMethods[Method]['result'] | undefined;
};

const readers: ResultReader = {
  'ContactService.load': asStruct,
  'ContactService.update': asInt,
  'ContactService.add': asInt,
  'ContactService.addWithDupCheck': asInt,
  'ContactService.findByEmail': asStructs,
  'ContactService.addToGroup': asBoolean,
  'ContactService.removeFromGroup': asBoolean,
  'DataService.add': asInt,
  'DataService.load': asStruct,
  'DataService.query': asStructs,
  'DataService.count': asInt,
  'APIEmailService.optIn': asBoolean,
  'APIEmailService.optOut': asBoolean,
  'APIEmailService.getOptStatus': asInt,
};

/** A call of one of Keap's methods. Throws `XmlRpcValueError` for a value that XML-RPC cannot carry. */
export function keapCall<Method extends KeapMethod>(
  method: Method,
  ...params: KeapMethods[Method]['params']
): Call<Answer<KeapMethods[Method]['result']>> {
  return { ...plainCall(method, params), probes };
}

function plainCall<Method extends KeapMethod>(
  method: Method,
  params: KeapMethods[Method]['params'],
): Call<Answer<KeapMethods[Method]['result']>> {
  return {
    request: {
      method: 'POST',
      url: xmlRpcUrl,
      headers: { 'Content-Type': 'text/xml; charset=utf-8' },
      body: encodeCall(method, [placeholderKey, ...params]),
    },
    read: (reply) => readAnswer(reply.body, readers[method]),
  };
}

/** The cheapest call that shows that Keap answers and accepts a key: nobody has this address (RFC 2606). */
export function connectionTestCall(): Call<Answer<number>> {
  return plainCall('APIEmailService.getOptStatus', ['connection-test@example.com']);
}

/** What works whenever XML-RPC does. */
export const probes: readonly Call<unknown>[] = [connectionTestCall()];

/** Keap's fault for a key that it does not know: a fault of the account, not of the contact. */
const invalidKey = 2;

/** "Cannot create a session after the response has been committed" meets 3 to 4 of 100 good calls in old accounts. */
function isPassing({ faultCode, faultString }: { faultCode: number; faultString: string }): boolean {
  return passingFaults.has(faultCode) || faultString.includes('IllegalStateException');
}

/** Unparsable request, InvalidConfig, UnexpectedError, DatabaseError, and HTTP's own 500 (developer.keap.com, and its users). */
const passingFaults: ReadonlySet<number> = new Set([0, 1, 3, 4, 500]);

function readAnswer<Result>(
  body: string,
  reader: (value: XmlRpcValue) => Result | undefined,
): Read<Answer<Result>> {
  try {
    const response = decodeResponse(body);
    if (response.kind === 'fault') {
      if (response.faultCode === invalidKey) return { kind: 'unauthorized' };
      return { kind: isPassing(response) ? 'passing' : 'answer', answer: response };
    }
    const result = reader(response.value);
    return result === undefined
      ? { kind: 'unreadable', reason: 'an answer of an undocumented type' }
      : { kind: 'answer', answer: { kind: 'result', result } };
  } catch (error) {
    if (!(error instanceof XmlRpcSyntaxError)) throw error;
    return { kind: 'unreadable', reason: 'an answer that is not XML-RPC' };
  }
}

function asStruct(value: XmlRpcValue): Struct | undefined {
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
  return isPlain ? (value as Struct) : undefined;
}

function asStructs(value: XmlRpcValue): Struct[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const structs = value.map(asStruct);
  return structs.every((one): one is Struct => one !== undefined) ? structs : undefined;
}

function asInt(value: XmlRpcValue): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function asBoolean(value: XmlRpcValue): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
