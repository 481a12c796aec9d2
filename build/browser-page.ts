/** Builds the pages of the sidebar and the dialogs, each with its script and styles inside. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { version } from '../src/version.ts';

const userInterface = path.resolve(import.meta.dirname, '../src/ui');

/** The pages with their own script and styles, by their names in Apps Script. */
export const browserPages = {
  sidebar: { folder: 'sidebar', styles: 'sidebar.css' },
  preview: { folder: 'dialogs', styles: 'dialog.css' },
  compare: { folder: 'dialogs', styles: 'dialog.css' },
  undo: { folder: 'dialogs', styles: 'dialog.css' },
  'fill-in': { folder: 'dialogs', styles: 'dialog.css' },
} as const;

export type BrowserPage = keyof typeof browserPages;

/** The HTML of a page, with its script and styles inline. */
export async function browserPage(name: BrowserPage): Promise<string> {
  const folder = path.join(userInterface, browserPages[name].folder);
  const page = await withIncludes(await readFile(path.join(folder, `${name}.html`), 'utf8'));
  const [script, styles] = [
    await bundled(path.join(folder, `${name}.ts`)),
    await bundled(path.join(folder, browserPages[name].styles)),
  ];
  return page
    .replace(/^ *<!-- biome-ignore .*\n/gm, '')
    .replace('<!-- version -->', version)
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

/** Escapes closing tags, which would end the script early. */
function closed(code: string): string {
  return code.replaceAll('</script', '<\\/script');
}
