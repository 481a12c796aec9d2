import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordProblem } from '../../../src/keap/contacts/record-fields.ts';
import type { Cell } from '../../../src/platform/table.ts';
import { cellText } from '../../../src/sync/sheet/cell-text.ts';
import { managedColumns } from '../../../src/sync/sheet/managed-columns.ts';
import { flagWish, type OptWish, reasonWish } from '../../../src/sync/sheet/opt-cells.ts';

const format = cellText('Etc/UTC');
const reason = (cell: Cell, kind: 'opt-out' | 'opt-in' = 'opt-out', header = 'Opt-out reason'): OptWish =>
  reasonWish({ cell, text: format.of(cell), header }, 'The reason', kind);
const flag = (cell: Cell, header = 'Do Not Email'): OptWish =>
  flagWish({ cell, text: format.of(cell), header });

/** What people write where they mean no or nothing, in the languages that headers are recognised in. */
const noWords = [
  ...[
    'no',
    'No',
    'NO.',
    'n',
    'N',
    'nein',
    'non',
    'não',
    'nee',
    'nej',
    'nei',
    'いいえ',
    'Нет',
    'nope',
    'never',
  ],
  ...[
    'N/A',
    'n/a',
    'n.a.',
    'NA',
    'none',
    'None',
    '(none)',
    '[none]',
    '<none>',
    'nothing',
    'null',
    'NULL',
    'undefined',
  ],
  ...[
    'NaN',
    'nil',
    'blank',
    '(blank)',
    'empty',
    'TBD',
    'unknown',
    'pending',
    'not set',
    'x-not-set',
    'x not given',
  ],
  ...[
    'no reason',
    'not applicable',
    'not yet',
    'keine',
    'k. A.',
    'keine Angabe',
    'aucun',
    'ninguno',
    'nenhum',
    'geen',
  ],
  ...['n.v.t.', 'nessuno', 'ingen', 'なし', '無し', '特になし', '不明', 'ｎｏ', 'sin motivo', 'sans objet'],
];
const nothings: Cell[] = [
  ...[
    '',
    ' ',
    '\u00a0',
    '\u200b',
    '\ufeff',
    '\u00ad',
    '\u200e\u200f',
    '\u202a\u202c',
    '\u2060',
    '\u3000',
    '\u2800',
    '\t\n',
  ],
  ...[
    '-',
    '--',
    '–',
    '—',
    '−',
    '―',
    '.',
    '...',
    '…',
    '/',
    '\\',
    '_',
    '?',
    '???',
    '？',
    '!',
    '*',
    '"',
    "''",
    '☐',
    '□',
    'ー',
  ],
  ...[false, 0, '0', '0.0', '0,00', 'FALSE', 'false', 'FALSCH', 'FAUX', 'FALSO', 'ONWAAR'],
];
const states = [
  ...[
    'Subscribed',
    'subscribed',
    'active',
    'Active.',
    'opted in',
    'Opted-in',
    'opt_in',
    'OPTIN',
    'in',
    'enabled',
    'OK to email',
  ],
  ...[
    'confirmed',
    'Single opt-in',
    'Double opt-in',
    'still subscribed',
    'currently subscribed',
    're-subscribed',
  ],
  ...[
    'has not opted out',
    'not opted out',
    'Not unsubscribed',
    'never unsubscribed',
    'No opt-out requested',
    "didn't unsubscribe",
  ],
  ...[
    'abonniert',
    'aktiv',
    'abonné',
    'inscrit',
    'suscrito',
    'activo',
    'ativo',
    'iscritto',
    'attivo',
    'actief',
    '登録済み',
    '購読中',
  ],
];
const errors = [
  '#N/A',
  '#REF!',
  '#SPILL!',
  '#BUSY!',
  '#GETTING_DATA',
  'Loading...',
  'Loading…',
  '#WERT!',
  '#¡REF!',
];
const realReasons = [
  ...[
    'asked by phone',
    'Unsubscribed by email on 3 May',
    'No longer interested',
    'no more emails please',
    'not interested',
  ],
  ...[
    'moved away',
    'GDPR request',
    'complained',
    'bounced',
    'Wants no newsletter',
    'stop',
    'unsubscribe',
    'opted out',
  ],
  ...[
    'Kündigung',
    'ne souhaite plus recevoir',
    'ya no quiere',
    'メール不要',
    'не хочет',
    'unsubscribed in Keap',
    'No.1 complaint',
  ],
];

