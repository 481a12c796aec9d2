/** Copies what a script holds before a push replaces it, and finds the files in it that are not this project's. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleBanner } from '../server-bundle.ts';
import { run } from './command.ts';

/** What a script held before the push. */
export interface ScriptCopy {
  /** Where the copy is, relative to the project. */
  readonly folder: string;
  /** Names of the files that somebody else wrote, and that a push replaces or deletes. */
  readonly foreign: readonly string[];
  /** Names of all files with code or a page, whoever wrote them. */
  readonly written: readonly string[];
}

/** Git ignores it. */
const copiesFolder = 'deploy-copies';

/**
 * Pulls the script into a folder of its own, named by the time in UTC and the script. Throws with a sentence where clasp
 * cannot pull it: what cannot be copied is not replaced.
 */
export async function copyScript(root: string, scriptId: string, now: Date): Promise<ScriptCopy> {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = path.join(copiesFolder, `${time}Z-${scriptId.slice(0, 12)}`);
  const absolute = path.join(root, folder);
  await mkdir(absolute, { recursive: true });
  await writeFile(path.join(absolute, '.clasp.json'), JSON.stringify({ scriptId, rootDir: '.' }));
  const { exitCode, output, errors } = await run('clasp', ['pull'], absolute);
  if (exitCode !== 0) {
    const reason = (errors.trim() || output.trim()).split('\n')[0]?.replace(/\.$/, '') || 'it gave no reason';
    throw new Error(
      `clasp could not copy what the script contains now: ${reason}. Check the script id, and that the script is shared with you.`,
    );
  }
  const names = (await readdir(absolute, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== '.clasp.json')
    .map((entry) =>
      path.relative(absolute, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'),
    )
    .sort();
  const written = await writtenIn(absolute, names);
  return { folder, foreign: await foreignIn(absolute, names, written, path.join(root, 'dist')), written };
}

/** In a script of this project, the files that it does not push; in any other script, everything that is not empty. */
async function foreignIn(
  folder: string,
  names: readonly string[],
  written: readonly string[],
  dist: string,
): Promise<readonly string[]> {
  const code = await readFile(path.join(folder, 'Code.js'), 'utf8').catch(() => '');
  if (!code.startsWith(bundleBanner)) return written;
  const ours = new Set(await readdir(dist));
  return names.filter((name) => !ours.has(name));
}

async function writtenIn(folder: string, names: readonly string[]): Promise<string[]> {
  const contents = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return names.filter((name, index) => name !== 'appsscript.json' && !isUnwritten(contents[index] ?? ''));
}

/** The function that Google puts into every new script. */
function isUnwritten(text: string): boolean {
  return text.replace(/\s/g, '') === '' || text.replace(/\s/g, '') === 'functionmyFunction(){}';
}
