import { describe, expect, it } from 'vitest';
import { columnKindOf, columnKindText } from '../../../src/sync/sheet/column-kinds.ts';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { isKeapsOwn } from '../../../src/sync/sheet/header-names.ts';

const kindOf = (header: string) => {
  const kind = columnKindOf(header);
  return kind.kind === 'opt-out-flag' ? 'flag' : columnKindText(kind);
};

/** The headers of Keap's own contact export, with what they are. */
const keapExport: Readonly<Record<string, string>> = {
  ...{
    Id: 'id',
    'First Name': 'FirstName',
    'Last Name': 'LastName',
    'Spouse Name': 'SpouseName',
    Birthday: 'Birthday',
  },
  ...{
    'Company Name': 'Company',
    'Phone 1': 'Phone1',
    'Phone 1 Ext': 'Phone1Ext',
    'Phone 5 Type': 'Phone5Type',
  },
  ...{
    Email: 'Email',
    'Email Address 2': 'EmailAddress2',
    'Email Address 3': 'EmailAddress3',
    'Fax 2 Type': 'Fax2Type',
  },
  ...{
    'Street Address 1': 'StreetAddress1',
    'Street Address 2': 'StreetAddress2',
    City: 'City',
    State: 'State',
  },
  ...{ 'Postal Code': 'PostalCode', 'Zip Four': 'ZipFour1', Country: 'Country' },
  ...{ 'Street Address 1 (Shipping)': 'Address2Street1', 'Street Address 2 (Shipping)': 'Address2Street2' },
  ...{ 'City (Shipping)': 'City2', 'State (Shipping)': 'State2', 'Postal Code (Shipping)': 'PostalCode2' },
  ...{ 'Zip Four (Shipping)': 'ZipFour2', 'Country (Shipping)': 'Country2' },
  ...{ 'Street Address 1 (Optional)': 'Address3Street1', 'Street Address 2 (Optional)': 'Address3Street2' },
  ...{ 'City (Optional)': 'City3', 'State (Optional)': 'State3', 'Postal Code (Optional)': 'PostalCode3' },
  ...{ 'Zip Four (Optional)': 'ZipFour3', 'Country (Optional)': 'Country3', 'Person Type': 'ContactType' },
  ...{
    'Job Title': 'JobTitle',
    Website: 'Website',
    'Middle Name': 'MiddleName',
    'Assistant Phone': 'AssistantPhone',
  },
  ...{
    'Time Zone': 'TimeZone',
    'Referral Code': 'ReferralCode',
    'Email Status': 'opt-status',
    Anniversary: 'Anniversary',
  },
};

/** What Keap has and a sheet does not change. */
const keapsOwn = [
  ...[
    'Name',
    'Company Id',
    'Tag Ids',
    'Tags',
    'User Name',
    'Created By',
    'Date Created',
    'Last Updated',
    'OwnerID',
    'Owner',
  ],
  ...[
    'Lead Source',
    'Leadsource',
    'LeadSourceId',
    'Lead Source Category',
    'Notes',
    'Twitter',
    'Facebook',
    'LinkedIn',
    'Groups',
  ],
];

