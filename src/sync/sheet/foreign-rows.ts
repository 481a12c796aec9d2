/** Rows that were synced elsewhere: found, refused, and accepted once somebody has decided about them. */

import { SettingsWrong } from '../../errors.ts';
import { menuPath } from '../../menu-path.ts';
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { isSameAccount, type Origin, originFrom, originIn, originText } from './origin.ts';
import { contactRows, rawCell, type SheetView } from './sheet-view.ts';

/** The origins of the rows of contacts that are neither this document's nor decided on, each once. */
export function foreignOrigins(view: SheetView, properties: Properties, here: Origin): Origin[] {
  const known = new Set([here, ...acceptedOrigins(properties, here.account)].map(keyOf));
  const found = new Map<string, Origin>();
  for (const { rowIndex, id } of contactRows(view)) {
    const origin = id === undefined ? undefined : originIn(rawCell(view, rowIndex, 'fingerprint'));
    if (origin !== undefined && !known.has(keyOf(origin))) found.set(keyOf(origin), origin);
  }
  return [...found.values()];
}

/** Throws `SettingsWrong` before rows that were synced elsewhere are sent, or filled in, without a decision. */
export function rejectForeignRows(view: SheetView, properties: Properties): void {
  const { origin: here } = view;
  if (here === undefined) return;
  const [first] = foreignOrigins(view, properties, here);
  if (first === undefined) return;
  const decide = `Choose ${menuPath('Connection and schedule')}, and decide what to do with them.`;
  if (isSameAccount(first, here)) {
    throw new SettingsWrong(
      'Rows were synced from another document',
      `Nothing was sent: rows of this sheet were synced to ${first.account} from another spreadsheet, so this one is a copy, or they were pasted here. ${decide}`,
    );
  }
  throw new SettingsWrong(
    'Rows were synced to another Keap account',
    `Nothing was sent: rows of this sheet were synced to ${first.account}, but you are connected to ${here.account}, where the same contact ids belong to other people. ${decide}`,
  );
}

const key = 'origins';

/** What somebody has decided to sync to this account although it came from elsewhere. */
function acceptedOrigins(properties: Properties, account: string): Origin[] {
  const { to, from } = loadRecord(properties, key);
  if (to !== account || !Array.isArray(from)) return [];
  return from.flatMap((text: unknown) => (typeof text === 'string' ? [originFrom(text)] : []));
}

/** Remembers a decision of the user's, for as long as the document stays with this account. */
export function acceptOrigins(properties: Properties, account: string, origins: readonly Origin[]): void {
  const all = [...acceptedOrigins(properties, account), ...origins];
  const from = [...new Map(all.map((origin) => [keyOf(origin), originText(origin)])).values()];
  saveRecord(properties, key, 1, { to: account, from });
}

function keyOf(origin: Origin): string {
  return originText(origin).toLowerCase();
}
