/** What Sheets makes of texts and other values that a script writes into cells. */
import { cellAnswer, contentOf, shownDate, thrownBy, writtenTexts } from './answers.ts';
import type { Probe } from './probe.ts';

const typing = ['local/appsscript/typed-cell.ts'];
const writing = ['local/appsscript/spreadsheet.ts'];

export const typingProbes: readonly Probe[] = [
  {
    id: 'sheets/typed-numbers',
    question: 'Which texts become numbers when setValues writes them into cells without a format?',
    reliesOn: typing,
    promises: ['R1', 'R5', 'R6'],
    assumed: {
      ' 5 ': 5,
      $5: 5,
      '(5)': -5,
      '.5': 0.5,
      '007': 7,
      '1,234': 1234,
      '1,5': '1,5',
      '12%': 0.12,
      '1e3': 1000,
      '１２': '１２',
    },
    ask: ({ cells }) =>
      writtenTexts(cells, ['007', '1,234', '1,5', '$5', '(5)', '12%', '1e3', '.5', ' 5 ', '１２']),
  },
  {
    id: 'sheets/typed-dates',
    question: 'Which texts become dates and times when setValues writes them into cells without a format?',
    reliesOn: typing,
    promises: ['R1', 'R5', 'R6'],
    assumed: {
      '1-2': { date: '01-02 00:00:00' },
      '1/2': { date: '01-02 00:00:00' },
      '1:30': { date: '12-30 01:30:00' },
      '1:30 pm': { date: '12-30 13:30:00' },
      '2026-01-31': { date: '01-31 00:00:00' },
      '2026-01-31 08:30': { date: '01-31 08:30:00' },
      '31.01.2026': '31.01.2026',
      '5 Jan 2026': { date: '01-05 00:00:00' },
      'Jan 5': { date: '01-05 00:00:00' },
      'January 2026': { date: '01-01 00:00:00' },
    },
    ask: ({ cells }) =>
      writtenTexts(cells, [
        ...['2026-01-31', '1/2', '1-2', '31.01.2026', 'Jan 5', '5 Jan 2026', 'January 2026'],
        ...['2026-01-31 08:30', '1:30', '1:30 pm'],
      ]),
  },
  {
    id: 'sheets/typed-booleans',
    question:
      'Which words become TRUE or FALSE when setValues writes them, in a spreadsheet of the United States?',
    reliesOn: typing,
    promises: ['R6', 'R9'],
    assumed: { true: true, FALSE: false, wahr: 'wahr', vrai: 'vrai', falso: 'falso', yes: 'yes' },
    notSimulated: 'The emulator counts the words of all languages, because a script cannot tell which apply.',
    ask: ({ cells }) => writtenTexts(cells, ['true', 'FALSE', 'wahr', 'vrai', 'falso', 'yes']),
  },
  {
    id: 'sheets/typed-formulas',
    question: 'Which texts become formulas when setValues writes them into cells without a format?',
    reliesOn: typing,
    promises: ['R6'],
    assumed: {
      ' =1': ' =1',
      "'=1+1": '=1+1',
      '+1+1': { formula: '=+1+1' },
      '-': '-',
      '-A1': { formula: '=-A1' },
      '=': '=',
      '=1+1': { formula: '=1+1' },
      '@A1': '@A1',
    },
    ask: ({ cells }) => writtenTexts(cells, ['=1+1', '=', ' =1', '+1+1', '-A1', '-', '@A1', "'=1+1"]),
  },
  {
    id: 'sheets/typed-error-names',
    question: 'Do the names of errors stay texts when setValues writes them?',
    reliesOn: typing,
    promises: ['R9'],
    assumed: { '#N/A': '#N/A', '#REF!': '#REF!', 'Loading...': 'Loading...' },
    ask: ({ cells }) => writtenTexts(cells, ['#N/A', '#REF!', 'Loading...']),
  },
  {
    id: 'sheets/typed-spaces',
    question: 'Do spaces and line ends around a text stay?',
    reliesOn: typing,
    promises: ['R1', 'R5'],
    assumed: { '\ta': '\ta', ' ': ' ', ' a ': ' a ', 'a\n': 'a\n', 'a\r\nb': 'a\r\nb', ' a': ' a', '​a': '​a' },
    ask: ({ cells }) => writtenTexts(cells, [' a ', '\ta', 'a\n', '\u00a0a', 'a\r\nb', ' ', '\u200ba']),
  },
  {
    id: 'sheets/control-characters',
    question: 'Do control characters, halves of emoji and non-characters come back as they were written?',
    reliesOn: writing,
    promises: ['R1', 'R5', 'R8'],
    assumed: ['61 0 62', '61 b 62', '61 1f 62', '61 d83d 62', '61 ffff 62', '61 d83d de00 62'],
    ask({ cells }) {
      const texts = ['a\u0000b', 'a\u000bb', 'a\u001fb', 'a\ud83db', 'a\uffffb', 'a😀b'];
      const range = cells(texts.length);
      range.setValues(texts.map((text) => [text]));
      return range.getValues().map(([value]) => codesOf(String(value)));
    },
  },
  {
    id: 'sheets/apostrophe-in-automatic-format',
    question:
      'Does an apostrophe at the beginning keep a text as it is, and disappear, in a cell without a format?',
    reliesOn: typing,
    promises: ['R1', 'R6'],
    assumed: { "'": '', "''a": "'a", "'007": '007', "'=1": '=1', "'TRUE": 'TRUE' },
    ask: ({ cells }) => writtenTexts(cells, ["'007", "'=1", "''a", "'", "'TRUE"]),
  },
  {
    id: 'sheets/apostrophe-in-plain-text',
    question: 'Does an apostrophe at the beginning stay part of the text in a cell of the format plain text?',
    reliesOn: ['local/appsscript/open-questions.ts', 'src/gas/table.ts'],
    promises: ['R1', 'R6'],
    playedBy: 'Behavior.plainTextKeepsApostrophe',
    assumed: { "''a": "''a", "'007": "'007", "'=1": "'=1" },
    ask({ cells }) {
      cells(3).setNumberFormat('@');
      return writtenTexts(cells, ["'007", "'=1", "''a"]);
    },
  },
  {
    id: 'sheets/apostrophe-in-number-format',
    question: 'Does an apostrophe at the beginning disappear in a cell of a number format?',
    reliesOn: typing,
    promises: ['R1', 'R6'],
    assumed: { "'007": '007', "'a": 'a' },
    ask({ cells }) {
      cells(2).setNumberFormat('0.00');
      return writtenTexts(cells, ["'007", "'a"]);
    },
  },
  {
    id: 'sheets/plain-text-format',
    question: 'Does everything that is written as a text stay as it is in a cell of the format plain text?',
    reliesOn: writing,
    promises: ['R1', 'R6'],
    playedBy: 'Behavior.plainTextTakesFormulas',
    assumed: {
      ' a ': ' a ',
      '+49 30 1': '+49 30 1',
      '007': '007',
      '1/2': '1/2',
      '=1+1': { formula: '=1+1' },
      TRUE: 'TRUE',
    },
    ask({ cells }) {
      cells(6).setNumberFormat('@');
      return writtenTexts(cells, ['007', '=1+1', '1/2', 'TRUE', ' a ', '+49 30 1']);
    },
  },
  {
    id: 'sheets/number-in-plain-text',
    question: 'Does a number that is written into a cell of the format plain text come back as a number?',
    reliesOn: writing,
    promises: ['R1'],
    assumed: [7, true, 'a date'],
    ask({ cells }) {
      const range = cells(1, 3).setNumberFormat('@');
      range.setValues([[7, true, new Date(Date.UTC(2026, 0, 31, 12))]]);
      return (
        range.getValues()[0]?.map((value) => (value instanceof Date ? 'a date' : cellAnswer(value))) ?? null
      );
    },
  },
  {
    id: 'sheets/other-values',
    question: 'What does setValue make of values that are neither text, number, boolean nor date?',
    reliesOn: writing,
    promises: ['R8'],
    assumed: {
      array: 'a,b',
      infinity: { number: 'Infinity' },
      nan: { number: 'NaN' },
      'no date': 'Invalid Date',
      null: '',
      object: '[object Object]',
      undefined: '',
    },
    ask({ cells }) {
      const cell = cells();
      const kept = (value: unknown) => {
        cell.setValue('before');
        const problem = thrownBy(() => cell.setValue(value));
        return problem === 'nothing' ? cellAnswer(cell.getValue()) : { exception: problem };
      };
      return {
        null: kept(null),
        undefined: kept(undefined),
        nan: kept(Number.NaN),
        infinity: kept(Number.POSITIVE_INFINITY),
        object: kept({ a: 1 }),
        array: kept(['a', 'b']),
        'no date': kept(new Date(Number.NaN)),
      };
    },
  },
  {
    id: 'sheets/large-numbers',
    question: 'Do large numbers stay exact when they are written as numbers and as texts?',
    reliesOn: typing,
    promises: ['R1', 'R5'],
    assumed: ['9007199254740991', '9007199254740992', '12345678901234567000', '0.30000000000000004'],
    ask({ cells }) {
      const range = cells(4);
      range.setValues([[2 ** 53 - 1], ['9007199254740993'], ['12345678901234567890'], [0.1 + 0.2]]);
      return range.getValues().map(([value]) => String(value));
    },
  },
  {
    id: 'sheets/too-long-text',
    question:
      'With which words does Sheets refuse a text of more than 50,000 characters, and does 50,000 fit?',
    reliesOn: [...writing, 'local/appsscript/google-limits.ts'],
    promises: ['R8'],
    assumed: {
      '50000': 'nothing',
      '50001': 'Exception: Your input contains more than the maximum of 50000 characters in a single cell.',
    },
    ask({ cells }) {
      const write = (length: number) =>
        thrownBy(() => {
          cells().setValue('x'.repeat(length));
          SpreadsheetApp.flush();
        });
      const answer = { 50000: write(50_000), 50001: write(50_001) };
      cells().clearContent();
      return answer;
    },
  },
  {
    id: 'sheets/skipped-midnight',
    question: 'Which hour is a typed day on which the clocks of the spreadsheet skip midnight?',
    reliesOn: ['local/appsscript/open-questions.ts', 'local/appsscript/zoned-time.ts'],
    promises: ['R1', 'R5'],
    playedBy: 'Behavior.skippedMidnightIs',
    assumed: '2018-11-04T03:00:00',
    ask({ cells }) {
      const cell = cells();
      cell.setValue('2018-11-04');
      const value: unknown = cell.getValue();
      // The run sets the zone America/Sao_Paulo, where that day began at one o'clock.
      return value instanceof Date
        ? Utilities.formatDate(value, 'Etc/UTC', "yyyy-MM-dd'T'HH:mm:ss")
        : cellAnswer(value);
    },
  },
  {
    id: 'sheets/times-of-day',
    question: 'Which moment does a typed time of day come back as, and how is it shown?',
    reliesOn: typing,
    promises: ['R1', 'R5'],
    assumed: [
      { shown: '1:30', value: '1899-12-30 01:30:00' },
      { shown: '13:30:15', value: '1899-12-30 13:30:15' },
      { shown: '1:30 PM', value: '1899-12-30 13:30:00' },
    ],
    ask({ cells }) {
      const range = cells(3);
      range.setValues([['1:30'], ['13:30:15'], ['1:30 pm']]);
      const shown = range.getDisplayValues();
      return range.getValues().map(([value], row) => ({
        value: value instanceof Date ? shownDate(value, 'yyyy-MM-dd HH:mm:ss') : cellAnswer(value),
        shown: shown[row]?.[0] ?? '',
      }));
    },
  },
  {
    id: 'sheets/written-dates',
    question: 'Does a date come back as the same moment that was written?',
    reliesOn: writing,
    promises: ['R1'],
    assumed: [0, 0, 0],
    ask({ cells }) {
      const moments = [
        Date.UTC(2026, 0, 31, 12, 30, 15),
        Date.UTC(1980, 5, 1),
        Date.UTC(2026, 0, 31, 0, 0, 0, 7),
      ];
      const range = cells(moments.length);
      range.setValues(moments.map((ms) => [new Date(ms)]));
      return range
        .getValues()
        .map(([value], row) =>
          value instanceof Date ? value.getTime() - (moments[row] ?? 0) : cellAnswer(value),
        );
    },
  },
  {
    id: 'sheets/date-display',
    question: 'How are a day and a moment shown in cells that nobody has formatted?',
    reliesOn: ['local/appsscript/number-format.ts'],
    promises: ['R1'],
    assumed: {
      '2026-01-31': '2026-01-31',
      '1/31/2026': '1/31/2026',
      '2026-01-31 08:30': '2026-01-31 8:30:00',
    },
    notSimulated: 'The emulator shows each date year first.',
    ask({ cells }) {
      const texts = ['2026-01-31', '1/31/2026', '2026-01-31 08:30'];
      const range = cells(texts.length);
      range.setValues(texts.map((text) => [text]));
      const shown = range.getDisplayValues();
      return {
        '2026-01-31': shown[0]?.[0] ?? '',
        '1/31/2026': shown[1]?.[0] ?? '',
        '2026-01-31 08:30': shown[2]?.[0] ?? '',
      };
    },
  },
  {
    id: 'sheets/german-typing',
    question: 'What do texts become in a spreadsheet with the locale of Germany?',
    reliesOn: typing,
    promises: ['R1', 'R5', 'R9'],
    assumed: {
      '1,5': 1.5,
      '1.234': 1234,
      '31.01.2026': { date: '01-31 00:00:00' },
      WAHR: true,
      TRUE: true,
      '=1+1': { formula: '=1+1' },
    },
    notSimulated: 'The emulator has the locale of the United States only.',
    ask({ cells }) {
      const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
      const locale = spreadsheet.getSpreadsheetLocale();
      spreadsheet.setSpreadsheetLocale('de_DE');
      try {
        return writtenTexts(cells, ['1,5', '1.234', '31.01.2026', 'WAHR', 'TRUE', '=1+1']);
      } finally {
        spreadsheet.setSpreadsheetLocale(locale);
      }
    },
  },
  {
    id: 'sheets/format-of-a-new-cell',
    question: 'What does getNumberFormat give for a cell that nobody has formatted?',
    reliesOn: ['local/appsscript/number-format.ts'],
    promises: ['R6'],
    assumed: '0.###############',
    ask: ({ cells }) => cells().getNumberFormat(),
  },
  {
    id: 'sheets/format-after-writing',
    question: 'Does writing a number, a date or a percentage change the number format of a cell?',
    reliesOn: writing,
    promises: ['R6'],
    assumed: ['0%', 'h:mm', '0.###############', '0.###############'],
    notSimulated: 'The emulator chooses a format only for times of day.',
    ask({ cells }) {
      const range = cells(4);
      range.setValues([['12%'], ['1:30'], ['a'], [5]]);
      return range.getNumberFormats().map(([format]) => format ?? '');
    },
  },
  {
    id: 'sheets/what-writing-keeps',
    question:
      'Do the note and the number format of a cell stay after setValue, after clearContent and after clear?',
    reliesOn: ['local/appsscript/services/range.ts'],
    promises: ['R6'],
    assumed: {
      clear: { format: '0.###############', note: '' },
      clearContent: { format: '@', note: 'a note' },
      setValue: { format: '@', note: 'a note' },
    },
    ask({ cells }) {
      const cell = cells().setNumberFormat('@');
      cell.setNote('a note');
      const kept = () => ({ note: cell.getNote(), format: cell.getNumberFormat() });
      cell.setValue('a');
      const written = kept();
      cell.clearContent();
      const emptied = kept();
      cell.setValue('a');
      cell.clear();
      return { setValue: written, clearContent: emptied, clear: kept() };
    },
  },
  {
    id: 'sheets/empty-cells',
    question: 'What do the readers give for an empty cell, and is a cell with an empty text blank?',
    reliesOn: ['local/appsscript/services/range.ts'],
    promises: ['R2'],
    assumed: { 'is a single apostrophe blank': true, isBlank: true, shown: ['', ''], values: ['', ''] },
    ask({ cells, at }) {
      const range = cells(1, 2);
      range.setValues([['', "'"]]);
      return {
        values: range.getValues()[0]?.map(cellAnswer) ?? null,
        shown: range.getDisplayValues()[0] ?? null,
        isBlank: range.isBlank(),
        'is a single apostrophe blank': at(1, 2).isBlank(),
      };
    },
  },
  {
    id: 'sheets/content-after-error',
    question:
      'Does a text that Sheets cannot read as a formula become an error, and what does the cell hold then?',
    reliesOn: typing,
    promises: ['R6'],
    assumed: { content: { formula: '=)' }, exception: 'nothing' },
    ask({ cells }) {
      const cell = cells();
      const problem = thrownBy(() => cell.setValue('=)'));
      return { exception: problem, content: problem === 'nothing' ? contentOf(cell) : '' };
    },
  },
];

/** UTF-16 units, in hexadecimal. */
function codesOf(text: string): string {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16)).join(' ');
}
