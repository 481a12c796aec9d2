/** Reads the account's users and lead sources over REST v2 (infusionsoft/keap-sdk: `UsersApi`, `LeadSourcesApi`). */
import { noAnswer } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { KeapRecord, RecordTable } from '../contacts/record-fields.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, resultOf } from './calls.ts';
import { maxPageSize } from './url-batches.ts';

/** More lead sources than an account may have. */
const maxPages = 5;

const lists: Readonly<Record<RecordTable, { readonly path: string; readonly property: string }>> = {
  User: { path: '/users', property: 'users' },
  LeadSource: { path: '/leadSources', property: 'lead_sources' },
};

/** All records of the table; a user may be without the right to read it. */
export function fetchRecords(exchange: Exchange, table: RecordTable): readonly KeapRecord[] | Failed {
  const { path, property } = lists[table];
  const records: KeapRecord[] = [];
  let token = '';
  for (let page = 0; page < maxPages; page++) {
    const query = `page_size=${maxPageSize}${token === '' ? '' : `&page_token=${encodeURIComponent(token)}`}`;
    const [step] = exchange.send([getCall(`${path}?${query}`, (json) => pageIn(json, property))]);
    const found = resultOf(step);
    if (found === undefined) return (step && failureOf(step)) ?? noAnswer;
    records.push(...found.records);
    token = found.next;
    if (token === '') break;
  }
  return records;
}

interface Page {
  readonly records: readonly KeapRecord[];
  /** Empty on the last page. */
  readonly next: string;
}

function pageIn(json: Readonly<Record<string, unknown>>, property: string): Page | undefined {
  const list = json[property] ?? [];
  if (!Array.isArray(list)) return undefined;
  return { records: list.flatMap(recordIn), next: textOf(json.next_page_token) };
}

function recordIn(one: unknown): KeapRecord[] {
  const record: Readonly<Record<string, unknown>> = typeof one === 'object' && one !== null ? { ...one } : {};
  const id = textOf(record.id);
  if (!/^[1-9]\d*$/.test(id)) return [];
  const names = [record.name, record.given_name, record.family_name]
    .map(textOf)
    .filter((name) => name !== '');
  return [{ id, name: names.join(' '), email: textOf(record.email_address) || firstAddress(record) }];
}

/** Keap's SDKs differ: a user has one address, or a list like a contact. */
function firstAddress({ email_addresses: list }: Readonly<Record<string, unknown>>): string {
  const [first]: unknown[] = Array.isArray(list) ? list : [];
  return typeof first === 'object' && first !== null && 'email' in first ? textOf(first.email) : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
