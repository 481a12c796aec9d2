/** The spreadsheet as the product needs it: whole sheets in one read, blocks in one write. */

/** The value of a cell: an empty cell is an empty string, a date or time is a Date, anything else is as typed. */
export type Cell = string | number | boolean | Date;

/** The whole used part of a sheet, read at one moment. */
export interface Grid {
  /** Rows from the sheet's first one; every row has the same number of cells. */
  readonly cells: readonly (readonly Cell[])[];
  /** The time zone of dates in cells, by its IANA name, for instance `Europe/Berlin`. */
  readonly timeZone: string;
  /**
   * How the cells are shown in their number formats, in one service call at the first use. Missing where each is shown
   * as its value. A cell may have been edited since the values were read.
   */
  readonly shown?: () => readonly (readonly string[])[];
  /** When the cells were read, in milliseconds since 1970. */
  readonly readAtMs?: number;
}

/** A formula, with its `=`, which only puts back what a cell held before. */
export interface Formula {
  readonly formula: string;
}

/** A block of new cells; `rowIndex` and `columnIndex` count from 0 and give its upper left corner. */
export interface Block {
  readonly rowIndex: number;
  readonly columnIndex: number;
  readonly cells: readonly (readonly (Cell | Formula)[])[];
}

/** Part of a sheet; indexes count from 0. */
export interface Area {
  readonly rowIndex: number;
  readonly columnIndex: number;
  readonly rowCount: number;
  readonly columnCount: number;
}

/** Cells that Sheets did not take: the current user may not edit them, or their data validation rejects the value. */
export interface Refusal extends Area {
  readonly why: 'protected' | 'rejected';
}

/** One sheet of the document. */
export interface Table {
  /** A number that never changes, even when the sheet is renamed. */
  readonly sheetId: number;
  readonly name: string;
  /** Reads everything in one service call. */
  read(): Grid;
  /**
   * Writes each block in one service call, growing the sheet if it is too small, then makes them visible. Text stays
   * text, even if it looks like a formula, a number or a date. Gives the cells that were refused; all others hold what
   * was written. Throws `ServiceDown` where Sheets does not answer.
   */
  write(blocks: readonly Block[]): readonly Refusal[];
  /** Which of these cells the current user may not edit. */
  locked(areas: readonly Area[]): readonly Area[];
  /** The formulas of the whole used part as `read` counts it, empty texts elsewhere, in one service call. */
  formulas(): string[][];
  /** The range of the sheet's filter, its header row included; undefined where it has none. */
  filter(): Area | undefined;
  /** Deletes rows; `rowIndex` from 0. */
  deleteRows(rowIndex: number, count: number): void;
  /**
   * Sets widths and hides columns (indexes from 0), and tells whether Sheets allowed it. Does nothing to what is hidden
   * already.
   */
  layOut(columns: readonly ColumnLayout[]): boolean;
  /** The indexes (from 0) of the rows that the user has selected, in order, each once. */
  selectedRows(): number[];
  /** Brings the sheet to the front for the current user, and selects this row (from 0) if one is given. */
  show(rowIndex?: number): void;
}

/** How a column looks: hidden, or this wide in pixels. */
export interface ColumnLayout {
  /** From 0. */
  readonly columnIndex: number;
  readonly width: number | 'hidden';
}

/** How dates and numbers are written for the current user. */
export interface Calendar {
  /** The document's, by its IANA name. */
  readonly timeZone: string;
  /** The user's, for instance `de` or `en-GB`. */
  readonly locale: string;
}

/** The document in which the add-on is open. */
export interface Workbook {
  /** Identifies the document; never changes. */
  readonly id: string;
  /** The name that people have given the document. */
  name(): string;
  /** The sheet in front of the user; in a trigger, the first one. */
  activeTable(): Table;
  /** Undefined when no sheet has this id. */
  tableById(sheetId: number): Table | undefined;
  /** Undefined when no sheet has this name. */
  tableByName(name: string): Table | undefined;
  /** Adds an empty sheet at the end and leaves the active one active. Throws when the name is taken. */
  addTable(name: string): Table;
  timeZone(): string;
  calendar(): Calendar;
  /** A short message in the corner; does nothing when no user is present. */
  toast(text: string): void;
}
