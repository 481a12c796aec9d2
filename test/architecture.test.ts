import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { mutations } from './mutations/mutations.ts';

/** The laws of the house: who may import whom, and what may stand where. */
const root = path.resolve(import.meta.dirname, '..');
const filesIn = (folder: string, ending: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith(ending));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** For each room the rooms whose files it may name; a room may always name itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  secret: [],
  json: [],
  xmlrpc: [],
  platform: ['secret', 'errors'],
  oauth: ['platform', 'errors', 'secret', 'json'],
  keap: ['xmlrpc', 'oauth', 'platform', 'errors', 'secret', 'json'],
  sync: ['keap', 'platform', 'errors'],
  ui: ['sync', 'keap', 'oauth', 'platform', 'errors', 'secret'],
  gas: ['platform', 'errors', 'secret'],
  app: ['ui', 'sync', 'keap', 'oauth', 'platform', 'errors', 'secret'],
  main: ['app', 'gas', 'ui', 'errors'],
};

/** The only places that may look into a secret, because they hand it to Keap or to the store. */
const mayReveal = [
  'src/secret.ts',
  'src/gas/http.ts',
  'src/keap/auth/credentials.ts',
  'src/keap/auth/key-store.ts',
  'src/keap/over-xmlrpc/legacy-key-auth.ts',
  'src/oauth/client-store.ts',
  'src/oauth/token-endpoint.ts',
  'src/oauth/token-store.ts',
];

const sources = filesIn('src', '.ts');

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(textOf(file), true, true);
  return importedFiles.map(({ fileName }) => fileName);
}

function roomOf(file: string): string {
  return path.posix.relative('src', file).split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

describe('the house', () => {
  it('lets imports run one way', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => path.posix.join(path.posix.dirname(file), name))
        .filter((target) => roomOf(target) !== roomOf(file))
        .filter((target) => !mayImport[roomOf(file)]?.includes(roomOf(target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(sources.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  it('keeps what knows the parser, and what knows XML-RPC, in its place', () => {
    const naming = (name: string | RegExp) =>
      sources.filter((file) => importsOf(file).some((imported) => imported.match(name) !== null));
    expect(naming('fast-xml-parser')).toEqual(['src/xmlrpc/xml.ts']);
    expect(
      naming(/xmlrpc\//).filter((file) => !/^src\/(xmlrpc|keap\/over-xmlrpc)\/|^src\/app\.ts$/.test(file)),
    ).toEqual([]);
  });

  it('speaks REST v2, and chooses between the APIs, without a line of XML-RPC', () => {
    const free = sources.filter((file) => /^src\/keap\/(over-rest\/|automatic-|chosen-|api-)/.test(file));
    expect(free.length).toBeGreaterThan(10);
    expect(free.filter((file) => importsOf(file).some((imported) => /xmlrpc/.test(imported)))).toEqual([]);
  });

  it('is synchronous outside the browser', () => {
    const waiting = sources
      .filter((file) => !/^src\/ui\/(sidebar|dialogs)\//.test(file))
      .filter((file) => /\basync\b|\bawait\b|\bPromise\b/.test(withoutComments(textOf(file))));
    expect(waiting).toEqual([]);
  });

  it('reveals secrets only where they are used', () => {
    expect(sources.filter((file) => /reveal\(/.test(textOf(file)) && !mayReveal.includes(file))).toEqual([]);
  });

  it('keeps the make-believe worlds and the product apart', () => {
    const local = filesIn('local', '.ts').filter((file) =>
      importsOf(file).some((name) => name.includes('/src/')),
    );
    const product = sources.filter((file) =>
      importsOf(file).some((name) => /\/(local|test|bench)\//.test(name)),
    );
    expect([...local, ...product]).toEqual([]);
  });

  it('can break every promise on purpose', () => {
    const stale = mutations.filter(({ file, find }) => textOf(file).split(find).length !== 2);
    expect(stale.map(({ breaks }) => breaks)).toEqual([]);
    const broken = new Set(mutations.map(({ breaks }) => breaks.split(' ')[0]));
    const promises = [...'1234567'].map((n) => `T${n}`).concat([...'12345678'].map((n) => `R${n}`));
    expect(promises.filter((id) => !broken.has(id))).toEqual([]);
  });

  it('has every file that its documents name', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', ...filesIn('docs', '.md')];
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/`((?:src|test|local|build|bench)\/[\w./-]+\.ts)`/g)].map(
        ([, file = '']) => ({ page, file }),
      ),
    );
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter(({ file }) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('has a program test for each promise that the architecture page says is kept', () => {
    const page = textOf('docs/architecture.md');
    const kept = new Set([...page.matchAll(/^\| ([TR]\d) \|/gm)].map((match) => match[1]));
    const named = filesIn('test/program', '.test.ts').map(textOf).join('\n');
    expect(kept.size).toBeGreaterThan(0);
    expect([...kept].filter((promise) => !new RegExp(`'${promise} `).test(named))).toEqual([]);
  });
});

/** Words in comments and texts are no code. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '');
}
