import type { XmlRpcValue } from '@foxglove/xmlrpc';
import type { Fault } from './fields.ts';

/** A method's result, or the fault that Keap answers with. */
export type MethodAnswer = { readonly kind: 'result'; readonly value: XmlRpcValue } | Fault;

export type Params = readonly XmlRpcValue[];

/** One of Keap's methods. It runs only with parameters of the types that it takes. */
export interface Method {
  /** After `privateKey`. */
  readonly takes: readonly ParamType[];
  run(params: Params, nowMs: number): MethodAnswer;
}

export type ParamType = 'string' | 'int' | 'array' | 'struct';

const javaNames: Readonly<Record<ParamType, string>> = {
  string: 'java.lang.String',
  int: 'java.lang.Integer',
  array: '[Ljava.lang.Object;',
  struct: 'java.util.HashMap',
};

/**
 * Runs a method with all of its parameters, `privateKey` first. Apache XML-RPC looks for a Java method with such
 * parameters and says which it got where there is none (nateleavitt/infusionsoft, issue 76).
 */
export function invoked({ takes, run }: Method, params: Params, nowMs: number): MethodAnswer {
  const got = params.map(javaName).join(', ');
  const wanted = [javaNames.string, ...takes.map((type) => javaNames[type])].join(', ');
  if (got !== wanted) return { kind: 'fault', code: 0, text: `No method matching arguments: ${got}` };
  return run(params.slice(1), nowMs);
}

function javaName(value: XmlRpcValue): string {
  if (typeof value === 'string') return javaNames.string;
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? javaNames.int : 'java.lang.Double';
  if (value instanceof Date) return 'java.util.Date';
  if (value instanceof Uint8Array) return '[B';
  return Array.isArray(value) ? javaNames.array : javaNames.struct;
}
