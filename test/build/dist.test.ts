import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'acorn';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const files = [
  'Code.js',
  'appsscript.json',
  'compare.html',
  'consent-result.html',
  'fill-in.html',
  'message.html',
  'preview.html',
  'sidebar.html',
  'undo.html',
];

describe('npm run build', () => {
  it('writes exactly the files to push', async () => {
    expect((await readdir(path.join(root, 'dist'))).sort()).toEqual(files);
  });

  it('lets clasp push exactly these files', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'clasp-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await cp(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
    const settings = JSON.parse(await readFile(path.join(root, '.clasp.json'), 'utf8'));
    await writeFile(path.join(folder, '.clasp.json'), JSON.stringify({ ...settings, scriptId: 'made-up' }));
    const clasp = path.join(root, 'node_modules/.bin/clasp');
    const { stdout } = await promisify(execFile)(clasp, ['show-file-status', '--json'], { cwd: folder });
    const status = JSON.parse(stdout) as { filesToPush: string[]; untrackedFiles: string[] };
    expect(status.filesToPush.map((file) => path.basename(file)).sort()).toEqual(files);
    expect(status.untrackedFiles).toEqual([]);
  });

  it('exposes only the entry points to Google and the pages', async () => {
    const code = await readFile(path.join(root, 'dist/Code.js'), 'utf8');
    const { body } = parse(code, { ecmaVersion: 2019 });
    const names = body.flatMap((node) => (node.type === 'FunctionDeclaration' ? [node.id.name] : []));
    expect(names.sort()).toEqual(
      [
        ...[
          'onOpen',
          'onInstall',
          'syncContacts',
          'fetchContacts',
          'previewSync',
          'syncSelectedRows',
          'stopSync',
        ],
        ...[
          'undoLastSync',
          'compareWithKeap',
          'showSidebar',
          'runHourly',
          'goOn',
          'handleAuthCallback',
          'answerSidebar',
        ],
      ].sort(),
    );
  });

  it('builds pages that need no network and have no inline event handlers', async () => {
    for (const file of files.filter((name) => name.endsWith('.html'))) {
      const html = await readFile(path.join(root, 'dist', file), 'utf8');
      expect(html).not.toMatch(/<(script|link|img|iframe)[^>]+(src|href)=/i);
      expect(html).not.toMatch(/\son[a-z]+\s*=/i);
      expect(html).not.toMatch(/@import|url\(/);
      expect(html).not.toContain('<!-- script -->');
    }
  });

  it('asks for exactly the five scopes', async () => {
    const manifest = JSON.parse(await readFile(path.join(root, 'dist/appsscript.json'), 'utf8'));
    expect(manifest.oauthScopes.map((scope: string) => scope.replace(/.*\//, ''))).toEqual([
      ...['spreadsheets.currentonly', 'script.container.ui', 'script.external_request'],
      ...['script.scriptapp', 'script.send_mail'],
    ]);
    expect(manifest).toMatchObject({ runtimeVersion: 'V8', exceptionLogging: 'STACKDRIVER' });
  });
});
