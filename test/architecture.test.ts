/** The rules that hold the source together: which folder may import which, and what may be written where. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { mutations } from './mutations/mutations.ts';

const root = path.resolve(import.meta.dirname, '..');
const filesIn = (folder: string, ending: string) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith(ending));
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** For each module the modules that it may import; a module may always import itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  secret: [],
  // Only its package.json, which stands outside of src.
  version: ['..'],
  json: [],
  'stored-record': ['json', 'platform', 'errors'],
  'menu-path': [],
  'permission-texts': ['errors', 'menu-path', 'platform'],
  'split-record': ['stored-record', 'json', 'platform'],
  xmlrpc: [],
  platform: ['secret', 'errors'],
  retry: ['platform'],
  'gateway-fault': ['json'],
  oauth: ['menu-path', 'gateway-fault', 'platform', 'errors', 'secret', 'json', 'retry', 'stored-record'],
  keap: [
    'menu-path',
    'gateway-fault',
    'xmlrpc',
    'oauth',
    'platform',
    'errors',
    'secret',
    'json',
    'retry',
    'stored-record',
    'split-record',
  ],
  sync: [
    'menu-path',
    'permission-texts',
    'keap',
    'platform',
    'errors',
    'stored-record',
    'split-record',
    'version',
  ],
  ui: ['permission-texts', 'sync', 'keap', 'oauth', 'platform', 'errors', 'secret', 'stored-record'],
  gas: ['menu-path', 'permission-texts', 'platform', 'errors', 'secret'],
  app: ['menu-path', 'ui', 'sync', 'keap', 'oauth', 'platform', 'errors', 'secret'],
  main: ['menu-path', 'app', 'gas', 'ui', 'permission-texts', 'platform', 'errors'],
};

/**
 * The parts of the large modules, lowest first: each may import those before it. A part is a folder or a file. Parts in
 * one list are on one floor and may not import each other.
 */
const floors: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  sync: [
    ...['sheet', 'log', 'plan', 'run', 'find'],
    ...['push', 'compare', 'fill', 'undo', 'command-context', 'daily', 'commands'],
  ],
  keap: ['http', ['auth', 'contacts'], ['over-rest', 'over-xmlrpc']],
  ui: ['api', ['server', 'browser'], ['sidebar', 'dialogs']],
};

/** Modules in which each file begins with a sentence that says what it is for. */
const withHeadComments = [
  'gas',
  'keap',
  'oauth',
  'platform',
  'split-record',
  'stored-record',
  'sync',
  'ui',
  'xmlrpc',
];

const headComment = /^\/\*\*(?:(?!\*\/).)*[.:]\s*\*\/\n/s;

/** The only places that may look into a secret, because they hand it to Keap or to the store. */
const mayReveal = [
  'src/secret.ts',
  'src/gas/http.ts',
  'src/keap/auth/key-credentials.ts',
  'src/keap/auth/key-store.ts',
  'src/keap/auth/oauth-credentials.ts',
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

/** The files of ours that a file imports. */
function targetsOf(file: string): string[] {
  return importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name));
}

/** The first name below the folder: `sync` for `src/sync/plan/plan.ts`, and `plan` below `src/sync`. */
function moduleOf(file: string, folder = 'src'): string {
  return path.posix.relative(folder, file).split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

describe('the source', () => {
  it('lets imports between modules run one way', () => {
    const wrong = sources.flatMap((file) =>
      targetsOf(file)
        .filter((target) => moduleOf(target) !== moduleOf(file))
        .filter((target) => !mayImport[moduleOf(file)]?.includes(moduleOf(target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(sources.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  it.each(Object.entries(floors))('lets imports between the parts of %s run one way', (name, parts) => {
    const folder = `src/${name}`;
    const floorOf = (part: string) => parts.findIndex((floor) => [floor].flat().includes(part));
    const own = sources.filter((file) => file.startsWith(`${folder}/`));
    const named = parts.flat();
    expect([...new Set(own.map((file) => moduleOf(file, folder)))].sort()).toEqual([...named].sort());
    const wrong = own.flatMap((file) =>
      targetsOf(file)
        .filter((target) => target.startsWith(`${folder}/`))
        .filter((target) => moduleOf(target, folder) !== moduleOf(file, folder))
        .filter((target) => floorOf(moduleOf(target, folder)) >= floorOf(moduleOf(file, folder)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(withHeadComments)('says at the head of each file of %s what it is for', (name) => {
    const silent = sources
      .filter((file) => moduleOf(file) === name)
      .filter((file) => !headComment.test(textOf(file)));
    expect(silent).toEqual([]);
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
      .filter((file) => !/^src\/ui\/(browser|sidebar|dialogs)\//.test(file))
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
    expect([...keptPromises()].filter((id) => !broken.has(id))).toEqual([]);
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
    const kept = keptPromises();
    const named = filesIn('test/program', '.test.ts').map(textOf).join('\n');
    expect(kept.size).toBeGreaterThan(15);
    expect([...kept].filter((promise) => !new RegExp(`'${promise} `).test(named))).toEqual([]);
  });
});

/** The ids in the table of promises. */
function keptPromises(): ReadonlySet<string> {
  const page = textOf('docs/architecture.md');
  return new Set([...page.matchAll(/^\| ([TRD]\d+) \|/gm)].map(([, id = '']) => id));
}

/** Words in comments and texts are no code. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'|`[^`]*`/gm, '');
}
