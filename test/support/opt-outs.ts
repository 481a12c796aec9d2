import type { AppsScript } from '../../local/appsscript/apps-script.ts';
import { behaviorIn, defaultBehavior } from '../../local/keap/open-questions.ts';
import type { OptChange } from '../../local/keap/opt-book.ts';
import { isOptedOut } from '../../local/keap/opt-status.ts';
import type { SimulatedKeap } from '../../local/keap/simulated-keap.ts';
import { columnKindOf } from '../../src/sync/sheet/column-kinds.ts';

/**
 * In every program test. R9: no address has left an opted-out state through us, and nobody was even asked to let it.
 * R10: a row with an opt-out reason that says Synced, or that its address was opted out, has its address out.
 */
export async function expectOptOutsRespected(
  keap: SimulatedKeap,
  documents: readonly AppsScript[],
): Promise<void> {
  const history = await keap.optHistory();
  const against = history.find((one) => one.cause === 'api' && isAgainstOptOut(one));
  if (against !== undefined) throw new Error(`R9 is broken: ${JSON.stringify(against)}`);
  const addresses = new Map(
    (await keap.contacts()).map(({ id, fields }) => [String(id), fields.Email ?? '']),
  );
  for (const row of documents.flatMap(optOutRows)) {
    const address = (addresses.get(row.contact) ?? '').toLowerCase();
    const isOut = history.some((one) => one.address === address && isOptedOut(one.to));
    if (address !== '' && !isOut) throw new Error(`R10 is broken: ${JSON.stringify({ ...row, address })}`);
  }
}

function isAgainstOptOut({ wish, from, to }: OptChange): boolean {
  return from !== 'unknown' && isOptedOut(from) && (wish === 'in' || !isOptedOut(to));
}

interface OptOutRow {
  readonly contact: string;
  readonly status: string;
  readonly message: string;
}

/** Rows of sheets whose header is their first row. */
function optOutRows(google: AppsScript): OptOutRow[] {
  return google.spreadsheet.sheets.flatMap(({ name }) => {
    const [headers = [], ...rows] = google.sheet(name).display();
    const indexOf = (kind: string) => headers.findIndex((header) => columnKindOf(header).kind === kind);
    const [id, optOut] = [indexOf('id'), indexOf('opt-out')];
    const [status, message] = [headers.indexOf('Keap status'), headers.indexOf('Keap message')];
    if (id < 0 || optOut < 0 || status < 0) return [];
    return (
      rows
        .map((row) => ({
          contact: (row[id] ?? '').trim(),
          wish: (row[optOut] ?? '').trim(),
          status: row[status] ?? '',
          message: row[message] ?? '',
        }))
        // A 0, dashes and what shows nothing are no wish.
        .filter(({ wish }) => /\p{L}|^1$|[✓✔☑✅]/u.test(wish) && wish !== 'FALSE')
        .filter(
          ({ status: now, message: text }) => now === 'Synced' || text.includes('The address was opted out.'),
        )
    );
  });
}

/** The status that an address gets when the API opts it out, by the switch that this run was started with. */
export const { apiOptOut } = { ...defaultBehavior, ...behaviorIn(process.env) };
