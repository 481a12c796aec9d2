/** Checks data from the network: each function returns the value if it has that shape, and otherwise throws `InvalidShape`. */

export class InvalidShape extends Error {}

export type Shape<T> = (value: unknown) => T;

export const text: Shape<string> = (value) => (typeof value === 'string' ? value : reject('a text', value));

export const flag: Shape<boolean> = (value) => (typeof value === 'boolean' ? value : reject('a flag', value));

export const anything: Shape<unknown> = (value) => value;

export const nothing: Shape<null> = (value) => (value === null ? value : reject('nothing', value));

/** A whole number from `min` to `max`. */
export function whole(min: number, max: number): Shape<number> {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? value
      : reject(`a whole number from ${min} to ${max}`, value);
}

export function oneOf<const T extends string | number>(...allowed: readonly T[]): Shape<T> {
  return (value) => allowed.find((one) => one === value) ?? reject(allowed.join(' or '), value);
}

export function list<T>(item: Shape<T>, max: number): Shape<T[]> {
  return (value) =>
    Array.isArray(value) && value.length <= max ? value.map(item) : reject(`at most ${max} items`, value);
}

/** Other fields are left out. */
export function record<T extends object>(fields: { readonly [Name in keyof T]: Shape<T[Name]> }): Shape<T> {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return reject('fields', value);
    const given = new Map<string, unknown>(Object.entries(value));
    const read = Object.entries<Shape<unknown>>(fields).map(([name, shape]) => [
      name,
      shape(given.get(name)),
    ]);
    return Object.fromEntries(read) as T;
  };
}

function reject(wanted: string, value: unknown): never {
  throw new InvalidShape(`The playground expected ${wanted} and got ${typeof value}.`);
}
