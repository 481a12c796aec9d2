/** Reads the account's users and lead sources from their tables of XML-RPC. */
import { isXmlRpcStruct, type XmlRpcValue } from '../../xmlrpc/index.ts';
import { noAnswer } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { KeapRecord, RecordTable } from '../contacts/record-fields.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf } from './answers.ts';
import { keapCall } from './methods.ts';

const rowsOfPage = 1_000;
/** More lead sources than an account may have. */
const maxPages = 5;

/** developer.keap.com, "Table Schema: User" and "Table Schema: LeadSource". */
const columns: Readonly<Record<RecordTable, readonly string[]>> = {
  User: ['Id', 'FirstName', 'LastName', 'Email'],
  LeadSource: ['Id', 'Name'],
};

/** All records of the table; a user may be without the right to read it. */
export function fetchRecords(exchange: Exchange, table: RecordTable): readonly KeapRecord[] | Failed {
  const records: KeapRecord[] = [];
  for (let page = 0; page < maxPages; page++) {
    // `%` stands for any text, and so for every id (blog.novaksolutions.com, "Gotchas").
    const [step] = exchange.send([
      keapCall('DataService.query', table, rowsOfPage, page, { Id: '%' }, [...columns[table]]),
    ]);
    const failure = step === undefined ? noAnswer : failureOf(step);
    if (step === undefined || failure !== undefined) return failure ?? noAnswer;
    const rows = resultOf(step) ?? [];
    records.push(...rows.flatMap(recordIn));
    if (rows.length < rowsOfPage) break;
  }
  return records;
}

function recordIn(row: XmlRpcValue): KeapRecord[] {
  if (!isXmlRpcStruct(row) || typeof row.Id !== 'number') return [];
  const text = (value: XmlRpcValue | undefined) => (typeof value === 'string' ? value.trim() : '');
  const names = [row.Name, row.FirstName, row.LastName].map(text).filter((name) => name !== '');
  return [{ id: String(row.Id), name: names.join(' '), email: text(row.Email) }];
}
