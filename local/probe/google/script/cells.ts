/** Cells that calculate, refuse or are protected, and the exceptions of ranges and sheets. */
import { byName, cellAnswer, givenBy, thrownBy } from './answers.ts';
import type { Area, Probe } from './probe.ts';

const arrays = ['local/appsscript/array-formula.ts'];
const rules = ['local/appsscript/cell-rule.ts', 'local/appsscript/writes.ts'];
const ranges = ['local/appsscript/services/range.ts', 'local/appsscript/services/sheet.ts'];

export const cellProbes: readonly Probe[] = [
  {
    id: 'sheets/spill',
    question: 'Has only the first cell of a block that an array formula fills a formula?',
    reliesOn: arrays,
    promises: ['R6'],
    assumed: { formulas: ['a formula', '', ''], values: [1, 2, 3] },
    setUp: ({ cells }) => void cells().setFormula('=SEQUENCE(3)'),
    ask({ cells }) {
      const range = cells(3);
      return {
        values: range.getValues().map(([value]) => cellAnswer(value)),
        formulas: range.getFormulas().map(([formula]) => (formula === '' ? '' : 'a formula')),
      };
    },
  },
  {
    id: 'sheets/write-into-spill',
    question:
      'Does a value that is written into the block of an array formula turn its first cell into #REF!?',
    reliesOn: arrays,
    promises: ['R6'],
    assumed: { blocked: ['#REF!', 'x', ''], cleared: [1, 2, 3], exception: 'nothing' },
    setUp: ({ cells }) => void cells().setFormula('=SEQUENCE(3)'),
    ask({ cells, at }) {
      const problem = thrownBy(() => at(2, 1).setValue('x'));
      const values = () =>
        cells(3)
          .getValues()
          .map(([value]) => cellAnswer(value));
      const blocked = values();
      at(2, 1).clearContent();
      return { exception: problem, blocked, cleared: values() };
    },
  },
  {
    id: 'sheets/empty-text-into-spill',
    question:
      'Does an empty text that is written into the block of an array formula leave the block as it is?',
    reliesOn: arrays,
    promises: ['R6'],
    assumed: [1, 2, 3],
    setUp: ({ cells }) => void cells().setFormula('=SEQUENCE(3)'),
    ask({ cells, at }) {
      at(2, 1).setValue('');
      return cells(3)
        .getValues()
        .map(([value]) => cellAnswer(value));
    },
  },
  {
    id: 'sheets/error-values',
    question: 'What do getValue and getDisplayValue give for a formula that ends in an error?',
    reliesOn: arrays,
    promises: ['R8', 'R9'],
    assumed: { shown: ['#DIV/0!', '#N/A'], values: ['#DIV/0!', '#N/A'] },
    setUp: ({ cells }) => void cells(1, 2).setFormulas([['=1/0', '=NA()']]),
    ask({ cells }) {
      const range = cells(1, 2);
      return {
        values: range.getValues()[0]?.map(cellAnswer) ?? null,
        shown: range.getDisplayValues()[0] ?? null,
      };
    },
  },
  {
    id: 'sheets/pending-formula',
    question: 'What does a formula that loads data from elsewhere give right after it was written?',
    reliesOn: arrays,
    promises: ['R8', 'R9'],
    assumed: 'Loading...',
    notSimulated: 'The emulator computes such a formula as soon as somebody has the document open.',
    setUp: ({ cells }) => void cells().setFormula('=IMPORTDATA("https://www.google.com/robots.txt")'),
    ask: ({ cells }) => cellAnswer(cells().getValue()),
  },
  {
    id: 'sheets/checkbox',
    question:
      'Which values does an unticked checkbox give, and with which words and when does it refuse a text?',
    reliesOn: rules,
    promises: ['R8', 'R9'],
    playedBy: 'Behavior.refusedWritesThrowAt',
    assumed: {
      after: false,
      text: 'at the flush: Exception: The data you entered in cell (cell) violates the data validation rules set on this cell.',
      unticked: false,
    },
    setUp: ({ cells }) => void cells().insertCheckboxes(),
    ask({ cells }) {
      const cell = cells();
      cell.setValue(false);
      const unticked = cellAnswer(cell.getValue());
      return {
        unticked,
        text: refusalOf(() => cell.setValue('perhaps')),
        after: givenBy(() => cellAnswer(cell.getValue())),
      };
    },
  },
  {
    id: 'sheets/validated-cell',
    question: 'With which words and when does a cell with a dropdown that rejects other values refuse one?',
    reliesOn: rules,
    promises: ['R8'],
    playedBy: 'Behavior.refusedWritesThrowAt',
    assumed: {
      after: 'yes',
      text: 'at the flush: Exception: The data you entered in cell (cell) violates the data validation rules set on this cell.',
    },
    setUp: dropdown,
    ask({ cells }) {
      const cell = cells();
      cell.setValue('yes');
      return {
        text: refusalOf(() => cell.setValue('maybe')),
        after: givenBy(() => cellAnswer(cell.getValue())),
      };
    },
  },
  {
    id: 'sheets/validated-block',
    question:
      'Does one refused cell keep the other cells of the same setValues, and of later ones, from being written?',
    reliesOn: rules,
    promises: ['R8'],
    playedBy: 'Behavior.refusedWritesThrowAt',
    assumed: {
      text: 'at the flush: Exception: The data you entered in cell (cell) violates the data validation rules set on this cell.',
      values: [
        ['', ''],
        ['', ''],
      ],
    },
    setUp: dropdown,
    ask({ cells, at }) {
      const text = refusalOf(
        () => cells(1, 2).setValues([['maybe', 'beside']]),
        () => at(2, 1).setValue('below'),
      );
      const values = cells(2, 2).getValues();
      return { text, values: values.map((row) => row.map(cellAnswer)) };
    },
  },
  {
    id: 'sheets/validated-blank',
    question: 'May a cell with a dropdown that rejects other values be emptied?',
    reliesOn: rules,
    promises: ['R8'],
    assumed: { clearContent: 'not refused', setValue: 'not refused' },
    setUp: dropdown,
    ask({ cells }) {
      const cell = cells();
      cell.setValue('yes');
      return {
        setValue: refusalOf(() => cell.setValue('')),
        clearContent: refusalOf(() => cell.clearContent()),
      };
    },
  },
  {
    id: 'sheets/chips',
    question:
      'What do smart chips give that somebody has put into the first cells of a sheet "Probe by hand"?',
    reliesOn: ['local/appsscript/typed-cell.ts'],
    promises: ['R8'],
    assumed: { notAsked: 'There is no sheet "Probe by hand".' },
    ask() {
      const byHand = SpreadsheetApp.getActiveSpreadsheet().getSheetByName('Probe by hand');
      if (byHand === null) return { notAsked: 'There is no sheet "Probe by hand".' };
      // People and files are named in chips: only the kind of each value is told.
      return byHand
        .getRange(1, 1, 5, 1)
        .getValues()
        .map(([value]) => (value === '' ? 'empty' : value instanceof Date ? 'date' : typeof value));
    },
  },
  {
    id: 'sheets/filter-sort',
    question: 'Does sorting by a filter move the cells of its range only?',
    reliesOn: ['local/appsscript/services/filter.ts', 'local/appsscript/spreadsheet.ts'],
    promises: ['R4'],
    assumed: [
      ['h', 'h', 'h'],
      ['a', 'row of a', 'beside b'],
      ['b', 'row of b', 'beside a'],
    ],
    notSimulated: 'In the emulator, only a person sorts by a filter.',
    ask({ sheet, cells }) {
      cells(3, 3).setValues([
        ['h', 'h', 'h'],
        ['b', 'row of b', 'beside b'],
        ['a', 'row of a', 'beside a'],
      ]);
      sheet.getFilter()?.remove();
      cells(3, 2).createFilter();
      const filter = sheet.getFilter();
      try {
        filter?.sort(cells().getColumn(), true);
        return cells(3, 3)
          .getValues()
          .map((row) => row.map(cellAnswer));
      } finally {
        filter?.remove();
      }
    },
  },
  {
    id: 'sheets/moved-range',
    question: 'Does a range keep its position when a row is inserted above it?',
    reliesOn: ranges,
    promises: ['R4'],
    assumed: { moved: 0, value: '' },
    ask({ sheet, cells }) {
      const cell = cells();
      cell.setValue('before');
      const row = cell.getRow();
      sheet.insertRowsBefore(row, 1);
      const answer = { moved: cell.getRow() - row, value: cellAnswer(cell.getValue()) };
      sheet.deleteRow(row);
      return answer;
    },
  },
  {
    id: 'sheets/exceptions-of-ranges',
    question:
      'With which words do ranges refuse wrong sizes, wrong arguments and cells outside of the sheet?',
    reliesOn: ranges,
    promises: ['R8'],
    assumed: {
      'no array':
        "Exception: The parameters (String) don't match the method signature for SpreadsheetApp.Range.setValues.",
      'no notation': 'Exception: Range not found',
      'no rows': 'Exception: The number of rows in the range must be at least 1.',
      outside: 'Exception: The coordinates of the range are outside the dimensions of the sheet.',
      'row 0': 'Exception: The starting row of the range is too small.',
      'too few columns':
        'Exception: The number of columns in the data does not match the number of columns in the range. The data has 1 but the range has 2.',
      'too few rows':
        'Exception: The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.',
    },
    ask({ sheet, cells }) {
      const wrong: unknown = 'not an array';
      return byName([
        ['too few rows', thrownBy(() => cells(2).setValues([['a']]))],
        ['too few columns', thrownBy(() => cells(1, 2).setValues([['a']]))],
        ['no array', thrownBy(() => cells().setValues(wrong as unknown[][]))],
        ['row 0', thrownBy(() => sheet.getRange(0, 1))],
        ['no rows', thrownBy(() => sheet.getRange(1, 1, 0, 1))],
        ['outside', thrownBy(() => sheet.getRange(sheet.getMaxRows(), 1, 2, 1).getValues())],
        ['no notation', thrownBy(() => sheet.getRange('not a range'))],
      ]);
    },
  },
  {
    id: 'sheets/exceptions-of-sheets',
    question: 'With which words do sheets refuse a taken name, an empty name, and rows that are not there?',
    reliesOn: ranges,
    promises: ['R8'],
    assumed: {
      'columns outside': 'Exception: Those columns are out of bounds.',
      'empty name': 'Exception: The sheet name cannot be empty.',
      'no rows': 'Exception: The number of rows must be at least 1.',
      'rows outside': 'Exception: Those rows are out of bounds.',
      'taken name':
        'Exception: A sheet with the name "Probe scratch" already exists. Please enter another name.',
      'taken name in capitals':
        'Exception: A sheet with the name "PROBE SCRATCH" already exists. Please enter another name.',
    },
    ask({ sheet }) {
      const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
      return byName([
        ['taken name', thrownBy(() => spreadsheet.insertSheet(sheet.getName()))],
        ['taken name in capitals', thrownBy(() => spreadsheet.insertSheet(sheet.getName().toUpperCase()))],
        ['empty name', thrownBy(() => sheet.setName(''))],
        ['rows outside', thrownBy(() => sheet.deleteRows(sheet.getMaxRows(), 2))],
        ['no rows', thrownBy(() => sheet.insertRowsAfter(1, 0))],
        ['columns outside', thrownBy(() => sheet.hideColumns(sheet.getMaxColumns() + 1))],
      ]);
    },
  },
  {
    id: 'sheets/deleted-sheet',
    question: 'What does a range of a sheet do that was deleted meanwhile?',
    reliesOn: ranges,
    promises: ['R3', 'R8'],
    assumed: { read: 'Exception: Sheet (id) not found', write: 'Exception: Sheet (id) not found' },
    ask() {
      const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
      const other = spreadsheet.insertSheet('Probe deleted');
      const range = other.getRange(1, 1);
      spreadsheet.deleteSheet(other);
      const name = (text: string) => text.replace(/\d{3,}/g, '(id)').replace(/Sheet \d+/, 'Sheet (id)');
      return {
        read: name(thrownBy(() => range.getValues())),
        write: name(thrownBy(() => range.setValue('a'))),
      };
    },
  },
  {
    id: 'sheets/sheet-by-name',
    question: 'Does getSheetByName find a name in other case, or with spaces around it?',
    reliesOn: ['local/appsscript/services/spreadsheet-app.ts'],
    promises: ['R6'],
    assumed: { 'other case': true, 'spaces around': false },
    ask({ sheet }) {
      const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
      const found = (name: string) => spreadsheet.getSheetByName(name) !== null;
      return {
        'other case': found(sheet.getName().toUpperCase()),
        'spaces around': found(` ${sheet.getName()} `),
      };
    },
  },
  {
    id: 'sheets/size-of-a-new-sheet',
    question: 'How many rows and columns does a new sheet have?',
    reliesOn: ['local/appsscript/spreadsheet.ts'],
    promises: ['R6'],
    assumed: { columns: 26, rows: 1000 },
    ask() {
      const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
      const other = spreadsheet.insertSheet('Probe size');
      const size = { rows: other.getMaxRows(), columns: other.getMaxColumns() };
      spreadsheet.deleteSheet(other);
      return size;
    },
  },
  {
    id: 'sheets/active-after-insert',
    question: 'Does a sheet that a script inserts come to the front?',
    reliesOn: ['local/appsscript/services/spreadsheet-app.ts'],
    promises: ['R6'],
    assumed: true,
    ask() {
      const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
      const other = spreadsheet.insertSheet('Probe front');
      const isInFront = spreadsheet.getActiveSheet().getName() === 'Probe front';
      spreadsheet.deleteSheet(other);
      return isInFront;
    },
  },
];

