/** Fields of the Contact table that the simulated Keap has (developer.keap.com, "Table Schema: Contact"). */
export const standardFields: readonly string[] = [
  ...['Id', 'Email', 'EmailAddress2', 'EmailAddress3', 'FirstName', 'MiddleName', 'LastName', 'Nickname'],
  ...['Suffix', 'Title', 'SpouseName', 'Company', 'JobTitle', 'AssistantName', 'AssistantPhone', 'Website'],
  ...['ContactNotes', 'ContactType', 'Language', 'TimeZone', 'ReferralCode', 'Birthday', 'Anniversary'],
  ...[1, 2, 3, 4, 5].flatMap((n) => [`Phone${n}`, `Phone${n}Ext`, `Phone${n}Type`]),
  ...[1, 2].flatMap((n) => [`Fax${n}`, `Fax${n}Type`]),
  ...[
    'StreetAddress1',
    'StreetAddress2',
    'City',
    'State',
    'PostalCode',
    'ZipFour1',
    'Country',
    'Address1Type',
  ],
  ...[2, 3].flatMap((n) => [`Address${n}Street1`, `Address${n}Street2`, `City${n}`, `State${n}`]),
  ...[2, 3].flatMap((n) => [`PostalCode${n}`, `ZipFour${n}`, `Country${n}`, `Address${n}Type`]),
];

const standard = new Set(standardFields);

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
