/** Rows of which Sheets did not take the status, and what their user can do about it. */
import { SettingsWrong } from '../../errors.ts';
import { includesCell } from '../../platform/area.ts';
import type { Area, Calendar } from '../../platform/table.ts';
import { cellName, rowNames } from './cell-names.ts';
import type { Written } from './checked-write.ts';
import type { ManagedChange, ManagedName } from './managed-columns.ts';
import { rawCell, type SheetView } from './sheet-view.ts';

/** Without these two, a row is not known to have been sent, and an opt-in would be sent again. */
export const neededNames: readonly ManagedName[] = ['status', 'fingerprint'];

/** The rows of `statuses` of which a cell of these managed columns was left as it was. */
export function unwrittenRows(
  { columns }: SheetView,
  statuses: ReadonlyMap<number, ManagedChange>,
  { refused, yielded }: Written,
  names: readonly ManagedName[],
): Set<number> {
  const left: Area[] = [
    ...refused,
    ...yielded.map(({ rowIndex, columnIndex }) => ({ rowIndex, columnIndex, rowCount: 1, columnCount: 1 })),
  ];
  const columnIndexes = names.flatMap((name) => columns.managed[name] ?? []);
  return new Set(
    [...statuses.keys()].filter((rowIndex) =>
      columnIndexes.some((columnIndex) => includesCell(left, rowIndex, columnIndex)),
    ),
  );
}

/** The same of a result: a cell that would have changed was left as it was. */
export function unreportedRows(
  view: SheetView,
  statuses: ReadonlyMap<number, ManagedChange>,
  written: Written,
): Set<number> {
  const names: readonly ManagedName[] = ['status', 'message', 'fingerprint'];
  const rows = names.flatMap((name) => {
    const changed = [...statuses].filter(
      ([rowIndex, change]) => change[name] !== undefined && change[name] !== rawCell(view, rowIndex, name),
    );
    return [...unwrittenRows(view, new Map(changed), written, [name])];
  });
  return new Set(rows);
}

/** What such a row says where its message can be written. */
export const unsentMessage =
  'This row was not sent because Sheets did not accept its status. Remove the protection or data validation from the columns that begin with "Keap".';

const whatToDo =
  'Remove the protection or data validation from the columns that begin with "Keap", or have someone who can edit them run the sync.';

/** What a run says of its rows that were not sent, and of those whose result the sheet does not show. */
export function unwrittenSentences(
  unsent: ReadonlySet<number>,
  unreported: ReadonlySet<number>,
  calendar: Calendar,
): string[] {
  if (unsent.size + unreported.size === 0) return [];
  return [
    ...(unsent.size > 0
      ? [`Not sent because Sheets did not accept their status: ${rowNames(unsent, calendar)}.`]
      : []),
    ...(unreported.size > 0
      ? [`Sheets did not accept the result of ${rowNames(unreported, calendar)}.`]
      : []),
    whatToDo,
  ];
}

/** No row can be sent, as none could show what became of it. */
export function statusesRefused(): SettingsWrong {
  return new SettingsWrong(
    'Sheets did not accept the statuses',
    [
      'Nothing was sent because Sheets did not accept the statuses: the columns that begin with "Keap" are protected, or data validation rejects what a sync writes there.',
      whatToDo,
    ].join(' '),
  );
}

/** A formula fills the managed columns, or would have to. */
export function statusesFilled(written: Written): SettingsWrong {
  const cells = written.anchors.map(cellName).join(', ');
  return new SettingsWrong(
    'A formula fills the managed columns',
    `Nothing was sent because the formula in ${cells} expands into the columns that begin with "Keap", where a sync writes its results. Change the formula so that it leaves those columns out, then sync again.`,
  );
}
