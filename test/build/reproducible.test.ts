import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { distFiles } from '../../build/dist-files.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Everything that a build needs. */
const sources = [
  ...['src', 'build', 'local', 'appsscript.json', 'esbuild.config.mjs', 'package.json'],
  ...['tsconfig.base.json', 'tsconfig.json'],
];

describe('npm run build', () => {
  it('writes the same bytes in any folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'a much longer path with spaces '));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const source of sources) {
      await cp(path.join(root, source), path.join(folder, source), { recursive: true });
    }
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    await promisify(execFile)(path.join(root, 'node_modules/.bin/tsx'), ['esbuild.config.mjs'], {
      cwd: folder,
    });

    const here = await distFiles();
    const names = await readdir(path.join(folder, 'dist'));
    expect(names.sort()).toEqual([...here.files.keys()].sort());
    for (const [name, text] of here.files) {
      expect(await readFile(path.join(folder, 'dist', name), 'utf8'), name).toBe(text);
    }
  });
});
