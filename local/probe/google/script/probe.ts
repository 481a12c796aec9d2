/** The questions that the script asks Google, and where it asks them. */
import type { Json, Question } from '../../question.ts';

/** A block of the scratch sheet that belongs to one question. */
export interface Area {
  readonly sheet: GoogleAppsScript.Spreadsheet.Sheet;
  /** A range from the upper left cell of the block: of one cell, unless the size is given. */
  cells(rows?: number, columns?: number): GoogleAppsScript.Spreadsheet.Range;
  /** One cell of the block; both count from 1. */
  at(row: number, column: number): GoogleAppsScript.Spreadsheet.Range;
}

export interface Probe extends Question {
  /** What a person could also do by hand; in the emulator, a person does it. */
  readonly setUp?: (area: Area) => void;
  /** Asks, and throws what Google throws. Without it, the answer comes from elsewhere in the script. */
  readonly ask?: (area: Area) => Json;
}

/**
 * How an execution was started: from the menu, by opening the document, by a clock trigger, by a visit of the callback
 * address, by a page, from the menu by an editor who is not the owner, or in a second document.
 */
export type Start = 'menu' | 'open' | 'trigger' | 'callback' | 'dialog' | 'editor' | 'documents';

/** Rows and columns of an area. */
export const areaSize = { rows: 10, columns: 8 } as const;
