/** How values and service objects travel between the script and the thread that plays Google. */
import { EnumValue } from './enums.ts';
import { isServiceObject, type ServiceObject } from './service-object.ts';

/** The service objects of one execution, by the numbers that the script knows them by. */
export interface Handles {
  keep(object: ServiceObject): number;
  find(handle: unknown): ServiceObject | undefined;
}

export function handles(globals: Readonly<Record<string, ServiceObject>>): Handles {
  const kept: ServiceObject[] = [];
  return {
    keep: (object) => kept.push(object) - 1,
    find: (handle) =>
      typeof handle === 'number' ? kept[handle] : typeof handle === 'string' ? globals[handle] : undefined,
  };
}

/** The source of a template, which only the realm itself can run. */
export class TemplateSource {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** A complete answer: reading it costs the script no further call. */
export class ResponseData {
  readonly data: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Of a header that came more than once, all values. */
    readonly allHeaders: Readonly<Record<string, string | string[]>>;
    readonly text: string;
    /** In base64. */
    readonly bytes: string;
  };

  constructor(data: ResponseData['data']) {
    this.data = data;
  }
}

/** A function or a symbol that a script passed: no service takes one. */
export class ForeignValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** What the realm's `pack` made, back in our own values. */
export function fromWire(value: unknown, known: Handles): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => fromWire(item, known));
  const { $undefined, $number, $date, $handle, $function, $enum, $value } = value as Record<string, unknown>;
  if ($undefined === true) return undefined;
  if ($number !== undefined) return Number($number);
  if ($date !== undefined) return new Date(Number($date ?? Number.NaN));
  if ($handle !== undefined) return known.find($handle);
  if ($enum !== undefined) return new EnumValue(String($enum), String($value));
  if ($function !== undefined) return new ForeignValue(String($function));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.slice(1), fromWire(item, known)]),
  );
}

/** Our values as the realm's `unpack` takes them. */
export function toWire(value: unknown, known: Handles): unknown {
  if (value === undefined) return { $undefined: true };
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof EnumValue) return { $enum: value.type, $value: value.value };
  if (value instanceof ResponseData) return { $response: value.data };
  if (value instanceof TemplateSource) return { $template: value.source };
  if (isServiceObject(value)) return { $handle: known.keep(value), $type: value.type };
  if (Array.isArray(value)) return value.map((item) => toWire(item, known));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [`.${key}`, toWire(item, known)]));
}
