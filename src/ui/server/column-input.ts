/** Reads and checks the mapping of columns that the sidebar sends. */
import { trimInvisible } from '../../keap/contacts/invisible-characters.ts';
import type { Grid } from '../../platform/table.ts';
import type { ColumnChoice, ColumnChoices } from '../../sync/sheet/column-choices.ts';
import {
  type ColumnKind,
  columnKindFrom,
  columnKindOf,
  columnKindText,
} from '../../sync/sheet/column-kinds.ts';
import { columnLetter } from '../../sync/sheet/columns.ts';
import { dependsOnOthers } from '../../sync/sheet/header-names.ts';
import { invalidRequest, recordIn, wrongInput } from './input.ts';

interface TypedColumn {
  readonly letter: string;
  readonly header: string;
  readonly kind: ColumnKind;
  readonly blankClears: boolean;
}

/** More columns than anyone maps in a sidebar; Sheets itself allows 18,278. */
const maxColumns = 500;

/**
 * The user's choices, checked against the sheet as it is now. A column whose choice matches its header is left out, so
 * that it keeps following its header. Throws `SettingsWrong` for a column whose header has changed, for two columns of
 * the same kind, and for invalid input.
 */
export function choicesIn(input: unknown, grid: Grid): ColumnChoices {
  const { columns } = recordIn(input);
  if (!Array.isArray(columns) || columns.length > maxColumns) throw wrongInput(invalidRequest);
  const typed = columns.map(readColumn);
  rejectDuplicates(typed);
  if (!typed.some(({ kind }) => kind.kind === 'id')) {
    throw wrongInput('Choose the column that holds the contact ids.');
  }
  rejectMoved(typed, grid);
  return typed.flatMap((column) => choiceOf(column));
}

function readColumn(input: unknown): TypedColumn {
  // A sidebar that was opened before an update calls the kind `meaning`.
  const { letter, header, meaning, kind = meaning, blankClears } = recordIn(input);
  const known = typeof kind === 'string' ? columnKindFrom(kind) : undefined;
  const isColumn = typeof letter === 'string' && typeof header === 'string';
  if (!isColumn || known === undefined || typeof blankClears !== 'boolean') throw wrongInput(invalidRequest);
  return { letter, header: trimInvisible(header), kind: known, blankClears };
}

function choiceOf({ header, kind, blankClears }: TypedColumn): ColumnChoice[] {
  const clears = kind.kind === 'field' && blankClears;
  const isOwn = columnKindText(columnKindOf(header)) === columnKindText(kind) && !dependsOnOthers(header);
  if (isOwn && !clears) return [];
  return [{ header, meaning: columnKindText(kind), blankClears: clears }];
}

function rejectDuplicates(typed: readonly TypedColumn[]): void {
  const seen = new Map<string, TypedColumn>();
  for (const column of typed) {
    if (column.kind.kind === 'ignored' || isFlag(column)) continue;
    const text = columnKindText(column.kind);
    const duplicate = seen.get(text);
    if (duplicate !== undefined) {
      throw wrongInput(
        `Columns ${duplicate.letter} and ${column.letter} are both mapped to the same field. Change one of them.`,
      );
    }
    seen.set(text, column);
  }
}

/** Columns of yes and no are read together with the opt-out reason. */
function isFlag({ header, kind }: TypedColumn): boolean {
  return kind.kind === 'opt-out' && columnKindOf(header).kind === 'opt-out-flag';
}

/** Someone may have moved or renamed columns since the sidebar was drawn. */
function rejectMoved(typed: readonly TypedColumn[], { cells }: Grid): void {
  const isThere = ({ letter, header }: TypedColumn) =>
    cells.some((row) =>
      row.some(
        (cell, columnIndex) => columnLetter(columnIndex) === letter && trimInvisible(String(cell)) === header,
      ),
    );
  const moved = typed.find((column) => !isThere(column));
  if (moved === undefined) return;
  throw wrongInput(
    `Column ${moved.letter} is no longer called "${moved.header.slice(0, 60)}". Check the columns and save again.`,
  );
}