describe('reasonWish()', () => {
  it.each([...noWords, ...states])('asks about %j instead of opting out or in', (text) => {
    expect(reason(text)).toMatchObject({ kind: 'check' });
    expect(reason(text, 'opt-in', 'Opt-in reason')).not.toMatchObject({ kind: 'wish', reason: 'unclear' });
  });

  it.each([
    ...noWords,
    'Unsubscribed',
    'opted out',
    'opt-out',
    'do not email',
    'abgemeldet',
    'désinscrit',
    '配信停止',
  ])('opts nobody in for %j', (text) => {
    expect(reason(text, 'opt-in', 'Opt-in reason')).toMatchObject({ kind: 'check' });
  });

  it.each(nothings)('asks for nothing where a cell holds %j', (cell) => {
    expect(reason(cell)).toEqual({ kind: 'none' });
    expect(reason(cell, 'opt-in')).toEqual({ kind: 'none' });
  });

  it.each(errors)('holds back a row that shows %s', (text) => {
    expect(reason(text)).toMatchObject({ kind: 'check' });
    expect(reason(text, 'opt-in')).toMatchObject({ kind: 'check' });
  });

  it.each(realReasons)('takes %j for a reason, word for word', (text) => {
    expect(reason(text)).toEqual({ kind: 'wish', reason: text });
  });

  it.each([true, 1, 'TRUE', 'x', 'X', 'Yes', 'ja', 'oui', 'sí', 'sim', 'sì', 'はい', '✓', '☑'])(
    'takes %j for a tick, with the header as the reason',
    (cell) => {
      expect(reason(cell)).toEqual({ kind: 'wish', reason: 'Opt-out reason' });
    },
  );

  it.each([
    2,
    -1,
    0.5,
    45_000,
    -5e-324,
    new Date(Date.UTC(2026, 4, 1)),
    '2026-05-01',
    '12.5',
    '❌',
    '×',
    '○',
  ])('asks about %j, which is not in words', (cell) => {
    expect(reason(cell)).toMatchObject({ kind: 'check' });
  });

  it('asks about every status, header and fingerprint of ours, and about the header of the column', () => {
    const own = [
      ...['Synced', 'Unchanged', 'Undone', 'Failed', 'Waiting', 'Check', 'waiting', ' CHECK '],
      ...managedColumns.map(({ header }) => header),
      ...[
        `f1-${'0123456789abcdef'.repeat(2)}`,
        `f2-${'0123456789abcdef'.repeat(2)}-${'ab'.repeat(8)}`,
        'Opt-out reason',
      ],
    ];
    for (const text of own) expect(reason(text), text).toMatchObject({ kind: 'check' });
  });

  it('asks about what is said of an owner or a lead source that Keap does not know', () => {
    for (const table of ['User', 'LeadSource'] as const) {
      const records = [1, 2].map((id) => ({ id: String(id), name: 'Ada Berg', email: '' }));
      for (const text of ['Ada Berg', 'Ada Brg', 'Nobody']) {
        const problem = recordProblem({ type: 'RECORD', table, records }, text);
        expect(reason(problem), problem).toMatchObject({ kind: 'check' });
      }
    }
  });

  it('asks about every message that a row can show', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/operations.md'), 'utf8');
    const [, section = ''] = page.split('### In the column "Keap message"');
    const [table = ''] = section.split('\n### ');
    const messages = [...table.matchAll(/^\| (.+?) \| .+ \|$/gm)].map(([, message = '']) => message).slice(1);
    expect(messages.length).toBeGreaterThan(35);
    const missed = messages
      .map((message) => message.replace(/…/g, 'Phone1'))
      .filter((message) => reason(message).kind === 'wish');
    expect(missed).toEqual([]);
  });

  it('never makes a wish of a text without a letter', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789-–—.,:;!?/\\()[]{}*+=_\'" \u200b\u00a0\ufeff') }),
        (text) => {
          const wish = reason(text);
          expect(wish.kind === 'wish' && text.trim() !== '1').toBe(false);
        },
      ),
    );
  });

  it('reads the same words in any case, with marks and white space around them', () => {
    const wrap = fc.constantFrom('', ' ', '\u200b', '\u00a0', '.', '"', '(', ')', '*');
    const recase = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toUpperCase(),
      (text: string) => text.toLowerCase(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...noWords, ...states),
        wrap,
        wrap,
        recase,
        (text, before, behind, change) => {
          expect(reason(`${before}${change(text)}${behind}`).kind).not.toBe('wish');
        },
      ),
    );
  });
});

describe('flagWish()', () => {
  it.each([
    true,
    1,
    '1',
    'TRUE',
    'true',
    'yes',
    'Y',
    'x',
    'ja',
    'WAHR',
    'VRAI',
    'VERDADERO',
    'はい',
    '✔',
    'Unsubscribed',
    'opted out',
    'do not email',
  ])('takes %j for a wish, with the header as the reason', (cell) => {
    expect(flag(cell)).toEqual({ kind: 'wish', reason: 'Do Not Email' });
  });

  it.each([...nothings, ...noWords])('asks for nothing where a cell holds %j', (cell) => {
    expect(flag(cell)).toEqual({ kind: 'none' });
  });

  it.each([
    ...errors,
    ...states.slice(0, 6),
    'maybe',
    'weekly only',
    2,
    'Newsletter A',
    new Date(0),
    'Waiting',
    '❌',
  ])('asks about %j', (cell) => {
    expect(flag(cell)).toMatchObject({ kind: 'check' });
  });
});
