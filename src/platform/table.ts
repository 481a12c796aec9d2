/** What a cell holds: an empty cell is an empty string, a date or time is a Date, all else as typed. */
export type Cell = string | number | boolean | Date;

/** The whole used part of a sheet, read at one moment. */
export interface Grid {
  /** Rows from the sheet's first one; every row has the same number of cells. */
  readonly cells: readonly (readonly Cell[])[];
  /** IANA name, for instance `Europe/Berlin`: dates in cells are meant in it. */
  readonly timeZone: string;
}

/** A block of new cells; `rowIndex` and `columnIndex` count from 0 and name its upper left corner. */
export interface Block {
  readonly rowIndex: number;
  readonly columnIndex: number;
  readonly cells: readonly (readonly Cell[])[];
}

/** One sheet of the document. */
export interface Table {
  /** A number that stays with the sheet for life, whatever it is called. */
  readonly sheetId: number;
  readonly name: string;
  /** Reads everything in one service call. */
  read(): Grid;
  /**
   * Writes each block in one service call, growing the sheet where it is too small, then makes them visible.
   * Text stays text: nothing that it begins with makes it a formula, a number or a date.
   */
  write(blocks: readonly Block[]): void;
  /** The formulas of the whole used part as `read` counts it, empty texts elsewhere, in one service call. */
  formulas(): string[][];
  /** Takes rows out for good; `rowIndex` from 0. */
  deleteRows(rowIndex: number, count: number): void;
  /** Hides a column from view; `columnIndex` from 0. Hiding a hidden one is no error. */
  hideColumn(columnIndex: number): void;
  /** The row indexes (from 0) that the user has selected, in order, each once. */
  selectedRows(): number[];
  /** Brings the sheet to the front of whoever watches, with this row (from 0) selected where one is given. */
  show(rowIndex?: number): void;
}

/** How moments and numbers are written for whoever works with the document. */
export interface Calendar {
  /** The document's, an IANA name. */
  readonly timeZone: string;
  /** The person's, for instance `de` or `en-GB`. */
  readonly locale: string;
}

/** The document that the add-on is open in. */
export interface Workbook {
  /** Names the document for life. */
  readonly id: string;
  /** The sheet in front of the user; in a trigger, the first one. */
  activeTable(): Table;
  /** Undefined where no sheet has this id any more. */
  tableById(sheetId: number): Table | undefined;
  /** Undefined where no sheet is called so. */
  tableByName(name: string): Table | undefined;
  /** Adds an empty sheet at the end; the one in front stays in front. Throws where another one is called so. */
  addTable(name: string): Table;
  timeZone(): string;
  calendar(): Calendar;
  /** A passing word in the corner; where nobody watches, nothing happens. */
  toast(text: string): void;
}
