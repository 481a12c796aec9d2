/** The managed column "Keap link", which a sheet has only where somebody has chosen it. */
import type { Properties } from '../../platform/properties.ts';
import { loadRecord, saveRecord } from '../../stored-record.ts';
import { contactLink, hasContactPages } from './contact-link.ts';
import { type ManagedChange, type ManagedName, managedNames } from './managed-columns.ts';
import { contactRows, rawCell, type SheetView } from './sheet-view.ts';

/** For this very sheet: a copy of it begins without, and so does what is missing or damaged. */
export function loadHasLinks(properties: Pick<Properties, 'get'>, sheetId: number): boolean {
  return loadRecord(properties, keyOf(sheetId)).isOn === true;
}

export function saveHasLinks(properties: Properties, sheetId: number, isOn: boolean): void {
  saveRecord(properties, keyOf(sheetId), 1, { isOn });
}

function keyOf(sheetId: number): string {
  return `link/${sheetId}`;
}

/** A sheet of one Keap account. */
interface LinkedSheet {
  readonly properties: Pick<Properties, 'get'>;
  readonly sheetId: number;
  readonly account: string;
}

/** The managed columns that a sync adds where they are missing. */
export function wantedColumns({ properties, sheetId, account }: LinkedSheet): readonly ManagedName[] {
  const hasLinks = loadHasLinks(properties, sheetId) && hasContactPages(account);
  return managedNames.filter((name) => name !== 'link' || hasLinks);
}

/**
 * The statuses, with the link of every row of the sheet whose link is not that of its id. A link is removed where its row
 * has no id any more, or the account has no known host: it would lead to another contact.
 */
export function withLinks(
  { properties, sheetId, account }: LinkedSheet,
  view: SheetView,
  statuses: ReadonlyMap<number, ManagedChange>,
): ReadonlyMap<number, ManagedChange> {
  if (view.columns.managed.link === undefined || !loadHasLinks(properties, sheetId)) return statuses;
  const linked = new Map(statuses);
  for (const { rowIndex, id } of contactRows(view)) {
    const link = id === undefined ? '' : contactLink(account, id);
    if (link !== rawCell(view, rowIndex, 'link')) linked.set(rowIndex, { ...statuses.get(rowIndex), link });
  }
  return linked;
}
