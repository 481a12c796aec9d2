/** What a person does in the emulator, because there only people can; in Google Sheets, the script does it. */
import type { SheetDisplay } from '../../appsscript/sheet-display.ts';

/** By question: the cell is the upper left one of its rows, which count from 0. */
export const byHand: Readonly<Record<string, (sheet: SheetDisplay, row: number) => void>> = {
  'sheets/spill': spill,
  'sheets/write-into-spill': spill,
  'sheets/empty-text-into-spill': spill,
  'sheets/error-values'(sheet, row) {
    sheet.setFormula(row, 0, { formula: '=1/0', values: [['#DIV/0!']] });
    sheet.setFormula(row, 1, { formula: '=NA()', values: [['#N/A']] });
  },
  'sheets/pending-formula': loads,
  'trigger/pending-formula': loads,
  'sheets/checkbox': (sheet, row) => sheet.setRule(cell(row), { accepts: 'checkbox', rejects: true }),
  'sheets/validated-cell': dropdown,
  'sheets/validated-block': dropdown,
  'sheets/validated-blank': dropdown,
};

function spill(sheet: SheetDisplay, row: number): void {
  sheet.setFormula(row, 0, { formula: '=SEQUENCE(3)', values: [[1], [2], [3]] });
}

function loads(sheet: SheetDisplay, row: number): void {
  const formula = '=IMPORTDATA("https://www.google.com/robots.txt")';
  sheet.setFormula(row, 0, { formula, values: [['User-agent: *']], whileClosed: 'Loading...' });
}

function dropdown(sheet: SheetDisplay, row: number): void {
  sheet.setRule(cell(row), { accepts: ['yes', 'no'], rejects: true });
}

function cell(row: number): string {
  return `A${row + 1}`;
}
