import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { managedColumns } from '../../src/sync/sheet/managed-columns.ts';
import { contactsAndCells, givenProgram, hourMs, type Program } from '../support/program.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/compatibility.md'), 'utf8');
const section = (title: string) => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
const named = (text: string) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);

/** The keys in both stores, without ids. */
function keysOf(program: Program, user = 'owner@example.com'): Set<string> {
  const all = [
    ...Object.keys(program.google.properties('document')),
    ...Object.keys(program.google.properties('user', user)).map((key) => key.slice(key.indexOf('/') + 1)),
  ];
  return new Set(
    all.map((key) =>
      key.replace(/^(columns|brake|missing-ids|unknown-tags|link|filled|comparison)\/.*/, '$1/SHEET'),
    ),
  );
}

describe('docs/compatibility.md', () => {
  it('lists the functions that Google calls', () => {
    const source = readFileSync(path.join(root, 'src/main.ts'), 'utf8');
    const functions = [...source.matchAll(/^export function (\w+)/gm)].map((match) => match[1]);
    expect(named(section('Functions that Google calls')).sort()).toEqual(functions.sort());
  });

  it('lists the headers that are written into sheets', async () => {
    const { contacts, cells } = contactsAndCells(1);
    const program = await givenProgram({ cells, keap: { contacts } });
    await program.connect();
    await program.sync();
    const text = section('What is written into a sheet');
    expect(named(text)).toEqual(managedColumns.map(({ header }) => header));
    const [headers = []] = program.google.sheet('Keap sync log').display();
    for (const header of headers) expect(text.replace(/\n/g, ' ')).toContain(`\`${header}\``);
  });

  it('lists every key that using all features stores', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({
      cells: [...cells, ['', 'missing@example.com']],
      keap: { contacts, apiKeys: ['simulated-api-key-0123456789'] },
    });
    const seen = new Set<string>();
    const look = (user?: string) => {
      for (const key of keysOf(program, user)) seen.add(key);
    };
    await program.connect('allow', undefined, { call: 3, when: 'after' });
    look();
    await program.connect();
    const mails = { mailsOn: true, mailTo: 'owner@example.com' };
    const fill = { when: 'after', columns: ['Email'], overwrite: false };
    await program.ask('saveSchedule', { isOn: true, hour: 6, compares: true, fill, ...mails });
    const columns = [{ letter: 'B', header: 'Email', kind: 'Email', blankClears: true }];
    await program.ask('saveColumns', {
      sheetId: (await program.state()).sheet.id,
      columns: [{ letter: 'A', header: 'Contact ID', kind: 'id', blankClears: false }, ...columns],
      missingIds: 'create',
      unknownTags: 'create',
      hasLinks: true,
    });
    await program.ask('saveApi', { choice: 'automatic' });
    await program.ask('loadCustomFields', { isAgain: false });
    await program.ask('saveBrake', { maxAtOnce: 10 });
    await program.ask('stopSync');
    look();
    await program.sync();
    await program.keap.break({ match: 'token', trouble: { kind: 'answer', status: 503, body: '' } });
    await program.google.passTime(30 * hourMs);
    look();
    await program.keap.mend();
    await program.keap.revokeAll();
    await program.google.passTime(30 * hourMs);
    look();
    await program.askAs('other@example.com', 'connectKey', { key: 'simulated-api-key-0123456789' });
    look('other@example.com');
    await program.ask('disconnect');
    look();
    const listed = named(section('Stored settings'));
    expect([...seen].filter((key) => !listed.includes(key))).toEqual([]);
    // Another account's pair, an interrupted rotation, copies, more sheets, long runs and many columns have their own tests.
    const elsewhere = [
      'other-token',
      'other-key',
      'rotation',
      'origins',
      'resume-trigger',
      'schedule/SHEET',
      'columns/SHEET/EDITION-PIECE',
      'created/page-NUMBER',
      'created/EDITION-PIECE',
      'fields',
      'fields/EDITION-PIECE',
      'field-list/EDITION-PIECE',
      'records',
      'records/EDITION-PIECE',
      'replaced',
      'to-hide/SHEET',
      'front',
    ];
    expect(listed.filter((key) => key !== undefined && !seen.has(key) && !elsewhere.includes(key))).toEqual(
      [],
    );
    expect(Object.keys(program.google.properties('script'))).toEqual([]);
  });

  it('is right that every JSON value has a version', async () => {
    const { contacts, cells } = contactsAndCells(2);
    const program = await givenProgram({ cells, keap: { contacts } });
    await program.connect();
    await program.ask('saveSchedule', { isOn: true, hour: 6, mailsOn: false, mailTo: '' });
    await program.sync();
    const texts = [program.google.properties('document'), program.google.properties('user')].flatMap((one) =>
      Object.values(one).filter((text) => text.startsWith('{')),
    );
    expect(texts.length).toBeGreaterThan(4);
    for (const text of texts) expect(JSON.parse(text).version).toBeGreaterThan(0);
  });
});
