/** Who works with Keap, and where its contacts come from: the tables that a contact's owner and lead source point to. */
import type { XmlRpcValue } from '@foxglove/xmlrpc';
import type { Table } from './tables.ts';

export interface SimulatedUser {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

export interface SimulatedLeadSource {
  readonly id: number;
  readonly name: string;
}

export interface Directory {
  users(): readonly SimulatedUser[];
  leadSources(): readonly SimulatedLeadSource[];
  /** Somebody adds, renames or removes users in Keap. */
  setUsers(users: readonly SimulatedUser[]): void;
}

const someUsers: readonly SimulatedUser[] = [
  { id: 1, firstName: 'Ada', lastName: 'Berg', email: 'ada@example.com' },
  { id: 3, firstName: 'Omar', lastName: 'Haddad', email: 'omar@example.com' },
];

const someLeadSources: readonly SimulatedLeadSource[] = [
  { id: 2, name: 'Trade fair' },
  { id: 4, name: 'Website' },
];

export function directory(
  users: readonly SimulatedUser[] = someUsers,
  leadSources: readonly SimulatedLeadSource[] = someLeadSources,
): Directory {
  let current = users;
  return {
    users: () => current,
    leadSources: () => leadSources,
    setUsers(next) {
      current = next;
    },
  };
}

/** developer.keap.com, "Table Schema: User", as far as it is of use for a contact's owner. */
export function userTable({ users }: Directory): Table<SimulatedUser> {
  return tableOf('User', users, (user) => ({
    ...{ Id: user.id, FirstName: user.firstName, LastName: user.lastName, Email: user.email },
    GlobalUserId: 100_000 + user.id,
  }));
}

/** developer.keap.com, "Table Schema: LeadSource", as far as it is of use for a contact's lead source. */
export function leadSourceTable({ leadSources }: Directory): Table<SimulatedLeadSource> {
  return tableOf('LeadSource', leadSources, ({ id, name }) => ({ Id: id, Name: name, Status: 'Active' }));
}

function tableOf<Row extends { readonly id: number }>(
  name: string,
  rows: () => readonly Row[],
  columnsOf: (row: Row) => Readonly<Record<string, string | number>>,
): Table<Row> {
  const fields: Readonly<Record<string, readonly string[]>> = {
    User: ['Id', 'FirstName', 'LastName', 'Email', 'GlobalUserId'],
    LeadSource: ['Id', 'Name', 'Status'],
  };
  return {
    name,
    isField: (field) => fields[name]?.includes(field) === true,
    rows,
    find: (id) => rows().find((row) => row.id === id),
    text: (row, field) => String(columnsOf(row)[field] ?? ''),
    struct: (row, names) => {
      const struct: Record<string, XmlRpcValue> = {};
      for (const field of names) {
        const value = columnsOf(row)[field] ?? '';
        if (value !== '') struct[field] = value;
      }
      return struct;
    },
  };
}
