/** Rebuilds the project while someone works on it. */
import { execFile } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';

/** The sources of the bundle and of the playground's page. */
const folders = ['src', 'build', 'local/playground/page'];

/** Editors save a file in several steps, which take no longer than this, in milliseconds. */
const settleMs = 100;

/**
 * Rebuilds the project whenever its sources change, then calls `rebuilt`. `say` gets the result or the errors of the
 * build. Gives a function that ends the watch.
 */
export function watchSources(
  root: string,
  rebuilt: () => Promise<void>,
  say: (sentence: string) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isBuilding = false;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void rebuild(), settleMs);
  };
  const rebuild = async () => {
    if (isBuilding) return soon();
    isBuilding = true;
    try {
      const problem = await build(root);
      if (problem === '') await rebuilt();
      say(problem === '' ? 'Rebuilt. The page is reloading.' : problem);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    } finally {
      isBuilding = false;
    }
  };
  const watchers = folders.map((folder) => watch(path.join(root, folder), { recursive: true }, soon));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** In a separate process, because the build itself may have changed. Gives its errors, or an empty text. */
function build(root: string): Promise<string> {
  const args = ['--import', import.meta.resolve('tsx'), 'esbuild.config.mjs', '--quiet'];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (error, out, err) => {
      resolve(error === null ? '' : `The build failed:\n${out}${err}`);
    });
  });
}
