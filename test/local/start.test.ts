/** The printed run of `npm start`, and its arguments. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What `npm start -- …` does after its build. */
function start(...args: string[]): Promise<Ended> {
  const script = path.join(root, 'local/start.ts');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), script, ...args],
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
  });
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'start-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, name), content);
  return path.join(folder, name);
}

describe('npm start', () => {
  it('runs the sample, finds that Keap matches the sheet, and prints what the README says', async () => {
    const { code, out } = await start('--once');
    const readme = await readFile(path.join(root, 'README.md'), 'utf8');
    const [, printed] = /^```\n(Rows with a status: [^`]+)```$/m.exec(readme) ?? [];
    expect(printed).toBe(out.slice(out.lastIndexOf('Rows with a status: ')));
    expect(out).toContain('Keap consent page: Connected');
    expect(out).toContain('Contacts that needed calls: 1001, 1002, 1003, 99999');
    expect(out.match(/contacts match the sheet, and nothing else has changed/g)).toHaveLength(2);
    expect(out).not.toMatch(/simulated-(access|refresh|code|client-secret)/);
    expect(code).toBe(0);
  });

  it('runs your own sheet, after adding its contacts to Keap', async () => {
    const sheet = await file('own.csv', 'Id,x\na,b\n');
    expect((await start('--once', '--sheet', sheet)).err).toContain('nothing to send');
    const own = await file(
      'mine.csv',
      'My list,,\nKeap Id,E-mail,Unsubscribe reason\n7,me@example.com,\n8,,moved\n',
    );
    const { code, out, err } = await start('--once', '--sheet', own);
    expect(err).toBe('');
    expect(out).toMatch(/7 +me@example.com +Synced/);
    expect(out).toContain('no email address to opt out');
    expect(code).toBe(0);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'is empty'],
    ['blank lines', '\n , \n', 'has no cells with anything in them'],
    [
      'a picture',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0]),
      'is not a CSV file: it holds bytes that are not text',
    ],
    ['Latin-1', Uint8Array.from([0x49, 0x64, 0xe9, 0x0a]), 'is not in UTF-8'],
    ['an open quotation mark', 'Id,Email\n1,"a@b.example\n', 'a quotation mark is not closed'],
    ['no id column', 'Email\na@b.example\n', 'has no column of contact ids'],
  ])('says what is wrong with %s', async (_name, content, text) => {
    const { code, err } = await start('--once', '--sheet', await file('sheet.csv', content));
    expect(err).toContain(text);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('prints of a long sheet the first rows, those that need somebody, and how many there are besides', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, index) => `${index + 1},${index === 250 ? 'none' : `p${index}@example.com`}`,
    );
    const { out } = await start(
      '--once',
      '--sheet',
      await file('long.csv', `Id,Email\n${rows.join('\n')}\n`),
    );
    expect(out).toMatch(/^252 +251 +none +Check/m);
    expect(out).toContain('279 more rows are not printed.');
    expect(out.split('\n').length).toBeLessThan(60);
  });

  it('says if the file does not exist or an option is unknown', async () => {
    expect((await start('--sheet', '/nowhere.csv')).err).toContain(
      'Cannot read /nowhere.csv. Check that the file exists.',
    );
    expect((await start('--shet', 'x')).err).toContain('For help, run npm start -- --help.');
    expect((await start('--help')).out).toContain('--sheet FILE');
  });
});
