import path from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const bundleName = 'KeapContactSync';

/** `dist/Code.js`, and what it is made of. */
export interface ServerBundle {
  readonly code: string;
  /** Bytes that each library and each room of `src/` takes in the code, most first. */
  readonly bytesByPart: ReadonlyMap<string, number>;
}

/** How a benchmark wants the bundle, to see what it would gain. */
type Shape = Pick<BuildOptions, 'minify' | 'minifyWhitespace' | 'alias' | 'define'>;

/**
 * The bundle is one IIFE, for a flat one would let google.script.run call every function in it; a stub of each
 * entry point stands beside it, because menus, triggers and callbacks find top-level functions only. The first
 * pass is for the names alone: only of a module does esbuild tell them.
 */
export async function serverBundle(shape: Shape = {}): Promise<ServerBundle> {
  const common = {
    entryPoints: ['src/main.ts'],
    outfile: 'Code.js',
    // Paths stand in the bundle's comments: its bytes must not tell where it was built, nor where node_modules lies.
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
  const stubs = names.map((name) => `function ${name}(...args) { return ${bundleName}.${name}(...args); }`);
  const result = await build({
    ...common,
    write: false,
    metafile: true,
    format: 'iife',
    globalName: bundleName,
    footer: { js: stubs.join('\n') },
  });
  return {
    code: result.outputFiles[0]?.text ?? '',
    bytesByPart: bytesByPart(outputOf(result.metafile).inputs),
  };
}

function outputOf({ outputs }: Metafile): Metafile['outputs'][string] {
  const [output] = Object.values(outputs);
  if (output === undefined) throw new Error('esbuild wrote no bundle');
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
