/** Bundles each XML parser on its own, to compare their sizes and load times. */
import { build } from 'esbuild';

/** The parsers that can read Keap's answers, with the export that a program imports from each. */
const parsers: ReadonlyMap<string, string> = new Map([
  ['fast-xml-parser', 'XMLParser'],
  ['@rgrove/parse-xml', 'parseXml'],
  ['saxes', 'SaxesParser'],
]);

/** One script per parser, built with the options of the bundle. */
export async function parserBundles(): Promise<Map<string, string>> {
  const bundles = new Map<string, string>();
  for (const [name, imported] of parsers) {
    const { outputFiles } = await build({
      stdin: { contents: `export { ${imported} } from '${name}'`, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'parser',
      target: 'es2019',
      charset: 'utf8',
    });
    bundles.set(name, outputFiles[0]?.text ?? '');
  }
  return bundles;
}
