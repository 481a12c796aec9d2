/** A method of XML-RPC, and how it is found by the types of its parameters. */
import type { XmlRpcValue } from '@foxglove/xmlrpc';

/** A method's result, or the fault that Keap answers with. */
export type MethodAnswer = { readonly kind: 'result'; readonly value: XmlRpcValue } | MethodFault;

export interface MethodFault {
  readonly kind: 'fault';
  readonly code: number;
  readonly text: string;
}

export type Params = readonly XmlRpcValue[];

/** One of Keap's methods. It runs only with parameters of the types that it takes. */
export interface Method {
  /** After `privateKey`. */
  readonly takes: readonly ParamType[];
  /** What it takes after those, all of it or nothing. */
  readonly mayTake?: readonly ParamType[];
  run(params: Params, nowMs: number): MethodAnswer;
}

export type ParamType = 'string' | 'int' | 'boolean' | 'array' | 'struct';

const javaNames: Readonly<Record<string, string>> = {
  string: 'java.lang.String',
  int: 'java.lang.Integer',
  i4: 'java.lang.Integer',
  boolean: 'java.lang.Boolean',
  double: 'java.lang.Double',
  'dateTime.iso8601': 'java.util.Date',
  base64: '[B',
  array: '[Ljava.lang.Object;',
  struct: 'java.util.HashMap',
};

/**
 * Runs a method with all of its parameters, `privateKey` first; `types` are those of the wire. Apache XML-RPC looks
 * for a Java method with such parameters and says which it got where there is none (nateleavitt/infusionsoft,
 * issue 76).
 */
export function invoke(
  { takes, mayTake = [], run }: Method,
  params: Params,
  types: readonly string[],
  nowMs: number,
): MethodAnswer {
  const got = signature(types);
  const known = [takes, [...takes, ...mayTake]].map((own) => signature(['string', ...own]));
  if (!known.includes(got)) {
    return { kind: 'fault', code: 0, text: `No method matching arguments: ${got}` };
  }
  return run(params.slice(1), nowMs);
}

function signature(types: readonly string[]): string {
  return types.map((type) => javaNames[type] ?? type).join(', ');
}
