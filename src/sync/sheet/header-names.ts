/**
 * The headers that are recognised beside a field's own name: those of Keap's, HubSpot's and Mailchimp's exports, and in
 * the languages of our users. Nothing is listed that may mean something else, such as a mobile number or a full name.
 */
import type { FieldName } from '../../keap/contacts/contact.ts';
import { trimInvisible } from '../../keap/contacts/invisible-characters.ts';

/** Case, accents, spaces, hyphens, underscores, dots, slashes, apostrophes and marks such as `:` and `*` do not count. */
export function looseHeader(header: string): string {
  return trimInvisible(header)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[\s\-‐‑–_./:*?!'’"]+/g, '');
}

/** Splits at commas. */
function list(...texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(','));
}

export const idHeaders = list(
  'Contact ID,ID,Keap ID,Keap Contact ID,Infusionsoft ID,Infusionsoft Contact ID,Contact ID (Keap),ID (Keap)',
  'Contact ID (Infusionsoft),ID (Infusionsoft),Keap ID (Contact),Contact ID in Keap,Contact ID No,Contact No (Keap)',
  'Kontakt-ID,Kontakt-ID (Keap),Keap-Kontakt-ID,ID contact,ID du contact,Identifiant contact,Identifiant du contact',
  'ID de contacto,ID del contacto,ID contacto,Identificador de contacto,Identificador del contacto',
  'ID do contato,ID de contato,ID contato,ID do contacto,Identificador do contato,Contact-ID (Keap),Contact-id Keap',
  'ID contatto,ID del contatto,Identificativo contatto,連絡先ID,コンタクトID,連絡先番号',
);

export const optOutHeaders = list(
  'Opt-out reason,Opt-out,Unsubscribe reason,Unsubscribe,Reason for opt-out,Reason to opt out,Unsub reason',
  'Opt out reason (Keap),Reason for unsubscribing,Reason for unsubscribe,Reason for unsubscription',
  'Opt-out-Grund,Abmeldegrund,Grund der Abmeldung,Grund für Abmeldung,Grund für die Abmeldung,Grund für Opt-out',
  "Motif de désinscription,Raison de la désinscription,Motif de désabonnement,Motif d'opt-out,Motif opt-out",
  'Motivo de baja,Motivo de la baja,Razón de baja,Razón de la baja,Motivo de opt-out,Motivo opt-out',
  'Motivo do descadastro,Motivo do cancelamento da inscrição,Motivo do opt-out',
  'Reden van afmelding,Reden afmelding,Reden voor afmelding,Reden van uitschrijving,Reden uitschrijving',
  'Reden opt-out,Opt-out reden,Motivo della disiscrizione,Motivo disiscrizione,Motivo della cancellazione dalla newsletter',
  'Afmeldreden,Motivo di disiscrizione',
  'オプトアウト理由,オプトアウトの理由,配信停止理由,配信停止の理由,購読解除理由,購読解除の理由',
);

/** Columns of yes and no; those that speak of calls, letters or text messages are left out. */
export const optOutFlagHeaders = list(
  'Do not email,Do not e-mail,Do not send email,Do not send emails,Dont email,No email,No emails,No marketing emails',
  'Do not contact,Dont contact,No contact,Unsubscribed,Is unsubscribed,Has unsubscribed,Email unsubscribed',
  'Unsubscribed from email,Unsubscribed from emails,Unsubscribed from all email,Unsubscribed from all emails',
  'Unsubscribed from marketing,Globally unsubscribed,Global unsubscribe,Unsubscribe from all,Unsubscribe all',
  'Opted out,Is opted out,Has opted out,Opted out of email,Opted out of emails,Has opted out of email,Email opted out',
  'Email opt out,Opt out of email,Opt out of emails,Emails opt out,Marketing opt out,Email marketing opt out',
  'Opted out of marketing,Opt out (yes/no),Opt-out flag,Opt-out status,Email opt-out status,Unsubscribe flag,Unsub',
  'Abgemeldet,Ausgetragen,Keine E-Mail,Keine E-Mails,Keine Mails,Nicht kontaktieren,Nicht anschreiben,Kein Kontakt',
  'Désinscrit,Désinscrite,Désabonné,Désabonnée,Ne pas contacter,Ne pas envoyer de-mail,Pas de-mails,Ne plus contacter',
  'Dado de baja,De baja,No contactar,No enviar correo,No enviar correos,No enviar emails,Desuscrito',
  'Descadastrado,Não contatar,Não contactar,Não enviar e-mail,Não enviar e-mails,Inscrição cancelada',
  'Afgemeld,Uitgeschreven,Niet mailen,Niet e-mailen,Niet contacteren,Geen e-mail,Geen e-mails,Niet benaderen',
  'Disiscritto,Disiscritta,Non contattare,Non inviare e-mail,Non inviare email',
  'オプトアウト,配信停止,購読解除,メール不可,メール配信停止,配信不可,連絡不可',
);

