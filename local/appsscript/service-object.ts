/** The objects that a script gets from services, and how services check what a script passes them. */

/** What a script holds of a service: methods that the thread playing Google carries out. */
export interface ServiceObject {
  /** As Google's reference calls it, for instance `Range`. */
  readonly type: string;
  readonly methods: Readonly<Record<string, Method>>;
  /** Which one of its type it is, for instance which of the property stores. */
  readonly which?: string | undefined;
}

/** Gets its arguments as the script gave them, service objects included; may answer later. Throws `ScriptException`. */
export type Method = (...args: readonly unknown[]) => unknown;

/** An exception as a script gets it, in Google's words where they are known. */
export class ScriptException extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Exception';
  }
}

/** Ends an execution as failed, with no exception that the script could catch. */
export class ExecutionEnded extends Error {}

const made = new WeakSet<object>();

export function serviceObject(
  type: string,
  methods: ServiceObject['methods'],
  which?: string,
): ServiceObject {
  const object = { type, methods, which };
  made.add(object);
  return object;
}

export function isServiceObject(value: unknown): value is ServiceObject {
  return typeof value === 'object' && value !== null && made.has(value);
}

/** Holds arguments to a method's signature, as Google does: "The parameters (…) don't match the method signature for …". */
export interface Signature {
  text(value: unknown): string;
  whole(value: unknown): number;
  optionalWhole(value: unknown): number | undefined;
  flag(value: unknown): boolean;
  record(value: unknown): Readonly<Record<string, unknown>>;
  refuse(): never;
}

export function signature(method: string, args: readonly unknown[]): Signature {
  const refuse = (): never => {
    const kinds = args.map(kindOf).join(',');
    throw new ScriptException(`The parameters (${kinds}) don't match the method signature for ${method}.`);
  };
  const whole = (value: unknown) =>
    typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : refuse();
  return {
    text: (value) =>
      typeof value === 'string' ? value : typeof value === 'number' ? String(value) : refuse(),
    whole,
    optionalWhole: (value) => (value === undefined ? undefined : whole(value)),
    flag: (value) => (typeof value === 'boolean' ? value : refuse()),
    record: (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : refuse(),
    refuse,
  };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (isServiceObject(value)) return value.type;
  if (Array.isArray(value)) return 'Object[]';
  const kind = typeof value;
  return kind === 'undefined' ? 'null' : kind.charAt(0).toUpperCase() + kind.slice(1);
}
