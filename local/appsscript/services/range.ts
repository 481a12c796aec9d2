import { type Area, notationOf } from '../a1-notation.ts';
import { isKnownFormat, shownCell } from '../number-format.ts';
import {
  ScriptException,
  type ServiceObject,
  type Signature,
  serviceObject,
  signature,
} from '../service-object.ts';
import { type Sheet, writtenCell } from '../spreadsheet.ts';
import { emptyCell, type StoredCell } from '../typed-cell.ts';
import type { Context } from '../world.ts';

/** A range keeps its place, whatever people sort or insert meanwhile, as Google's does. */
export function rangeObject({ world }: Context, sheet: Sheet, area: Area): ServiceObject {
  const { timeZone, sheets } = world.spreadsheet;
  const rows = () => {
    if (sheets.includes(sheet)) return sheet.rows;
    throw new ScriptException(`Sheet ${sheet.id} not found`);
  };
  const cellAt = (row: number, column: number) => rows()[area.top + row]?.[area.left + column] ?? emptyCell;
  const read = <T>(show: (cell: StoredCell) => T): T[][] =>
    Array.from({ length: area.rows }, (_, row) =>
      Array.from({ length: area.columns }, (__, column) => show(cellAt(row, column))),
    );
  /** All cells are made before the first one is put: what throws changes nothing. */
  const write = (make: (old: StoredCell, row: number, column: number) => StoredCell) => {
    const made = Array.from({ length: area.rows }, (_, row) =>
      Array.from({ length: area.columns }, (__, column) => make(cellAt(row, column), row, column)),
    );
    made.forEach((cells, row) => {
      rows()[area.top + row]?.splice(area.left, cells.length, ...cells);
    });
    return self;
  };
  const enter = (value: unknown, old: StoredCell) =>
    writtenCell(value, old, { timeZone, nowMs: world.clock.nowMs() }, world.limits.cellCharacters);
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
    getValue: () => cellAt(0, 0).value,
    getFormulas: () => read((cell) => cell.formula),
    getFormula: () => cellAt(0, 0).formula,
    getDisplayValues: () => read(shown),
    getDisplayValue: () => shown(cellAt(0, 0)),
    getNumberFormats: () => read((cell) => cell.format ?? ''),
    getNumberFormat: () => cellAt(0, 0).format ?? '',
    isBlank: () =>
      read((cell) => cell.value === '' && cell.formula === '')
        .flat()
        .every(Boolean),
    setValues(values) {
      const grid = gridOf(signature('SpreadsheetApp.Range.setValues', [values]), values, area);
      return write((old, row, column) => enter(grid[row]?.[column], old));
    },
    setValue: (value) => write((old) => enter(value, old)),
    setNumberFormats(formats) {
      const is = signature('SpreadsheetApp.Range.setNumberFormats', [formats]);
      const grid = gridOf(is, formats, area);
      return write((old, row, column) => ({ ...old, format: knownFormat(is.text(grid[row]?.[column])) }));
    },
    setNumberFormat(format) {
      const known = knownFormat(signature('SpreadsheetApp.Range.setNumberFormat', [format]).text(format));
      return write((old) => ({ ...old, format: known }));
    },
    activate() {
      sheet.selection = [area];
      world.spreadsheet.active = sheet;
      return self;
    },
    clearContent: () => write((old) => enter('', old)),
    clear: () => write(() => emptyCell),
    ...{
      setBackground: looksOnly,
      setFontColor: looksOnly,
      setFontWeight: looksOnly,
      setFontStyle: looksOnly,
    },
    ...{ setHorizontalAlignment: looksOnly, setVerticalAlignment: looksOnly, setWrap: looksOnly },
    setNote: looksOnly,
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
  throw new ScriptException(`The number format "${format}" is not implemented in the embedded Apps Script.`);
}

function refuseOtherSize(what: string, given: number, wanted: number): void {
  if (given === wanted) return;
  throw new ScriptException(
    `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${given} but the range has ${wanted}.`,
  );
}
