/** How long does an execution take to start? Each one loads the whole bundle again. */
import { gzipSync } from 'node:zlib';
import { serverBundle } from '../build/server-bundle.ts';
import { type Start, startOnce } from './cold-start.ts';
import { parserBundles } from './parsers.ts';
import type { Report } from './report.ts';

const starts = 40;

/** Times the start of the bundle and its variants, and of each XML parser alone. */
export async function run(report: Report): Promise<void> {
  const pushed = await serverBundle();
  const scripts = new Map([
    ['a script of one empty function', 'function onOpen() {}'],
    ['the bundle that is pushed', pushed.code],
    ['the same, white space minified', (await serverBundle({ minifyWhitespace: true })).code],
    ['the same, all minified', (await serverBundle({ minify: true })).code],
  ]);
  await printStarts(report, 'To load the bundle in a bare realm, and to the end of onOpen', scripts);
  printParts(report, pushed);
  await printStarts(report, 'The XML parser alone, each bundled the same way', await parserBundles());
}

async function printStarts(
  report: Report,
  title: string,
  scripts: ReadonlyMap<string, string>,
): Promise<void> {
  const quickest = new Map<string, Start>();
  for (let round = 0; round < starts; round++) {
    for (const [name, code] of scripts) {
      const start = await startOnce(code);
      const best = quickest.get(name) ?? start;
      quickest.set(name, {
        loadMs: Math.min(best.loadMs, start.loadMs),
        openMs: Math.min(best.openMs, start.openMs),
      });
    }
  }
  report.table(
    title,
    ['', 'bytes', 'bytes in gzip', 'load, ms', 'onOpen, ms'],
    [...quickest].map(([name, { loadMs, openMs }]) => {
      const code = scripts.get(name) ?? '';
      const sizes = [Buffer.byteLength(code), gzipSync(code).length].map((size) => size.toLocaleString('en'));
      return [name, ...sizes, loadMs.toFixed(2), openMs.toFixed(2)];
    }),
  );
}

function printParts(report: Report, { code, bytesByPart }: Awaited<ReturnType<typeof serverBundle>>): void {
  const all = Buffer.byteLength(code);
  report.table(
    'The bundle by part',
    ['', 'bytes', 'of all'],
    [...bytesByPart].map(([part, bytes]) => [
      part,
      bytes.toLocaleString('en'),
      `${((100 * bytes) / all).toFixed(1)} %`,
    ]),
  );
}
