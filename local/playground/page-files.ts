/** Builds everything that the playground's page loads. */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

export interface PageFile {
  readonly type: string;
  readonly content: string | Uint8Array;
}

const folder = path.join(import.meta.dirname, 'page');

/** By address: our own files bundled, the grid as its package ships it. */
export async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, 'main.ts'), path.join(folder, 'page.css')],
    outdir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    logLevel: 'warning',
  });
  for (const file of outputFiles) {
    const name = path.basename(file.path);
    files.set(`/${name}`, { type: typeOf(name), content: file.contents });
  }
  files.set('/', {
    type: 'text/html;charset=UTF-8',
    content: await readFile(path.join(folder, 'page.html'), 'utf8'),
  });
  const main = createRequire(import.meta.url).resolve('@revolist/revogrid');
  const grid = path.join(path.dirname(main), 'revo-grid');
  for (const name of await readdir(grid)) {
    if (name.endsWith('.js')) {
      files.set(`/grid/${name}`, { type: typeOf(name), content: await readFile(path.join(grid, name)) });
    }
  }
  return files;
}

function typeOf(name: string): string {
  return name.endsWith('.css') ? 'text/css;charset=UTF-8' : 'text/javascript;charset=UTF-8';
}
