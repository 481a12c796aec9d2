import { execFile } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';

/** What the bundle and the playground's page are made of. */
const folders = ['src', 'build', 'local/playground/page'];

/** Editors write a file in several steps; they are over after this, in milliseconds. */
const settleMs = 100;

/**
 * Builds the project anew whenever its sources change, and then calls `rebuilt`; what came of it, and what the build
 * complains of, is said. Gives what ends the watch.
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
      const problem = await built(root);
      if (problem === '') await rebuilt();
      say(problem === '' ? 'Rebuilt; the page loads itself again.' : problem);
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

/** In a process of its own, for the build itself may have changed. Gives its complaint, or nothing. */
function built(root: string): Promise<string> {
  const words = ['--import', import.meta.resolve('tsx'), 'esbuild.config.mjs', '--quiet'];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: root }, (error, out, err) => {
      resolve(error === null ? '' : `The build failed:\n${out}${err}`);
    });
  });
}
