import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Sheet, writtenCell } from '../spreadsheet.ts';
import { displayed, emptyCell, type StoredCell } from '../typed-cell.ts';
import type { Context } from '../world.ts';

/** Where a range lies; `top` and `left` count from 0. */
interface Area {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

/** A range keeps its place, whatever people sort or insert meanwhile, as Google's does. */
export function rangeObject(context: Context, sheet: Sheet, area: Area): ServiceObject {
  const { world } = context;
  const { timeZone } = world.spreadsheet;
  const read = <T>(show: (cell: StoredCell) => T): T[][] =>
    Array.from({ length: area.rows }, (_, row) =>
      Array.from({ length: area.columns }, (__, column) =>
        show(sheet.rows[area.top + row]?.[area.left + column] ?? emptyCell),
      ),
    );
  const self: ServiceObject = serviceObject('Range', {
    getRow: () => area.top + 1,
    getColumn: () => area.left + 1,
    getNumRows: () => area.rows,
    getNumColumns: () => area.columns,
    getValues: () => read((cell) => cell.value),
    getValue: () => sheet.rows[area.top]?.[area.left]?.value ?? '',
    getFormulas: () => read((cell) => cell.formula),
    getDisplayValues: () => read((cell) => displayed(cell.value, timeZone)),
    setValues(values) {
      const is = signature('SpreadsheetApp.Range.setValues', [values]);
      if (!Array.isArray(values)) return is.refuse();
      refuseOtherSize('rows', values.length, area.rows);
      const cells = values.map((row: unknown) => {
        if (!Array.isArray(row)) return is.refuse();
        refuseOtherSize('columns', row.length, area.columns);
        return row.map((value: unknown) => writtenCell(value, timeZone, world.limits.cellCharacters));
      });
      cells.forEach((row, offset) => {
        sheet.rows[area.top + offset]?.splice(area.left, row.length, ...row);
      });
      return self;
    },
    setValue(value) {
      const cell = writtenCell(value, timeZone, world.limits.cellCharacters);
      for (let row = 0; row < area.rows; row++) {
        const cells = Array.from({ length: area.columns }, () => cell);
        sheet.rows[area.top + row]?.splice(area.left, area.columns, ...cells);
      }
      return self;
    },
  });
  return self;
}

function refuseOtherSize(what: string, given: number, wanted: number): void {
  if (given === wanted) return;
  throw new ScriptException(
    `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${given} but the range has ${wanted}.`,
  );
}
