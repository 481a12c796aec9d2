/** A sheet as a script holds it (Class Sheet). */
import { areaOf } from '../a1-notation.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import {
  deleteColumns,
  deleteRows,
  insertColumns,
  insertRows,
  type Sheet,
  type Spreadsheet,
  stripe,
  usedSize,
  writtenCell,
} from '../spreadsheet.ts';
import { emptyCell } from '../typed-cell.ts';
import { type Context, documentOf } from '../world.ts';
import { settleWrites, write, writingOf } from '../writes.ts';
import { filterObject } from './filter.ts';
import { protectionsOf } from './protection.ts';
import { rangeObject } from './range.ts';

/** One sheet of the open spreadsheet. */
export function sheetObject(context: Context, sheet: Sheet): ServiceObject {
  const { spreadsheet } = documentOf(context);
  const used = () => {
    settleWrites(context);
    return usedSize(sheet);
  };
  const change = (work: () => void) => {
    write(context, sheet, undefined, work);
    return self;
  };
  const range = (top: number, left: number, rows: number, columns: number) =>
    rangeObject(context, sheet, { top, left, rows, columns });
  const selected = () => sheet.selection.map((area) => rangeObject(context, sheet, area));
  const self: ServiceObject = serviceObject('Sheet', {
    getName: () => sheet.name,
    setName(name) {
      const free = freeName(spreadsheet, signature('SpreadsheetApp.Sheet.setName', [name]).text(name));
      return change(() => {
        sheet.name = free;
      });
    },
    getSheetId: () => sheet.id,
    getIndex: () => spreadsheet.sheets.indexOf(sheet) + 1,
    getLastRow: () => used().rows,
    getLastColumn: () => used().columns,
    getMaxRows: () => sheet.rows.length,
    getMaxColumns: () => sheet.columnCount,
    getDataRange() {
      const { rows, columns } = used();
      return range(0, 0, Math.max(1, rows), Math.max(1, columns));
    },
    getRange(...args) {
      const [row, column, rows, columns] = args;
      const is = signature('SpreadsheetApp.Sheet.getRange', args);
      if (typeof row === 'string') {
        const area = areaOf(row, { rows: sheet.rows.length, columns: sheet.columnCount });
        if (args.length !== 1 || area === undefined) throw new ScriptException('Range not found');
        refuseOutside(sheet, area.top + area.rows, area.left + area.columns);
        return rangeObject(context, sheet, area);
      }
      const [top, left] = [is.whole(row), is.whole(column)];
      const [height, width] = [is.optionalWhole(rows) ?? 1, is.optionalWhole(columns) ?? 1];
      if (top < 1) throw new ScriptException('The starting row of the range is too small.');
      if (left < 1) throw new ScriptException('The starting column of the range is too small.');
      if (height < 1) throw new ScriptException('The number of rows in the range must be at least 1.');
      if (width < 1) throw new ScriptException('The number of columns in the range must be at least 1.');
      refuseOutside(sheet, top - 1 + height, left - 1 + width);
      return range(top - 1, left - 1, height, width);
    },
    appendRow(values) {
      const is = signature('SpreadsheetApp.Sheet.appendRow', [values]);
      if (!Array.isArray(values)) return is.refuse();
      const writing = writingOf(context);
      const cells = values.map((value: unknown) => writtenCell(value, emptyCell, writing));
      const { rows } = used();
      write(context, sheet, { top: rows, left: 0, rows: 1, columns: Math.max(1, cells.length) }, () => {
        if (cells.length > sheet.columnCount) {
          grow(context, sheet, 'columns', sheet.columnCount, cells.length - sheet.columnCount);
        }
        if (rows === sheet.rows.length) grow(context, sheet, 'rows', rows, 1);
        sheet.rows[rows]?.splice(0, cells.length, ...cells);
      });
      return self;
    },
    insertColumnsAfter: (after, count) =>
      insert('SpreadsheetApp.Sheet.insertColumnsAfter', 'columns', [after, count], 0),
    insertColumnsBefore: (before, count) =>
      insert('SpreadsheetApp.Sheet.insertColumnsBefore', 'columns', [before, count], -1),
    insertRowsAfter: (after, count) =>
      insert('SpreadsheetApp.Sheet.insertRowsAfter', 'rows', [after, count], 0),
    insertRowsBefore: (before, count) =>
      insert('SpreadsheetApp.Sheet.insertRowsBefore', 'rows', [before, count], -1),
    deleteRows(first, count) {
      const is = signature('SpreadsheetApp.Sheet.deleteRows', [first, count]);
      removeRows(context, sheet, is.whole(first), is.whole(count));
    },
    deleteRow(row) {
      removeRows(context, sheet, signature('SpreadsheetApp.Sheet.deleteRow', [row]).whole(row), 1);
      return self;
    },
    deleteColumn(column) {
      const first = signature('SpreadsheetApp.Sheet.deleteColumn', [column]).whole(column);
      if (first < 1 || first > sheet.columnCount)
        throw new ScriptException('Those columns are out of bounds.');
      if (sheet.columnCount === 1) {
        throw new ScriptException("You can't delete all the columns on the sheet.");
      }
      write(context, sheet, stripe(sheet, 'columns', first - 1, 1), () => deleteColumns(sheet, first - 1, 1));
      return self;
    },
    hideColumns(...args) {
      const columns = columnsOf(sheet, 'hideColumns', args);
      change(() => {
        for (const column of columns) sheet.hidden.add(column);
      });
    },
    showColumns(...args) {
      const columns = columnsOf(sheet, 'showColumns', args);
      change(() => {
        for (const column of columns) sheet.hidden.delete(column);
      });
    },
    isColumnHiddenByUser: (column) =>
      sheet.hidden.has(signature('SpreadsheetApp.Sheet.isColumnHiddenByUser', [column]).whole(column) - 1),
    setFrozenRows(count) {
      const rows = signature('SpreadsheetApp.Sheet.setFrozenRows', [count]).whole(count);
      change(() => {
        sheet.frozenRows = rows;
      });
    },
    getFrozenRows: () => sheet.frozenRows,
    hideSheet: () =>
      change(() => {
        sheet.isHidden = true;
      }),
    showSheet: () =>
      change(() => {
        sheet.isHidden = false;
      }),
    isSheetHidden: () => sheet.isHidden,
    getFilter: () => filterObject(context, sheet),
    getProtections: (type) => protectionsOf(context, sheet, type, 'SpreadsheetApp.Sheet.getProtections'),
    setColumnWidth(...args) {
      const is = signature('SpreadsheetApp.Sheet.setColumnWidth', args);
      const [column] = columnsOf(sheet, 'setColumnWidth', args.slice(0, 1));
      const width = is.whole(args[1]);
      change(() => {
        if (column !== undefined) sheet.widths.set(column, width);
      });
      return self;
    },
    getColumnWidth(...args) {
      const [column = 0] = columnsOf(sheet, 'getColumnWidth', args);
      return sheet.widths.get(column) ?? defaultColumnWidth;
    },
    autoResizeColumns: () => self,
    getActiveRange: () => selected().at(-1),
    getActiveRangeList: () => serviceObject('RangeList', { getRanges: selected }),
  });
  return self;

  function insert(method: string, what: 'rows' | 'columns', args: readonly unknown[], shift: number) {
    const is = signature(method, args);
    const before = is.whole(args[0]) + shift;
    const count = is.whole(args[1]);
    return change(() => grow(context, sheet, what, before, count));
  }
}

