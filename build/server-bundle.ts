/** Bundles src/ into the one script that runs in Apps Script. */
import path from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { version } from '../src/version.ts';

const root = path.resolve(import.meta.dirname, '..');

/** How every bundle of the add-on begins; the version follows. It tells a script of this project from any other. */
export const bundleBanner = '/*! Keap Contact Sync ';

/** The text of `dist/Code.js`, and the sizes of its parts. */
export interface ServerBundle {
  readonly code: string;
  /** The bytes of each library and each module of `src/`, largest first. */
  readonly bytesByPart: ReadonlyMap<string, number>;
}

/** Options with which a benchmark varies the bundle. */
type Shape = Pick<BuildOptions, 'minify' | 'minifyWhitespace' | 'alias' | 'define'>;

/** A script project's entry point, from the root of this project, and the name of its IIFE. */
export interface ScriptEntry {
  readonly file: string;
  readonly globalName: string;
  /** A comment with which the bundle begins. */
  readonly banner?: string;
}

export function serverBundle(shape: Shape = {}): Promise<ServerBundle> {
  const banner = `${bundleBanner}${version} */`;
  return scriptBundle({ file: 'src/main.ts', globalName: 'KeapContactSync', banner }, shape);
}

/**
 * The bundle is one IIFE, because `google.script.run` could call any top-level function. Menus, triggers and callbacks
 * need top-level functions, so each entry point gets a stub. The first pass only collects the names of the entry points,
 * which esbuild reports for modules but not for an IIFE.
 */
export async function scriptBundle(
  { file, globalName, banner = '' }: ScriptEntry,
  shape: Shape = {},
): Promise<ServerBundle> {
  const common = {
    entryPoints: [file],
    outfile: 'Code.js',
    // The bundle's comments contain paths, which must not depend on where it is built or where node_modules is.
    absWorkingDir: root,
    preserveSymlinks: true,
    bundle: true,
    target: 'es2019',
    charset: 'utf8' as const,
    legalComments: 'inline' as const,
    logLevel: 'warning' as const,
    ...shape,
  } satisfies BuildOptions;
  const named = await build({ ...common, write: false, metafile: true, format: 'esm' });
  const names = outputOf(named.metafile).exports;
  const stubs = names.map((name) => `function ${name}(...args) { return ${globalName}.${name}(...args); }`);
  const result = await build({
    ...common,
    write: false,
    metafile: true,
    format: 'iife',
    globalName,
    banner: { js: banner },
    footer: { js: stubs.join('\n') },
  });
  return {
    code: result.outputFiles[0]?.text ?? '',
    bytesByPart: bytesByPart(outputOf(result.metafile).inputs),
  };
}

function outputOf({ outputs }: Metafile): Metafile['outputs'][string] {
  const [output] = Object.values(outputs);
  if (output === undefined) throw new Error('esbuild wrote no bundle.');
  return output;
}

function bytesByPart(inputs: Readonly<Record<string, { bytesInOutput: number }>>): Map<string, number> {
  const parts = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const part = partOf(file);
    parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
  }
  return new Map([...parts].sort(([, one], [, other]) => other - one));
}

function partOf(file: string): string {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file);
  return library?.[1] ?? file.split('/').slice(0, 2).join('/');
}
