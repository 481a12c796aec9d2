/**
 * Which column choices count for a sheet. Google gives the copy of a tab an id of its own, under which nothing has been
 * chosen; but the copied rows still match the fingerprints of the choices under which they were synced.
 */

import { RunEnded, SettingsWrong } from '../../errors.ts';
import { menuPath } from '../../menu-path.ts';
import type { Properties } from '../../platform/properties.ts';
import type { Grid } from '../../platform/table.ts';
import { areCopied, type ColumnChoices, loadChoices, sheetsWithChoices } from './column-choices.ts';
import { findColumns } from './columns.ts';
import { isFingerprintOf } from './fingerprint.ts';
import { type Origin, originIn } from './origin.ts';
import { readRow } from './row.ts';
import { contactRows, managedCell, rawCell, type SheetView } from './sheet-view.ts';

export type SheetChoices =
  /** Stored for this sheet; `isCopied` where nobody has chosen them here, but for the sheet of which this is a copy. */
  | { readonly kind: 'own'; readonly choices: ColumnChoices; readonly isCopied: boolean }
  /** Nothing has been chosen, and nothing says that this is a copy: its headers count. */
  | { readonly kind: 'none'; readonly choices: ColumnChoices }
  /** Those of another sheet, of which this one is a copy. */
  | { readonly kind: 'copied'; readonly choices: ColumnChoices }
  /** It may be a copy of another sheet, whose choices are only suggested. */
  | { readonly kind: 'doubtful'; readonly choices: ColumnChoices };

/** As many rows as tell under which choices a sheet was synced. */
const maxRows = 200;

/** Fields are emptied only where somebody has chosen that for this very sheet. */
export function choicesFor(
  grid: Grid,
  sheet: { readonly sheetId: number; readonly name: string },
  properties: Properties,
  origin?: Origin,
): SheetChoices {
  const { sheetId, name } = sheet;
  const own = loadChoices(properties, sheetId);
  if (own !== undefined) return { kind: 'own', choices: own, isCopied: areCopied(properties, sheetId) };
  const headers = new Set(
    grid.cells.slice(0, maxRows).flatMap((row) => row.map((cell) => String(cell).trim())),
  );
  const matchesOf = (choices: ColumnChoices) => matchingRows(grid, name, choices, origin);
  const others = sheetsWithChoices(properties)
    .map((other) => loadChoices(properties, other) ?? [])
    .filter((choices) => choices.length > 0 && choices.every(({ header }) => headers.has(header.trim())));
  const none = { kind: 'none', choices: [] } as const;
  if (others.length === 0) return none;
  const byHeaders = matchesOf([]);
  const [best] = others
    .map((choices) => ({ choices, matches: matchesOf(choices) }))
    .sort((one, other) => other.matches - one.matches);
  if (best === undefined || best.matches < byHeaders) return none;
  const choices = best.choices.map((choice) => ({ ...choice, blankClears: false }));
  return { kind: best.matches > byHeaders ? 'copied' : 'doubtful', choices };
}

/** How many of the first rows hold what they held when they were synced, if these are the choices. */
function matchingRows(
  grid: Grid,
  sheetName: string,
  choices: ColumnChoices,
  origin: Origin | undefined,
): number {
  const view = viewWith(grid, sheetName, choices);
  if (view === undefined) return 0;
  const synced = contactRows(view).filter(
    ({ rowIndex }) => managedCell(view, rowIndex, 'fingerprint') !== '',
  );
  return synced.slice(0, maxRows).filter((contactRow) => {
    const row = readRow(contactRow, view.columns);
    const account = (originIn(rawCell(view, contactRow.rowIndex, 'fingerprint')) ?? origin)?.account;
    const stored = String(managedCell(view, contactRow.rowIndex, 'fingerprint'));
    return (
      row.kind === 'ready' &&
      account !== undefined &&
      isFingerprintOf(stored, row.change, account, row.forms.typed)
    );
  }).length;
}

/** Undefined where the sheet cannot be read with these choices. */
function viewWith(grid: Grid, sheetName: string, choices: ColumnChoices): SheetView | undefined {
  try {
    return { grid, columns: findColumns(grid, sheetName, choices) };
  } catch (error) {
    if (error instanceof RunEnded) return undefined;
    throw error;
  }
}

/** Nothing is sent before somebody has said what the columns of a possible copy are. */
export function copyToCheck(sheetName: string): SettingsWrong {
  return new SettingsWrong(
    'The sheet may be a copy of one with column choices',
    `"${sheetName}" seems to be a copy of a sheet whose columns you have already chosen. Nothing is sent until you choose ${menuPath('Connection and schedule')}, open "Columns", check the suggested choices, and press "Save columns".`,
  );
}
