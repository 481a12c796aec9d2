/**
 * Data validation and typed columns: what a cell accepts (Docs editors help, "Create an in-cell dropdown list"; A).
 * probe: sheets/validated-cell
 */
import type { Cell } from './typed-cell.ts';

export interface CellRule {
  /** A dropdown's choices, or the type of a table's column. */
  readonly accepts: readonly string[] | 'number' | 'date' | 'text' | 'checkbox';
  /** Rejects the input; otherwise Sheets only marks the cell. */
  readonly rejects: boolean;
}

export function violates(rule: CellRule | undefined, value: Cell): boolean {
  return rule?.rejects === true && value !== '' && !accepts(rule, value);
}

function accepts({ accepts: wanted }: CellRule, value: Cell): boolean {
  switch (wanted) {
    case 'number':
      return typeof value === 'number';
    case 'date':
      return value instanceof Date;
    case 'text':
      return typeof value === 'string';
    case 'checkbox':
      return typeof value === 'boolean';
    default:
      return wanted.includes(String(value));
  }
}
