import { decodeResponse, encodeCall, XmlRpcSyntaxError, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { Call, Read } from '../http/call.ts';
import { xmlRpcUrl } from '../http/endpoints.ts';
import { placeholderKey } from './private-key.ts';

type Fields = string[];
type Struct = Record<string, XmlRpcValue>;

/** How `addWithDupCheck` decides that two contacts are one. */
type DuplicateCheck = 'Email' | 'EmailAndName' | 'EmailAndNameAndCompany';

/**
 * Keap's methods for contacts and addresses: parameters after `privateKey`, and what a good answer is
 * (developer.keap.com, "XML-RPC": Contact, Email).
 */
export interface KeapMethods {
  'ContactService.load': { params: [id: number, fields: Fields]; result: Struct };
  'ContactService.update': { params: [id: number, data: Struct]; result: number };
  'ContactService.add': { params: [data: Struct]; result: number };
  'ContactService.addWithDupCheck': { params: [data: Struct, check: DuplicateCheck]; result: number };
  'ContactService.findByEmail': { params: [email: string, fields: Fields]; result: Struct[] };
  'DataService.load': { params: [table: string, id: number, fields: Fields]; result: Struct };
  /** `limit` at most 1,000; `page` from 0. */
  'DataService.query': {
    params: [table: string, limit: number, page: number, query: Struct, fields: Fields];
    result: Struct[];
  };
  'APIEmailService.optIn': { params: [email: string, reason: string]; result: boolean };
  'APIEmailService.optOut': { params: [email: string, reason: string]; result: boolean };
  'APIEmailService.getOptStatus': { params: [email: string]; result: number };
}

export type KeapMethod = keyof KeapMethods;

/** Keap's word: a result, or a fault of this one call. */
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
  'DataService.load': asStruct,
  'DataService.query': asStructs,
  'APIEmailService.optIn': asBoolean,
  'APIEmailService.optOut': asBoolean,
  'APIEmailService.getOptStatus': asInt,
};

/** The call of one of Keap's methods. Throws `XmlRpcValueError` for what XML-RPC cannot carry. */
export function keapCall<Method extends KeapMethod>(
  method: Method,
  ...params: KeapMethods[Method]['params']
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

/** Keap's fault for a key that it does not know: the account's trouble, not the contact's. */
const invalidKey = 2;

function readAnswer<Result>(
  body: string,
  reader: (value: XmlRpcValue) => Result | undefined,
): Read<Answer<Result>> {
  try {
    const response = decodeResponse(body);
    if (response.kind === 'fault') {
      return response.faultCode === invalidKey
        ? { kind: 'unauthorized' }
        : { kind: 'answer', answer: response };
    }
    const result = reader(response.value);
    return result === undefined
      ? { kind: 'unreadable', reason: 'an answer of another type than documented' }
      : { kind: 'answer', answer: { kind: 'result', result } };
  } catch (error) {
    if (!(error instanceof XmlRpcSyntaxError)) throw error;
    return { kind: 'unreadable', reason: 'an answer that is no XML-RPC' };
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
