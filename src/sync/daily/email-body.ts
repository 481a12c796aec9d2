/** Builds the body of an email, once as plain text and once as simple HTML, in which all that comes from people is escaped. */
import type { EmailBody } from '../../platform/mail.ts';
import type { FailedRow } from './failed-rows.ts';

/** What an email is about. */
export interface EmailNews {
  /** Its paragraphs. */
  readonly text: string;
  /** The sheet of whose scheduled sync it tells; undefined where it tells of all. */
  readonly sheetId?: number | undefined;
  /** The rows that need somebody, with the id of their sheet. */
  readonly failed?: { readonly sheetId: number; readonly rows: readonly FailedRow[] };
  /** How soon it is told again while nothing changes: `weekly` where it is about these rows alone. */
  readonly again?: 'daily' | 'weekly';
}

/** Where the news comes from, as far as it is known. */
export interface EmailOrigin {
  readonly documentId: string;
  /** The name of the spreadsheet; empty where Google did not open it. */
  readonly documentName: string;
  /** For instance `app123.infusionsoft.com`; empty for none. */
  readonly account: string;
}

/** As many rows as anybody reads in an email. */
const maxShownRows = 20;

const switchOff =
  'To change who gets these emails, or to stop them, open the sidebar of the add-on in the spreadsheet and go to "Email me when action is needed".';

/** An emptied line apart, as people write emails. */
export function emailBody({ text, failed }: EmailNews, origin: EmailOrigin): EmailBody {
  const rows = failed?.rows.slice(0, maxShownRows) ?? [];
  const left = (failed?.rows.length ?? 0) - rows.length;
  const more = left > 0 ? [`And ${left} more.`] : [];
  const paragraphs = text.split('\n\n');
  const [first] = rows;
  const link =
    failed === undefined || first === undefined
      ? { label: 'Open the spreadsheet', url: addressOf(origin.documentId) }
      : {
          label: `Open row ${first.rowIndex + 1}`,
          url: `${addressOf(origin.documentId)}#gid=${failed.sheetId}&range=${first.rowIndex + 1}:${first.rowIndex + 1}`,
        };
  const about = aboutOf(origin);
  const lineOf = ({ rowIndex, contact, reason }: FailedRow) =>
    `Row ${rowIndex + 1}, contact ${contact}: ${reason}`;
  const list = [...rows.map(lineOf), ...more];
  const items = list.map((line) => `<li>${escaped(line)}</li>`).join('');
  return {
    text: [
      ...paragraphs,
      ...(list.length > 0 ? [list.join('\n')] : []),
      `${link.label}: ${link.url}`,
      ...about,
      switchOff,
    ].join('\n\n'),
    html: [
      ...paragraphs.map((one) => `<p>${escaped(one)}</p>`),
      ...(items === '' ? [] : [`<ul>${items}</ul>`]),
      `<p><a href="${escaped(link.url)}">${escaped(link.label)}</a></p>`,
      ...[...about, switchOff].map((one) => `<p>${escaped(one)}</p>`),
    ].join('\n'),
  };
}

/** The address of a spreadsheet, which `Spreadsheet.getUrl` gives for an open one alone. */
function addressOf(documentId: string): string {
  return `https://docs.google.com/spreadsheets/d/${encodeURIComponent(documentId)}/edit`;
}

function aboutOf({ documentName, account }: EmailOrigin): string[] {
  const parts = [
    ...(documentName === '' ? [] : [`Spreadsheet: ${documentName}`]),
    ...(account === '' ? [] : [`Keap account: ${account}`]),
  ];
  return parts.length === 0 ? [] : [parts.join('. ')];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