/** Throws where another sheet has the name already, or where it is empty. */
export function freeName(spreadsheet: Spreadsheet, name: string): string {
  if (name === '') throw new ScriptException('The sheet name cannot be empty.');
  if (!spreadsheet.sheets.some((one) => one.name.toLowerCase() === name.toLowerCase())) return name;
  throw new ScriptException(`A sheet with the name "${name}" already exists. Please enter another name.`);
}

function refuseOutside(sheet: Sheet, bottom: number, right: number): void {
  if (bottom <= sheet.rows.length && right <= sheet.columnCount) return;
  throw new ScriptException('The coordinates of the range are outside the dimensions of the sheet.');
}

function grow(context: Context, sheet: Sheet, what: 'rows' | 'columns', before: number, count: number): void {
  const { world } = context;
  const { sheets } = documentOf(context).spreadsheet;
  const size = what === 'rows' ? sheet.rows.length : sheet.columnCount;
  if (count < 1) throw new ScriptException(`The number of ${what} must be at least 1.`);
  if (before < 0 || before > size) throw new ScriptException(`Those ${what} are out of bounds.`);
  const cells = sheets.reduce((sum, one) => sum + one.rows.length * one.columnCount, 0);
  const added = count * (what === 'rows' ? sheet.columnCount : sheet.rows.length);
  const max = world.limits.spreadsheetCells;
  if (cells + added > max) {
    throw new ScriptException(
      `This action would increase the number of cells in the workbook above the limit of ${max} cells.`,
    );
  }
  if (what === 'rows') insertRows(sheet, before, count);
  else insertColumns(sheet, before, count);
}

function removeRows(context: Context, sheet: Sheet, first: number, count: number): void {
  if (first < 1 || count < 1 || first - 1 + count > sheet.rows.length) {
    throw new ScriptException('Those rows are out of bounds.');
  }
  const left = sheet.rows.length - count;
  if (left === 0) throw new ScriptException("You can't delete all the rows on the sheet.");
  if (left <= sheet.frozenRows && first > sheet.frozenRows) {
    throw new ScriptException('Sorry, it is not possible to delete all non-frozen rows.');
  }
  write(context, sheet, stripe(sheet, 'rows', first - 1, count), () => deleteRows(sheet, first - 1, count));
}

/** Of a column that nobody has made wider or narrower, in pixels (Sheets, "Change row height or column width"). */
const defaultColumnWidth = 100;

/** Indexes of the columns that `hideColumns(first)` or `hideColumns(first, count)` names. */
function columnsOf(sheet: Sheet, method: string, args: readonly unknown[]): number[] {
  const is = signature(`SpreadsheetApp.Sheet.${method}`, args);
  const first = is.whole(args[0]);
  const count = is.optionalWhole(args[1]) ?? 1;
  if (first < 1 || count < 1 || first - 1 + count > sheet.columnCount) {
    throw new ScriptException('Those columns are out of bounds.');
  }
  return Array.from({ length: count }, (_, offset) => first - 1 + offset);
}
