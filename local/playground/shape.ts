/** Reads what came over the wire: each function gives the value if it has that shape, else throws `WrongShape`. */
export class WrongShape extends Error {}

export type Shape<T> = (value: unknown) => T;

export const text: Shape<string> = (value) => (typeof value === 'string' ? value : refuse('a text', value));

export const flag: Shape<boolean> = (value) => (typeof value === 'boolean' ? value : refuse('a flag', value));

export const anything: Shape<unknown> = (value) => value;

export const nothing: Shape<null> = (value) => (value === null ? value : refuse('nothing', value));

/** A whole number from `least` to `most`. */
export function whole(least: number, most: number): Shape<number> {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? value
      : refuse(`a whole number from ${least} to ${most}`, value);
}

export function oneOf<const T extends string | number>(...allowed: readonly T[]): Shape<T> {
  return (value) => allowed.find((one) => one === value) ?? refuse(allowed.join(' or '), value);
}

export function list<T>(item: Shape<T>, most: number): Shape<T[]> {
  return (value) =>
    Array.isArray(value) && value.length <= most ? value.map(item) : refuse(`at most ${most} items`, value);
}

/** Fields that nobody asked for are left out. */
export function record<T extends object>(fields: { readonly [Name in keyof T]: Shape<T[Name]> }): Shape<T> {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('fields', value);
    const given = new Map<string, unknown>(Object.entries(value));
    const read = Object.entries<Shape<unknown>>(fields).map(([name, shape]) => [
      name,
      shape(given.get(name)),
    ]);
    return Object.fromEntries(read) as T;
  };
}

function refuse(wanted: string, value: unknown): never {
  throw new WrongShape(`The playground expected ${wanted} and got ${typeof value}.`);
}
