/** The file that the process of the simulated Keap runs. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';

const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache/simulated-keap');
let written: string | undefined;

/**
 * `server.ts` and everything it imports in one file, because loading them one by one through tsx takes a second. The file
 * is named by its content and appears as a whole, so that any number of processes can write it at once and an old one is
 * never taken for a new one.
 */
export function serverBundle(): string {
  written ??= write();
  return written;
}

function write(): string {
  const built = buildSync({
    entryPoints: [path.join(import.meta.dirname, 'server.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    write: false,
    logLevel: 'silent',
  });
  const text = built.outputFiles[0]?.text ?? '';
  const file = path.join(cache, `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.cjs`);
  if (existsSync(file)) return file;
  mkdirSync(cache, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
  return file;
}
