/** Says that a filter ends before the managed columns, so that sorting by it leaves statuses behind. */
import type { Area } from '../../platform/table.ts';
import { type Columns, columnLetter } from '../../sync/sheet/columns.ts';

/** A sentence for the sidebar; empty where the filter covers the contacts and their statuses alike, or neither. */
export function filterNote(filter: Area | undefined, { id, fields, managed }: Columns): string {
  if (filter === undefined) return '';
  const end = filter.columnIndex + filter.columnCount;
  const isCovered = (columnIndex: number) => columnIndex >= filter.columnIndex && columnIndex < end;
  const own = [id, ...fields.map(({ columnIndex }) => columnIndex)];
  if (!own.some(isCovered) || Object.values(managed).every(isCovered)) return '';
  return `The filter of this sheet covers columns ${columnLetter(filter.columnIndex)} to ${columnLetter(end - 1)} and leaves out columns that begin with "Keap". Sorting by it separates rows from their statuses until the next sync. Remove the filter, select all columns, and create it again.`;
}
