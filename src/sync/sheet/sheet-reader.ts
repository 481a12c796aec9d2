/** Reads a sheet of contacts with the choices that count for its columns. */
import type { OpenDocument } from '../../platform/platform.ts';
import type { Properties } from '../../platform/properties.ts';
import type { Table } from '../../platform/table.ts';
import { underLock } from '../../stored-record.ts';
import { saveChoices } from './column-choices.ts';
import { findColumns } from './columns.ts';
import { choicesFor, copyToCheck, type SheetChoices } from './copied-choices.ts';
import type { Origin } from './origin.ts';
import type { SheetView } from './sheet-view.ts';

/** Reads the sheet in one service call. Throws `SettingsWrong` where it is not a sheet of contacts. */
export type SheetReader = () => SheetView;

/** Reads with the choices that count at the first reading, and throws `SettingsWrong` where somebody has to check them. */
export function sheetReader(table: Table, properties: Properties, origin?: Origin): SheetReader {
  let known: SheetChoices | undefined;
  return () => {
    const grid = table.read();
    known ??= choicesFor(grid, table, properties, origin);
    if (known.kind === 'doubtful') throw copyToCheck(table.name);
    return { grid, columns: findColumns(grid, table.name, known.choices), origin };
  };
}

/**
 * Keeps which choices count, so that they stay as they are whatever is chosen for other sheets: for a run that is about
 * to write its first statuses.
 */
export function keepChoices(
  table: Table,
  { grid, origin }: SheetView,
  { properties, settingsLock }: Pick<OpenDocument, 'properties' | 'settingsLock'>,
): void {
  const known = () => choicesFor(grid, table, properties, origin);
  const areKept = ({ kind }: ReturnType<typeof known>) => kind !== 'copied' && kind !== 'none';
  // Most often there is nothing to keep, and a lock costs three service calls.
  if (areKept(known())) return;
  underLock(settingsLock, () => {
    const now = known();
    if (!areKept(now)) saveChoices(properties, table.sheetId, now.choices, now.kind === 'copied');
  });
}
