import { build } from 'esbuild';

/** The parsers that could read Keap's answers, and what of each a program has to import. */
const parsers: ReadonlyMap<string, string> = new Map([
  ['fast-xml-parser', 'XMLParser'],
  ['@rgrove/parse-xml', 'parseXml'],
  ['saxes', 'SaxesParser'],
]);

/** Each parser as a script of its own, built as the bundle is. */
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
