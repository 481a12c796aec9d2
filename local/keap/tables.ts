/** What DataService does with any of Keap's tables. */
import type { XmlRpcValue } from '@foxglove/xmlrpc';
import { noFieldFault } from './fields.ts';
import type { MethodAnswer, MethodFault, Params } from './method.ts';

export interface Table<Row> {
  readonly name: string;
  isField(name: string): boolean;
  /** `isById` where a query names the ids. */
  rows(nowMs: number, isById: boolean): readonly Row[];
  find(id: number): Row | undefined;
  /** The text that a query compares; empty where the field is. */
  text(row: Row, name: string): string;
  /** The fields named, empty ones left out. */
  struct(row: Row, names: readonly string[]): Record<string, XmlRpcValue>;
}

export interface TableMethods {
  load(params: Params): MethodAnswer;
  query(params: Params, nowMs: number): MethodAnswer;
  count(params: Params, nowMs: number): MethodAnswer;
}

/** All take their parameters after the name of the table. */
export function tableMethods<Row>(table: Table<Row>): TableMethods {
  return {
    load([id, names]) {
      const wanted = namesIn(names);
      const unknown = wanted.find((name) => !table.isField(name));
      if (unknown !== undefined) return noFieldFault(table.name, unknown);
      const row = table.find(Number(id));
      return row === undefined ? notFound(id) : result(table.struct(row, wanted));
    },

    query([limit, page, query, names, orderBy = '', isAscending = true], nowMs) {
      const wanted = namesIn(names);
      const order = String(orderBy);
      const unknown = [...wanted, ...(order === '' ? [] : [order])].find((name) => !table.isField(name));
      if (unknown !== undefined) return noFieldFault(table.name, unknown);
      const [max, from] = [Number(limit), Number(page)];
      if (max < 1 || max > 1000) return invalidParameter('The limit is 1 to 1000');
      if (from < 0) return invalidParameter('Pages count from 0');
      const found = rowsFor(table, query, nowMs);
      if ('kind' in found) return found;
      const rows = order === '' ? found : ordered(table, found, order, isAscending === true);
      return result(rows.slice(from * max, (from + 1) * max).map((row) => table.struct(row, wanted)));
    },

    count([query], nowMs) {
      const found = rowsFor(table, query, nowMs);
      return 'kind' in found ? found : result(found.length);
    },
  };
}

/** The rows for which all conditions of a query hold, or what is wrong with one. */
function rowsFor<Row>(
  table: Table<Row>,
  query: XmlRpcValue | undefined,
  nowMs: number,
): readonly Row[] | MethodFault {
  const conditions = Object.entries(structIn(query ?? {}));
  const unknown = conditions.find(([name]) => !table.isField(name));
  if (unknown !== undefined) return noFieldFault(table.name, unknown[0]);
  for (const [name, value] of conditions) {
    if (!Array.isArray(value)) continue;
    // "Only work on Id fields and are limited to 1000 ids" (Keap's staff in its forum).
    // probe: xmlrpc/query-by-too-many-ids, xmlrpc/query-by-other-lists
    if (!/Id$/.test(name)) return invalidParameter(`A list is not possible for ${table.name}.${name}`);
    if (value.length > 1000) return invalidParameter('A list takes at most 1000 ids');
  }
  const isById = conditions.some(([name, value]) => name === 'Id' && Array.isArray(value));
  return table
    .rows(nowMs, isById)
    .filter((row) => conditions.every(([name, value]) => doesHold(table.text(row, name), value)));
}

function ordered<Row>(table: Table<Row>, rows: readonly Row[], by: string, isAscending: boolean): Row[] {
  const sign = isAscending ? 1 : -1;
  return [...rows].sort((one, other) => {
    const [first, second] = [table.text(one, by), table.text(other, by)];
    return sign * (by === 'Id' ? Number(first) - Number(second) : first.localeCompare(second));
  });
}

/** Keap's database compares without regard to case. */
export function isSame(one: string, other: XmlRpcValue): boolean {
  return one.toLowerCase() === String(other).toLowerCase();
}

/** `%` matches any text and `~null~` an empty field; an array is a choice (blog.novaksolutions.com, "Gotchas"). */
function doesHold(own: string, wanted: XmlRpcValue): boolean {
  if (Array.isArray(wanted)) return wanted.some((one) => isSame(own, one));
  if (wanted === '~null~') return own === '';
  const pieces = String(wanted)
    .split('%')
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 'is').test(own);
}

export function namesIn(value: XmlRpcValue): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function structIn(value: XmlRpcValue): Readonly<Record<string, XmlRpcValue>> {
  const isStruct = typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
  return isStruct && !(value instanceof Uint8Array) ? value : {};
}

export function result(value: XmlRpcValue): MethodAnswer {
  return { kind: 'result', value };
}

/** Keap's words, as its users have posted them (infusionsoft/infusionsoft-php, issue 38). */
export function notFound(id: XmlRpcValue): MethodFault {
  return { kind: 'fault', code: 5, text: `[RecordNotFound]Record not found for Id:${id}` };
}

export function invalidParameter(message: string): MethodFault {
  return { kind: 'fault', code: 12, text: `[InvalidParameter]${message}` };
}
