import type { Grid } from '../../platform/table.ts';
import type { ColumnChoice, ColumnChoices } from '../../sync/sheet/column-choices.ts';
import {
  type ColumnKind,
  columnKindFrom,
  columnKindOf,
  columnKindText,
} from '../../sync/sheet/column-kinds.ts';
import { columnLetter } from '../../sync/sheet/columns.ts';
import { recordIn, wrongInput } from './input.ts';

interface TypedColumn {
  readonly letter: string;
  readonly header: string;
  readonly meaning: ColumnKind;
  readonly blankClears: boolean;
}

/** More columns than anybody shows in a sidebar; Sheets itself takes 18,278. */
const maxColumns = 500;

/**
 * What the user has chosen, checked against the sheet as it is now. A column whose choice is what its header says
 * anyway is left out, so that it goes on following its header. Throws `SettingsWrong` for a column that has
 * changed its header meanwhile, for two of one meaning, and for what is no choice.
 */
export function choicesIn(input: unknown, grid: Grid): ColumnChoices {
  const { columns } = recordIn(input);
  if (!Array.isArray(columns) || columns.length > maxColumns) throw wrongInput(invalidColumns);
  const typed = columns.map(typedColumn);
  refuseDuplicates(typed);
  if (!typed.some(({ meaning }) => meaning.kind === 'id')) {
    throw wrongInput('Choose the column that holds the contact ids.');
  }
  refuseMoved(typed, grid);
  return typed.flatMap((column) => choiceOf(column));
}

function typedColumn(input: unknown): TypedColumn {
  const { letter, header, meaning, blankClears } = recordIn(input);
  const known = typeof meaning === 'string' ? columnKindFrom(meaning) : undefined;
  const isColumn = typeof letter === 'string' && typeof header === 'string';
  if (!isColumn || known === undefined || typeof blankClears !== 'boolean') throw wrongInput(invalidColumns);
  return { letter, header: header.trim(), meaning: known, blankClears };
}

function choiceOf({ header, meaning, blankClears }: TypedColumn): ColumnChoice[] {
  const isField = meaning.kind === 'field';
  const clears = isField && blankClears;
  if (columnKindText(columnKindOf(header)) === columnKindText(meaning) && !clears) return [];
  return [{ header, meaning: columnKindText(meaning), blankClears: clears }];
}

function refuseDuplicates(typed: readonly TypedColumn[]): void {
  const seen = new Map<string, TypedColumn>();
  for (const column of typed) {
    if (column.meaning.kind === 'ignored') continue;
    const text = columnKindText(column.meaning);
    const twin = seen.get(text);
    if (twin !== undefined) {
      throw wrongInput(
        `The columns ${twin.letter} and ${column.letter} cannot both be the same. Choose something else for one of them.`,
      );
    }
    seen.set(text, column);
  }
}

/** Somebody may have moved or renamed columns since the sidebar was drawn. */
function refuseMoved(typed: readonly TypedColumn[], { cells }: Grid): void {
  const isThere = ({ letter, header }: TypedColumn) =>
    cells.some((row) =>
      row.some((cell, columnIndex) => columnLetter(columnIndex) === letter && String(cell).trim() === header),
    );
  const moved = typed.find((column) => !isThere(column));
  if (moved === undefined) return;
  throw wrongInput(
    `The column ${moved.letter} is not called "${moved.header.slice(0, 60)}" any more. Look at the columns again, and save once more.`,
  );
}

const invalidColumns = 'The sidebar sent something that it should not. Close it and open it again.';
