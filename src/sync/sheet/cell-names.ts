/** Names rows and cells as people see them. */
import type { Calendar } from '../../platform/table.ts';
import type { CellIndex } from './cell-blocks.ts';
import { columnLetter } from './columns.ts';
import { numberText } from './localized-text.ts';

/** As many names as a sentence can hold. */
const maxNamed = 10;

/** For instance `row 3`, `rows 3, 5 and 7`, `rows 2, 3, … and 40 more`; indexes from 0, in any order. */
export function rowNames(rowIndexes: Iterable<number>, calendar: Calendar): string {
  const lines = [...new Set(rowIndexes)].sort((one, other) => one - other).map((index) => String(index + 1));
  return `${lines.length === 1 ? 'row' : 'rows'} ${listText(lines, calendar)}`;
}

/** For instance `cell C3` and `cells C3, D3 and C4`. */
function cellNames(cells: readonly CellIndex[], calendar: Calendar): string {
  const names = [...new Set(cells.map(cellName))];
  return `${names.length === 1 ? 'cell' : 'cells'} ${listText(names, calendar)}`;
}

/** For instance `C3`. */
export function cellName({ rowIndex, columnIndex }: CellIndex): string {
  return `${columnLetter(columnIndex)}${rowIndex + 1}`;
}

/** What is said of cells that Sheets refused; nothing where there are none. */
export function refusedSentence(cells: readonly CellIndex[], calendar: Calendar): string[] {
  if (cells.length === 0) return [];
  return [
    `Sheets did not accept ${cellNames(cells, calendar)}, because they are protected or data validation rejects the values.`,
  ];
}

function listText(names: readonly string[], calendar: Calendar): string {
  const more = names.length - maxNamed;
  if (more > 0) return `${names.slice(0, maxNamed).join(', ')} and ${numberText(more, calendar)} more`;
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((text) => text !== '').join(' and ');
}
