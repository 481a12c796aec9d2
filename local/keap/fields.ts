/** Fields of the Contact table that the simulated Keap has (developer.keap.com, "Table Schema: Contact"). */
const standard = new Set([
  ...['Id', 'Email', 'EmailAddress2', 'EmailAddress3', 'FirstName', 'MiddleName', 'LastName', 'Nickname'],
  ...['Suffix', 'Title', 'SpouseName', 'Company', 'JobTitle', 'Website', 'ContactNotes', 'ContactType'],
  ...['Phone1', 'Phone2', 'Phone3', 'Phone1Type', 'Phone2Type', 'Phone1Ext', 'Phone2Ext', 'Fax1', 'Fax2'],
  ...[
    'StreetAddress1',
    'StreetAddress2',
    'City',
    'State',
    'PostalCode',
    'Country',
    'Birthday',
    'Anniversary',
  ],
  ...[
    'Address2Street1',
    'Address2Street2',
    'City2',
    'State2',
    'PostalCode2',
    'Country2',
    'Language',
    'TimeZone',
  ],
]);

const mostCharacters: Readonly<Record<string, number>> = {
  Email: 75,
  EmailAddress2: 100,
  EmailAddress3: 100,
};

/** What Keap objects to in this field, or undefined. `custom` names the account's own fields. */
export function fieldFault(
  name: string,
  value: string,
  custom: ReadonlySet<string>,
): { readonly code: number; readonly text: string } | undefined {
  if (!standard.has(name) && !custom.has(name)) {
    return { code: 10, text: `[NoFieldFound]No such field: Contact.${name}` };
  }
  if (name === 'Id') return { code: 8, text: '[NoFieldAccess]Contact.Id cannot be written' };
  const most = mostCharacters[name];
  if (most !== undefined && value.length > most) {
    return { code: 12, text: `[InvalidParameter]${name} is longer than ${most} characters` };
  }
  return undefined;
}

export function isField(name: string, custom: ReadonlySet<string>): boolean {
  return standard.has(name) || custom.has(name);
}
