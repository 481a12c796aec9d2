/** What `google.script.run` carries between a page and the script. */
import type { Ending } from './execution.ts';
import { isServiceObject } from './service-object.ts';
import { ForeignValue } from './service-references.ts';

/**
 * A page's arguments as they arrive: numbers, flags, texts, null, and arrays and objects of these; undefined
 * becomes null within arrays and is left out of objects. Throws, as the browser does, for a date, a function or anything
 * else (Class google.script.run, "myFunction").
 * probe: page/undefined-and-null, page/date-as-argument
 */
export function pageArguments(args: readonly unknown[]): readonly unknown[] {
  return args.map((value, index) => {
    const carried = carriedValue(value, []);
    if (carried === illegal) throw new TypeError(`Failed due to illegal value in property: ${index}`);
    return carried ?? null;
  });
}

/** The result as the page gets it; a result that cannot be carried fails the call. */
export function pageResult(value: unknown): Ending {
  const carried = carriedValue(value, []);
  if (carried !== illegal) return { kind: 'completed', value: carried };
  const message = 'The script completed but the returned value is not a supported return type.';
  return { kind: 'failed', error: { name: 'ScriptError', message, stack: '' } };
}

const illegal = Symbol('illegal');

function carriedValue(value: unknown, around: readonly unknown[]): unknown {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean')
    return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || around.includes(value)) return illegal;
  const within = [...around, value];
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => carriedValue(item, within));
    return items.includes(illegal) ? illegal : items.map((item) => item ?? null);
  }
  if (!isPlain(value)) return illegal;
  const entries = Object.entries(value).map(([name, item]) => [name, carriedValue(item, within)] as const);
  return entries.some(([, item]) => item === illegal)
    ? illegal
    : Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  const isClassless = prototype === Object.prototype || prototype === null;
  return isClassless && !isServiceObject(value) && !(value instanceof ForeignValue);
}
