import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const userInterface = path.resolve(import.meta.dirname, '../src/ui');

/** The pages that are built from a script and styles of their own, by the name that Apps Script knows them by. */
export const browserPages = {
  sidebar: { folder: 'sidebar', styles: 'sidebar.css' },
  preview: { folder: 'dialogs', styles: 'dialog.css' },
  undo: { folder: 'dialogs', styles: 'dialog.css' },
  'fill-in': { folder: 'dialogs', styles: 'dialog.css' },
} as const;

export type BrowserPage = keyof typeof browserPages;

/** A page that needs nothing else: its script and its styles stand in it. */
export async function browserPage(name: BrowserPage): Promise<string> {
  const folder = path.join(userInterface, browserPages[name].folder);
  const page = await withIncludes(await readFile(path.join(folder, `${name}.html`), 'utf8'));
  const [script, styles] = [
    await bundled(path.join(folder, `${name}.ts`)),
    await bundled(path.join(folder, browserPages[name].styles)),
  ];
  return page
    .replace(/^ *<!-- biome-ignore .*\n/gm, '')
    .replace('<!-- styles -->', () => `<style>${styles}</style>`)
    .replace('<!-- script -->', () => `<script>${closed(script)}</script>`);
}

/** `<!-- include NAME -->` stands for the file `NAME.html` in the folder that all pages share. */
async function withIncludes(page: string): Promise<string> {
  let whole = page;
  for (const [mark, name] of page.matchAll(/^ *<!-- include ([\w-]+) -->\n/gm)) {
    const included = await readFile(path.join(userInterface, 'browser', `${name}.html`), 'utf8');
    whole = whole.replace(mark, () => included);
  }
  return whole;
}

async function bundled(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
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
