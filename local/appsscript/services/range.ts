/** A range of cells as a script holds it (Class Range). */
import { type Area, notationOf } from '../a1-notation.ts';
import { violates } from '../cell-rule.ts';
import { automaticFormat, isKnownFormat, shownCell } from '../number-format.ts';
import { mayEdit } from '../protection.ts';
import { refusal } from '../refusal.ts';
import {
  ScriptException,
  type ServiceObject,
  type Signature,
  serviceObject,
  signature,
} from '../service-object.ts';
import { type Sheet, writtenCell } from '../spreadsheet.ts';
import { emptyCell, type StoredCell } from '../typed-cell.ts';
import { type Context, documentOf } from '../world.ts';
import { RefusedWrite, settleWrites, write, writingOf } from '../writes.ts';

/** A range keeps its position while people sort or insert, as Google's does. */
export function rangeObject(context: Context, sheet: Sheet, area: Area): ServiceObject {
  const document = documentOf(context);
  const { timeZone, sheets } = document.spreadsheet;
  const rows = () => {
    if (sheets.includes(sheet)) return sheet.rows;
    throw new ScriptException(`Sheet ${sheet.id} not found`);
  };
  const cellAt = (row: number, column: number) => rows()[area.top + row]?.[area.left + column] ?? emptyCell;
  const read = <T>(show: (cell: StoredCell) => T): T[][] => {
    settleWrites(context);
    return Array.from({ length: area.rows }, (_, row) =>
      Array.from({ length: area.columns }, (__, column) => show(cellAt(row, column))),
    );
  };
  const first = <T>(show: (cell: StoredCell) => T): T | undefined => read(show)[0]?.[0];
  let writing = writingOf(context);
  /** All cells are made before the first one is put: a refused cell refuses the whole block. */
  const change = (make: (old: StoredCell, row: number, column: number) => StoredCell) => {
    write(context, sheet, area, () => {
      writing = writingOf(context);
      const made = Array.from({ length: area.rows }, (_, row) =>
        Array.from({ length: area.columns }, (__, column) => make(cellAt(row, column), row, column)),
      );
      made.forEach((cells, row) => {
        rows()[area.top + row]?.splice(area.left, cells.length, ...cells);
      });
    });
    return self;
  };
  const enter = (value: unknown, old: StoredCell, row: number, column: number) => {
    const cell = writtenCell(value, old, writing);
    if (!violates(cell.rule, cell.value)) return cell;
    const notation = notationOf({ top: area.top + row, left: area.left + column, rows: 1, columns: 1 });
    throw new RefusedWrite(refusal(context, 'invalidData', notation).message);
  };
  const shown = (cell: StoredCell) => shownCell(cell.value, cell.format ?? '', timeZone);
  const looksOnly = () => self;
  const self: ServiceObject = serviceObject('Range', {
    getRow: () => area.top + 1,
    getColumn: () => area.left + 1,
    getNumRows: () => area.rows,
    getNumColumns: () => area.columns,
    getLastRow: () => area.top + area.rows,
    getLastColumn: () => area.left + area.columns,
    getA1Notation: () => notationOf(area),
    getValues: () => read((cell) => cell.value),
    getValue: () => first((cell) => cell.value),
    getFormulas: () => read((cell) => cell.formula),
    getFormula: () => first((cell) => cell.formula),
    getDisplayValues: () => read(shown),
    getDisplayValue: () => first(shown),
    getNumberFormats: () => read((cell) => cell.format ?? automaticFormat),
    getNumberFormat: () => first((cell) => cell.format ?? automaticFormat),
    getNotes: () => read((cell) => cell.note ?? ''),
    getNote: () => first((cell) => cell.note ?? ''),
    canEdit: () => mayEdit(document, sheet, context.user, area),
    isBlank: () =>
      read((cell) => cell.value === '' && cell.formula === '')
        .flat()
        .every(Boolean),
    setValues(values) {
      const grid = gridOf(signature('SpreadsheetApp.Range.setValues', [values]), values, area);
      return change((old, row, column) => enter(grid[row]?.[column], old, row, column));
    },
    setValue: (value) => change((old, row, column) => enter(value, old, row, column)),
    setNumberFormats(formats) {
      const is = signature('SpreadsheetApp.Range.setNumberFormats', [formats]);
      const grid = gridOf(is, formats, area);
      return change((old, row, column) => ({ ...old, format: knownFormat(is.text(grid[row]?.[column])) }));
    },
    setNumberFormat(format) {
      const known = knownFormat(signature('SpreadsheetApp.Range.setNumberFormat', [format]).text(format));
      return change((old) => ({ ...old, format: known }));
    },
    activate() {
      sheet.selection = [area];
      document.spreadsheet.active = sheet;
      return self;
    },
    clearContent: () => change((old, row, column) => enter('', old, row, column)),
    clear: () => change(({ rule }) => (rule === undefined ? emptyCell : { ...emptyCell, rule })),
    setNote(note) {
      const text = signature('SpreadsheetApp.Range.setNote', [note]).text(note);
      return change((old) => ({ ...old, note: text }));
    },
    createFilter() {
      if (sheet.filter !== undefined) {
        throw new ScriptException("You can't create a filter in a sheet that already has a filter.");
      }
      write(context, sheet, area, () => {
        sheet.filter = area;
      });
      return self;
    },
    ...{
      setBackground: looksOnly,
      setFontColor: looksOnly,
      setFontWeight: looksOnly,
      setFontStyle: looksOnly,
    },
    ...{ setHorizontalAlignment: looksOnly, setVerticalAlignment: looksOnly, setWrap: looksOnly },
  });
  return self;
}

function gridOf(is: Signature, values: unknown, area: Area): unknown[][] {
  if (!Array.isArray(values)) return is.refuse();
  refuseOtherSize('rows', values.length, area.rows);
  return values.map((row: unknown): unknown[] => {
    if (!Array.isArray(row)) return is.refuse();
    refuseOtherSize('columns', row.length, area.columns);
    return row;
  });
}

function knownFormat(format: string): string {
  if (isKnownFormat(format)) return format;
  throw new ScriptException(`The number format "${format}" is not implemented in the Apps Script emulator.`);
}

function refuseOtherSize(what: string, given: number, wanted: number): void {
  if (given === wanted) return;
  throw new ScriptException(
    `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${given} but the range has ${wanted}.`,
  );
}
