import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const folder = path.resolve(import.meta.dirname, '../src/ui/sidebar');

/** The sidebar as one page that needs nothing else: its script and its styles stand in it. */
export async function sidebarPage(): Promise<string> {
  const page = await readFile(path.join(folder, 'sidebar.html'), 'utf8');
  const [script, styles] = [await bundled('sidebar.ts'), await bundled('sidebar.css')];
  return page
    .replace(/^ *<!-- biome-ignore .*\n/gm, '')
    .replace('<!-- styles -->', () => `<style>${styles}</style>`)
    .replace('<!-- script -->', () => `<script>${closed(script)}</script>`);
}

async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(folder, file)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2019',
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

/** A closing tag within the script would end it early. */
function closed(code: string): string {
  return code.replaceAll('</script', '<\\/script');
}