const byLanguage: Readonly<Record<string, readonly string[]>> = {
  id: [
    ...[
      'Contact ID:',
      'Contact ID *',
      'Contact ID (Keap)',
      '\ufeffContact ID',
      'contact\u00a0id\u200b',
      'CONTACT/ID',
      'Kontakt-ID',
    ],
    ...[
      'Kontakt ID',
      'ID du contact',
      'Identifiant contact',
      'ID de contacto',
      'ID do contato',
      'Contact-ID',
      'ID contatto',
      '連絡先ID',
    ],
  ],
  Email: [
    ...[
      'E-Mail-Adresse',
      'E‑mail',
      'Mailadresse',
      'Adresse e-mail',
      'Courriel',
      'Correo electrónico',
      'CORREO ELECTRONICO',
    ],
    ...[
      'Endereço de e-mail',
      'E-mailadres',
      'Indirizzo e-mail',
      'メールアドレス',
      'email_address',
      'Email *',
      'Email:',
    ],
  ],
  FirstName: [
    'Vorname',
    'Prénom',
    'prenom',
    'Nombre de pila',
    'Primeiro nome',
    'Voornaam',
    '名',
    'Given name',
    'FNAME',
  ],
  LastName: [
    'Nachname',
    'Nom de famille',
    'Apellidos',
    'Sobrenome',
    'Achternaam',
    'Cognome',
    '姓',
    'LNAME',
    'Surname',
  ],
  Phone1: [
    'Telefon',
    'Téléphone',
    'Numéro de téléphone',
    'Teléfono',
    'Telefone',
    'Telefoonnummer',
    'Telefono',
    '電話番号',
  ],
  'opt-out': [
    ...[
      'Opt-out reason',
      'Opt out',
      'UNSUB_REASON',
      'Abmeldegrund',
      'Grund der Abmeldung',
      'Motif de désinscription',
    ],
    ...[
      'Motivo de baja',
      'Motivo do descadastro',
      'Reden van afmelding',
      'Motivo della disiscrizione',
      'Motivo di disiscrizione',
      'Afmeldreden',
      '配信停止理由',
    ],
  ],
  'opt-in': [
    ...[
      'Opt-in reason',
      'Einwilligungsgrund',
      "Motif d'inscription",
      'Motif d’inscription',
      'Motivo de suscripción',
    ],
    ...[
      'Motivo da inscrição',
      'Reden van aanmelding',
      "Motivo dell'iscrizione",
      'Aanmeldreden',
      'オプトイン理由',
      '配信許可理由',
    ],
  ],
  flag: [
    ...[
      'Do Not Email',
      'doNotEmail',
      'do_not_email',
      'Unsubscribed',
      'Unsubscribed?',
      'Opted Out',
      'Email Opt Out',
      'Do not contact',
    ],
    ...[
      'HasOptedOutOfEmail',
      'Unsubscribed from all email',
      "Don't email",
      'Abgemeldet',
      'Keine E-Mails',
      'Désinscrit',
      'Désabonné',
    ],
    ...[
      'Dado de baja',
      'No contactar',
      'Descadastrado',
      'Afgemeld',
      'Niet mailen',
      'Disiscritto',
      '配信停止',
    ],
  ],
  none: [
    // What may be something else: full names, mobile numbers, calls and letters, other tools' ids and times.
    ...[
      'Record ID',
      'Lead Status',
      'Marketing contact status',
      'MEMBER_RATING',
      'OPTIN_TIME',
      'OPTIN_IP',
      'UNSUB_TIME',
      'LEID',
      'EUID',
    ],
    ...[
      'Mobile',
      // What somebody has cancelled may be an order.
      'Motivo do cancelamento',
      'Motivo della cancellazione',
      'Cell phone',
      'Mobile Phone Number',
      'Do not call',
      'Do not mail',
      'E-mail 2 - Value',
      'Nombre',
      'Nome',
      'Nom',
      'Naam',
      '名前',
      '氏名',
    ],
    ...['UNSUB_REASON_OTHER', 'Not interested', 'Opt', '__proto__', 'constructor', 'T-Shirt Size'],
  ],
};

describe('columnKindOf()', () => {
  it.each(Object.entries(keapExport))('reads "%s" of Keap\'s export as %s', (header, kind) => {
    expect(kindOf(header)).toBe(kind);
  });

  it.each(keapsOwn)('sends no "%s", and knows that Keap has it', (header) => {
    expect(kindOf(header)).toBe('none');
    expect(isKeapsOwn(header)).toBe(true);
  });

  it.each(
    Object.entries(byLanguage).flatMap(([kind, headers]) => headers.map((header) => [header, kind] as const)),
  )('reads "%s" as %s', (header, kind) => {
    expect(kindOf(header)).toBe(kind);
  });

  it.each([
    ['State/Region', 'State'],
    ['Country/Region', 'Country'],
    ['Website URL', 'Website'],
    ['Date of birth', 'Birthday'],
    ['Zip/Postal', 'PostalCode'],
    ['Phone Number', 'Phone1'],
  ])('reads "%s" of another tool\'s export as %s', (header, name) => {
    expect(kindOf(header)).toBe(name);
  });
});

describe('findColumns()', () => {
  const columnsOf = (...cells: string[][]) => findColumns({ cells, timeZone: 'Etc/UTC' }, 'Contacts');

  it.each([
    ['Vorname', 'Name', 'LastName'],
    ['Prénom', 'Nom', 'LastName'],
    ['Apellidos', 'Nombre', 'FirstName'],
    ['Cognome', 'Nome', 'FirstName'],
    ['Sobrenome', 'Nome', 'FirstName'],
    ['Voornaam', 'Naam', 'LastName'],
  ])('reads, beside "%s", "%s" as %s', (beside, header, name) => {
    expect(columnsOf(['Id', beside, header]).fields).toContainEqual({ name, columnIndex: 2 });
  });

  it('does not read a full name as a part of it where both parts have columns', () => {
    expect(columnsOf(['Id', 'Vorname', 'Nachname', 'Name']).ignored).toEqual(['Name']);
  });

  it('reads columns of yes and no together with the column of reasons', () => {
    const columns = columnsOf(['Id', 'Do Not Email', 'Opt-out reason', 'Unsubscribed']);
    expect(columns).toMatchObject({ optOut: 2, optOutFlags: [1, 3] });
    expect(columnsOf(['Id', 'Do Not Email'])).toMatchObject({ optOut: 1, optOutFlags: [1] });
  });

  it('finds a header below row 10, if another column beside the ids is recognized', () => {
    const notes = Array.from({ length: 30 }, (_, index) => [`Note ${index}`, '']);
    expect(columnsOf(...notes, ['Id', 'Email'], ['1', 'a@example.com']).headerRowIndex).toBe(30);
    expect(() => columnsOf(...notes, ['Id', 'Mood'])).toThrow('The sheet has no column of contact ids');
  });
});
