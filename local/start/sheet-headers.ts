/** Finds the columns of a sheet by their headers, independently of the product. */
import { standardFields } from '../keap/fields.ts';

/** Indexes count from 0; -1 is none. */
export interface Headers {
  readonly rowIndex: number;
  readonly id: number;
  readonly status: number;
  readonly message: number;
  readonly optOut: number;
  readonly optIn: number;
  readonly fields: readonly { readonly name: string; readonly index: number }[];
}

/** Common headers for a field other than its name. */
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
  standardFields.filter((name) => name !== 'Id').map((name) => [normalize(name), name]),
);

/** Finds the header row among the first rows by its column of ids; undefined if there is none. */
export function headersOf(cells: readonly (readonly unknown[])[]): Headers | undefined {
  const isId = (cell: unknown) => /^(keap|infusionsoft)?(contact)?id$/.test(normalize(String(cell)));
  const rowIndex = cells.slice(0, 10).findIndex((row) => row.some(isId));
  const row = cells[rowIndex];
  if (row === undefined) return undefined;
  const find = (pattern: RegExp) => row.findIndex((cell) => pattern.test(normalize(String(cell))));
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
  return otherNames[normalize(header)] ?? standardNames.get(normalize(header));
}

function normalize(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]/g, '');
}