export const optInHeaders = list(
  'Opt-in reason,Opt-in,Subscribe reason,Reason for opt-in,Reason to opt in,Reason for subscribing,Consent reason',
  'Opt-in-Grund,Anmeldegrund,Grund der Anmeldung,Grund der Einwilligung,Einwilligungsgrund,Grund für Opt-in',
  "Motif d'inscription,Raison de l'inscription,Motif d'abonnement,Motif d'opt-in,Motif opt-in,Motif du consentement",
  'Motivo de suscripción,Motivo de la suscripción,Motivo de alta,Motivo de opt-in,Motivo opt-in,Motivo do opt-in',
  'Motivo da inscrição,Motivo de inscrição,Motivo do consentimento,Reden van aanmelding,Reden aanmelding',
  'Reden voor aanmelding,Reden van inschrijving,Reden opt-in,Opt-in reden,Motivo della iscrizione',
  'Aanmeldreden,Motivo di iscrizione,配信許可理由,配信希望理由',
  "Motivo dell'iscrizione,Motivo iscrizione,Motivo del consenso,オプトイン理由,オプトインの理由,登録理由,購読理由",
);

export const optStatusHeaders = list('Opt status,Keap opt status,Email status');

/** Headers of columns that may hold tags to apply. An export of Keap has some of them, so they alone apply nothing. */
const tagHeaders: ReadonlySet<string> = new Set(
  list(
    'Tags,Tag,Tag names,Tag name,Tag IDs,Tag ID,Groups,Add tags,Add tag,Apply tags,Apply tag,Tags to apply',
    'Tags to add,Tag to apply,New tags',
  ).map(looseHeader),
);

const removedTagHeaders: ReadonlySet<string> = new Set(
  list('Remove tags,Remove tag,Tags to remove,Tag to remove,Removed tags,Delete tags,Untag').map(looseHeader),
);

/** The kind of column that a header suggests, if it is one of tags: only a user's choice makes it one. */
export function suggestedTagKind(header: string): 'tags' | 'remove-tags' | undefined {
  const loose = looseHeader(header);
  if (removedTagHeaders.has(loose)) return 'remove-tags';
  return tagHeaders.has(loose) ? 'tags' : undefined;
}

/** By field; the names of the fields themselves come on top. */
export const fieldHeaders: Readonly<Record<FieldName, readonly string[]>> = {
  Email: list(
    'Email,Email address,Email address 1,Email 1,Mail,Mail address,Primary email,E-Mail-Adresse,Mailadresse',
    'Adresse e-mail,Adresse mail,Adresse de messagerie,Adresse électronique,Courriel,Mél,Correo electrónico,Correo',
    'Dirección de correo electrónico,Dirección de correo,Dirección de email,Endereço de e-mail,Endereço de email',
    'Correio eletrónico,Correio eletrônico,Endereço eletrônico,E-mailadres,Mailadres,Indirizzo e-mail',
    'Indirizzo di posta elettronica,Posta elettronica,メールアドレス,メール,Eメール,電子メール,Eメールアドレス,電子メールアドレス',
  ),
  EmailAddress2: list('Email 2,Email address 2,Second email,Secondary email'),
  EmailAddress3: list('Email 3,Email address 3,Third email'),
  FirstName: list(
    'Given name,Forename,FName,First name (given name),Vorname,Rufname,Prénom,Nombre de pila,Primer nombre',
    'Primeiro nome,Nome próprio,Voornaam,Nome di battesimo,名,名（名）,ファーストネーム',
  ),
  LastName: list(
    'Surname,Family name,LName,Nachname,Familienname,Zuname,Nom de famille,Apellido,Apellidos,Primer apellido',
    'Sobrenome,Último nome,Nome de família,Achternaam,Familienaam,Cognome,姓,名字,苗字,ラストネーム',
  ),
  MiddleName: list(
    'Middle name,Zweiter Vorname,Deuxième prénom,Segundo nombre,Tweede voornaam,Secondo nome,ミドルネーム',
  ),
  Phone1: list(
    'Phone,Phone number,Telephone,Telephone number,Primary phone,Telefon,Telefonnummer,Tel,Tel Nr,Téléphone',
    'Numéro de téléphone,N° de téléphone,Teléfono,Número de teléfono,Telefone,Número de telefone,Telefoon',
    'Telefoonnummer,Telefono,Numero di telefono,電話,電話番号',
  ),
  Phone2: list('Phone number 2,Telephone 2'),
  Fax1: list('Fax,Fax number'),
  Birthday: list('Birth date,Birthdate,Date of birth'),
  Title: list('Salutation'),
  Company: list('Company name'),
  JobTitle: list('Job title,Position title'),
  ContactType: list('Person type'),
  Website: list('Website URL,Web site,Web page'),
  SpouseName: list('Spouse name'),
  StreetAddress1: list('Street,Street address,Address,Address 1,Address line 1,Street address 1 (Billing)'),
  StreetAddress2: list('Address line 2,Street address line 2,Street address 2 (Billing)'),
  City: list('Town,City (Billing)'),
  State: list('State/Region,State/Province,State or province,Province,State (Billing)'),
  PostalCode: list('ZIP,ZIP code,Post code,Zip/Postal,Zip/Postal code,Postal/Zip code,Postal code (Billing)'),
  ZipFour1: list('Zip four,Zip + 4,Zip four (Billing)'),
  Country: list('Country/Region,Country (Billing)'),
  Address2Street1: list('Street address 1 (Shipping)'),
  Address2Street2: list('Street address 2 (Shipping)'),
  City2: list('City (Shipping)'),
  State2: list('State (Shipping)'),
  PostalCode2: list('Postal code (Shipping)'),
  ZipFour2: list('Zip four (Shipping)'),
  Country2: list('Country (Shipping)'),
  Address3Street1: list('Street address 1 (Optional)'),
  Address3Street2: list('Street address 2 (Optional)'),
  City3: list('City (Optional)'),
  State3: list('State (Optional)'),
  PostalCode3: list('Postal code (Optional)'),
  ZipFour3: list('Zip four (Optional)'),
  Country3: list('Country (Optional)'),
};

