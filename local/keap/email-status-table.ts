/**
 * The table `EmailAddStatus` of XML-RPC, which tells apart what getOptStatus calls 0.
 * probe: xmlrpc/email-statuses, xmlrpc/email-status-types
 */
import type { XmlRpcValue } from '@foxglove/xmlrpc';
import { serverTime } from './contact-struct.ts';
import type { OptBook } from './opt-book.ts';
import { optMeanings } from './opt-status.ts';
import type { Table } from './tables.ts';

interface Row {
  readonly Id: number;
  readonly Email: string;
  readonly Type: string;
  readonly createdMs: number;
}

/** "Coming in a later release", and there since (comment in wendel.schultz's YAIL, from Keap's own list). */
const fields = ['Id', 'Email', 'DateCreated', 'Type', 'LastSentDate', 'LastOpenDate', 'LastClickDate'];

/** A row for each address that Keap has heard of. */
export function emailStatusTable(opts: OptBook): Table<Row> {
  const rows = () =>
    [...opts.known()].map(([Email, createdMs], index): Row => {
      return { Id: index + 1, Email, Type: optMeanings[opts.entry(Email).status].type, createdMs };
    });
  return {
    name: 'EmailAddStatus',
    isField: (name) => fields.includes(name),
    rows,
    find: (id) => rows()[id - 1],
    text: (row, name) => String(columnValue(row, name) ?? ''),
    struct: (row, names) => {
      const struct: Record<string, XmlRpcValue> = {};
      for (const name of names) {
        const value = columnValue(row, name);
        if (value !== undefined) struct[name] = value;
      }
      return struct;
    },
  };
}

/** Undefined for the three times of emails, which the simulated Keap never sends. */
function columnValue({ Id, Email, Type, createdMs }: Row, name: string): XmlRpcValue | undefined {
  switch (name) {
    case 'Id':
      return Id;
    case 'Email':
      return Email;
    case 'Type':
      return Type;
    case 'DateCreated':
      return serverTime(createdMs);
    default:
      return undefined;
  }
}
