/**
 * Protected sheets, ranges and columns. `setValues` into a protected range throws for people who may not edit it, and
 * the document's owner always may (Class Protection, Docs editors help "Protect, hide, and edit sheets"; A).
 * probe: protection/refused-write, protection/structure
 */
import { type Area, intersects } from './a1-notation.ts';
import { accessOf, type Document } from './documents.ts';
import type { Sheet } from './spreadsheet.ts';

export interface Protection {
  readonly id: number;
  readonly description: string;
  /** Undefined where the whole sheet is protected. */
  area: Area | undefined;
  /** Parts of a protected sheet that everybody may edit. */
  exceptions: readonly Area[];
  /** Who may edit besides the document's owner. */
  readonly editors: readonly string[];
  /** Asks people whether they are sure, and never stops a script. */
  readonly isWarningOnly: boolean;
}

/** Whether this person may write into every cell of this part of a sheet; into all of it without an area. */
export function mayEdit(document: Document, sheet: Sheet, user: string, area?: Area): boolean {
  const access = accessOf(document, user);
  if (access === 'owner') return true;
  if (access !== 'editor') return false;
  return sheet.protections.every(
    (protection) => mayEditPast(protection, user) || !isConcerned(protection, area),
  );
}

/** Whether a protection lets this person, who is not the document's owner, edit what it protects. */
export function mayEditPast({ editors, isWarningOnly }: Protection, user: string): boolean {
  return isWarningOnly || editors.includes(user);
}

function isConcerned({ area: guarded, exceptions }: Protection, area: Area | undefined): boolean {
  if (guarded !== undefined) return area !== undefined && intersects(guarded, area);
  return area === undefined || !exceptions.some((one) => isWithin(area, one));
}

function isWithin(area: Area, around: Area): boolean {
  return (
    area.top >= around.top &&
    area.left >= around.left &&
    area.top + area.rows <= around.top + around.rows &&
    area.left + area.columns <= around.left + around.columns
  );
}