/** Headers of what Keap has of a contact and nobody can change from a sheet here. */
const keapsOwn: ReadonlySet<string> = new Set(
  list(
    'Name,Full name,Account ID,Company ID,Lead source,Lead source ID,Lead source category,Owner,Owner ID,Contact owner',
    'Tags,Tag,Tag IDs,Groups,Created by,Date created,Create date,Last updated,Last updated by,Update date,User name',
    'Password,Twitter,Facebook,LinkedIn,Social accounts,Notes,Note,Validated,Source type,Score,Origin,Time created',
  ).map(looseHeader),
);

/** Sent once somebody has chosen it: sheets had these columns before they could be sent. */
const offered: ReadonlyMap<string, FieldName> = new Map([
  ...list('Owner,Owner ID,Contact owner').map((header) => [looseHeader(header), 'OwnerID'] as const),
  ...list('Lead source,Lead source ID').map((header) => [looseHeader(header), 'LeadSourceId'] as const),
]);

/** The field that this header names and that is not sent by the header alone; undefined for any other header. */
export function offeredField(header: string): FieldName | undefined {
  return offered.get(looseHeader(header));
}

/** Whether Keap has what this header names, although it is not sent. */
export function isKeapsOwn(header: string): boolean {
  return keapsOwn.has(looseHeader(header));
}

/** A header that means a field only beside another one: `Nome` is a first name beside `Cognome`, and else a full name. */
interface NameBeside {
  readonly name: FieldName;
  readonly beside: ReadonlySet<string>;
}

function nameBeside(header: string, name: FieldName, beside: string): [string, NameBeside] {
  return [looseHeader(header), { name, beside: new Set(list(beside).map(looseHeader)) }];
}

const namesBeside: ReadonlyMap<string, NameBeside> = new Map([
  nameBeside('Name', 'LastName', 'Vorname'),
  nameBeside('Nom', 'LastName', 'Prénom'),
  nameBeside('Naam', 'LastName', 'Voornaam'),
  nameBeside('Nombre', 'FirstName', 'Apellido,Apellidos,Primer apellido'),
  nameBeside('Nombres', 'FirstName', 'Apellido,Apellidos,Primer apellido'),
  nameBeside('Nome', 'FirstName', 'Cognome,Sobrenome,Último nome,Apelido'),
  nameBeside('Apelido', 'LastName', 'Nome,Primeiro nome,Nome próprio'),
]);

/** The field that a header means beside the others of its row; undefined for a header that says all by itself. */
export function fieldBeside(header: string, others: readonly string[]): FieldName | undefined {
  const known = namesBeside.get(looseHeader(header));
  return known !== undefined && others.some((other) => known.beside.has(looseHeader(other)))
    ? known.name
    : undefined;
}

/** Whether a header means what the others of its row make of it. */
export function dependsOnOthers(header: string): boolean {
  return namesBeside.has(looseHeader(header));
}
