import { standardFields } from '../keap/fields.ts';

/** Which column of a sheet holds what, read with eyes of its own; indexes count from 0, and -1 is none. */
export interface Headers {
  readonly rowIndex: number;
  readonly id: number;
  readonly status: number;
  readonly message: number;
  readonly optOut: number;
  readonly optIn: number;
  readonly fields: readonly { readonly name: string; readonly index: number }[];
}

/** What people write instead of a field's name. */
const otherNames: Readonly<Record<string, string>> = {
  ...{
    mail: 'Email',
    emailaddress: 'Email',
    emailaddress1: 'Email',
    email1: 'Email',
    email2: 'EmailAddress2',
  },
  ...{ email3: 'EmailAddress3', givenname: 'FirstName', surname: 'LastName', familyname: 'LastName' },
  ...{ phone: 'Phone1', phonenumber: 'Phone1', street: 'StreetAddress1', streetaddress: 'StreetAddress1' },
  ...{ address: 'StreetAddress1', zip: 'PostalCode', zipcode: 'PostalCode', postcode: 'PostalCode' },
};

const standardNames = new Map(
  standardFields.filter((name) => name !== 'Id').map((name) => [loosely(name), name]),
);

/** Finds the header in the first rows that has a column of ids; undefined where none has. */
export function headersOf(cells: readonly (readonly unknown[])[]): Headers | undefined {
  const isId = (cell: unknown) => /^(keap|infusionsoft)?(contact)?id$/.test(loosely(String(cell)));
  const rowIndex = cells.slice(0, 10).findIndex((row) => row.some(isId));
  const row = cells[rowIndex];
  if (row === undefined) return undefined;
  const find = (pattern: RegExp) => row.findIndex((cell) => pattern.test(loosely(String(cell))));
  return {
    rowIndex,
    id: row.findIndex(isId),
    status: find(/^keapstatus$/),
    message: find(/^keapmessage$/),
    optOut: find(/^(optout(reason)?|unsubscribereason|reasonforoptout)$/),
    optIn: find(/^(optin(reason)?|subscribereason|reasonforoptin)$/),
    fields: row.flatMap((cell, index) => {
      const name = fieldName(String(cell).trim());
      return name === undefined ? [] : [{ name, index }];
    }),
  };
}

function fieldName(header: string): string | undefined {
  if (header.startsWith('_')) return header;
  return otherNames[loosely(header)] ?? standardNames.get(loosely(header));
}

function loosely(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]/g, '');
}
