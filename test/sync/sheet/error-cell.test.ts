import { describe, expect, it } from 'vitest';
import { findColumns } from '../../../src/sync/sheet/columns.ts';
import { errorCellProblem } from '../../../src/sync/sheet/error-cell.ts';
import { readRow } from '../../../src/sync/sheet/row.ts';
import { contactRows } from '../../../src/sync/sheet/sheet-view.ts';

const failed = [
  // Sheets and Excel in English
  ...[
    '#REF!',
    '#N/A',
    '#VALUE!',
    '#DIV/0!',
    '#NAME?',
    '#NUM!',
    '#NULL!',
    '#ERROR!',
    '#SPILL!',
    '#CALC!',
    '#CONNECT!',
  ],
  ...[
    '#FIELD!',
    '#BLOCKED!',
    '#UNKNOWN!',
    '#EXTERNAL!',
    '#PYTHON!',
    '#TIMEOUT!',
    '#n/a',
    '#####',
    '#N/A Invalid Security',
  ],
  // German, French, Spanish, Portuguese, Dutch, Italian, Swedish, Danish, Polish, Russian
  ...[
    '#BEZUG!',
    '#NV',
    '#WERT!',
    '#ZAHL!',
    '#ÜBERLAUF!',
    '#VALEUR!',
    '#NOM?',
    '#NOMBRE!',
    '#¡REF!',
    '#¡VALOR!',
    '#¿NOMBRE?',
  ],
  ...[
    '#N/D',
    '#NÚM!',
    '#NOME?',
    '#VERW!',
    '#N/B',
    '#WAARDE!',
    '#NAAM?',
    '#GETAL!',
    '#DEEL/0!',
    '#RIF!',
    '#VALORE!',
  ],
  ...['#VÄRDEFEL!', '#SAKNAS!', '#VÆRDI!', '#I/T', '#ADR!', '#ARG!', '#ССЫЛКА!', '#ЗНАЧ!', '#Н/Д'],
];
const pending = [
  ...[
    'Loading...',
    'Loading…',
    'loading…',
    'LOADING...',
    'Loading ...',
    'Loading data...',
    '#BUSY!',
    '#GETTING_DATA',
    '#LOADING...',
  ],
  ...[
    'Laden...',
    'Wird geladen…',
    'Chargement...',
    'Chargement en cours…',
    'Cargando...',
    'Carregando...',
    'Caricamento in corso...',
  ],
  ...[
    'Bezig met laden...',
    '読み込み中...',
    '読み込んでいます…',
    '正在加载...',
    'Загрузка...',
    'Calculating...',
    'Generating...',
    'Fetching data…',
  ],
];
const ordinary = [
  'Loading',
  'Loading dock',
  '#1',
  '#1 customer',
  '#hashtag',
  'C#',
  'Laden',
  'wait...',
  'NV',
  'N/A',
  'Ref!',
  '# of items',
];

describe('errorCellProblem()', () => {
  it.each(failed)('says that %s is a formula that failed', (text) => {
    expect(errorCellProblem('City', text)).toMatch(/^City shows .*: the formula in this cell failed/);
  });

  it.each(pending)('says that %s is still being calculated', (text) => {
    expect(errorCellProblem('City', text)).toContain(
      'still being calculated. The next sync reads this row again',
    );
  });

  it.each(ordinary)('takes %s for text', (text) => {
    expect(errorCellProblem('City', text)).toBeUndefined();
  });
});

describe('readRow()', () => {
  const headers = [
    'Contact ID',
    'Email',
    'First Name',
    'Birthday',
    '_Own',
    'Opt-out reason',
    'Opt-in reason',
    'Unsubscribed',
  ];
  const columns = findColumns({ cells: [headers], timeZone: 'Etc/UTC' }, 'Contacts');
  const good = ['12', 'ana@example.com', 'Ana', '2000-01-31', 'own', '', '', ''];

  it.each(headers.map((header, index) => [header, index] as const))(
    'holds a row back while %s shows an error or is loading',
    (_, index) => {
      for (const text of [...failed, ...pending]) {
        const cells = good.map((cell, one) => (one === index ? text : cell));
        const [row] = contactRows({ grid: { cells: [headers, cells], timeZone: 'Etc/UTC' }, columns });
        expect(row && readRow(row, columns), text).toMatchObject({ kind: 'check' });
      }
    },
  );
});