/** Asked by an editor who is not the owner, in what the owner's run has protected. */
export const editorProbes: readonly Probe[] = [
  {
    id: 'protection/refused-write',
    question: 'With which words and when does a protected sheet refuse an editor who may not edit it?',
    reliesOn: ['local/appsscript/protection.ts', 'local/appsscript/writes.ts'],
    promises: ['R8'],
    playedBy: 'Behavior.refusedWritesThrowAt',
    assumed: {
      canEdit: false,
      text: 'at the flush: Exception: You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
    },
    ask({ sheet }) {
      const cell = sheet.getRange(1, 1);
      return { canEdit: cell.canEdit(), text: refusalOf(() => cell.setValue('a')) };
    },
  },
  {
    id: 'protection/listed',
    question:
      'Does an editor who may not edit a protected sheet see its protection, and that it keeps him out?',
    reliesOn: ['local/appsscript/services/protection.ts'],
    promises: ['R8'],
    assumed: [{ canEdit: false, isWarningOnly: false }],
    ask: ({ sheet }) =>
      sheet
        .getProtections(SpreadsheetApp.ProtectionType.SHEET)
        .map((one) => ({ canEdit: one.canEdit(), isWarningOnly: one.isWarningOnly() })),
  },
  {
    id: 'protection/structure',
    question: 'May an editor who may not edit a protected sheet insert rows, hide columns or rename it?',
    reliesOn: ['local/appsscript/protection.ts', 'local/appsscript/services/sheet.ts'],
    promises: ['R8'],
    assumed: {
      hideColumns:
        'at the flush: Exception: You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
      insertRows:
        'at the flush: Exception: You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
      rename:
        'at the flush: Exception: You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
    },
    ask: ({ sheet }) => ({
      insertRows: refusalOf(() => sheet.insertRowsAfter(1, 1)),
      hideColumns: refusalOf(() => sheet.hideColumns(1)),
      rename: refusalOf(() => sheet.setName('Probe renamed')),
    }),
  },
];

/** What refuses these writes, and after which step: the write, a later write, or the flush. */
function refusalOf(write: () => unknown, later: () => unknown = () => undefined): string {
  const steps: readonly (readonly [string, () => unknown])[] = [
    ['at the write', write],
    ['at a later write', later],
    ['at the flush', () => SpreadsheetApp.flush()],
  ];
  const problems = steps.flatMap(([name, work]) => {
    const problem = thrownBy(work);
    return problem === 'nothing' ? [] : [`${name}: ${problem}`];
  });
  return problems.length === 0
    ? 'not refused'
    : problems.join('; ').replace(/\bcell [A-Z]+\d+/g, 'cell (cell)');
}

function dropdown({ cells }: Area): void {
  const rule = SpreadsheetApp.newDataValidation()
    .requireValueInList(['yes', 'no'])
    .setAllowInvalid(false)
    .build();
  cells().setDataValidation(rule);
}

/** What the owner protects against everybody else, for `editorProbes`. */
export function protectSheet(sheet: GoogleAppsScript.Spreadsheet.Sheet): void {
  const protection = sheet.protect();
  protection.removeEditors(protection.getEditors());
}
