/**
 * `npm run build`: writes a clean dist/, which is what clasp pushes. The bundle is one IIFE, for a flat one would
 * let google.script.run call every function in it; a stub of each entry point stands beside it, because menus,
 * triggers and callbacks find top-level functions only.
 */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { bundleProblems } from './build/bundle-check.ts';
import { sidebarPage } from './build/sidebar-page.ts';
import { appsScriptGlobals } from './local/appsscript/realm.ts';

const outputFolder = 'dist';
const bundleName = 'KeapContactSync';
const isQuiet = process.argv.includes('--quiet');

const common = {
  bundle: true,
  write: false,
  target: 'es2019',
  charset: 'utf8',
  legalComments: 'inline',
  logLevel: 'warning',
};

/** Names in byte paths of fast-xml-parser that a text never takes; Apps Script has none of them. */
const absent = { window: 'undefined', Buffer: 'undefined', TextDecoder: 'undefined' };

const server = await bundleServer();
const problems = bundleProblems(server.code, { ecmaVersion: 2019, globals: new Set(appsScriptGlobals) });
if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
const sidebar = await sidebarPage();

await rm(outputFolder, { recursive: true, force: true });
await mkdir(outputFolder);
await writeFile(`${outputFolder}/Code.js`, server.code);
await writeFile(`${outputFolder}/sidebar.html`, sidebar);
await cp('src/ui/pages/message.html', `${outputFolder}/message.html`);
await cp('src/ui/pages/consent-result.html', `${outputFolder}/consent-result.html`);
await cp('appsscript.json', `${outputFolder}/appsscript.json`);
if (!isQuiet) printSizes();

async function bundleServer() {
  const entry = {
    ...common,
    entryPoints: ['src/main.ts'],
    metafile: true,
    outfile: 'Code.js',
    define: absent,
  };
  const named = await build({ ...entry, format: 'esm' });
  const names = Object.values(named.metafile.outputs)[0].exports;
  const stubs = names.map((name) => `function ${name}(...args) { return ${bundleName}.${name}(...args); }`);
  const result = await build({
    ...entry,
    format: 'iife',
    globalName: bundleName,
    footer: { js: stubs.join('\n') },
  });
  return { code: result.outputFiles[0].text, inputs: Object.values(result.metafile.outputs)[0].inputs };
}

function printSizes() {
  const parts = new Map();
  for (const [file, { bytesInOutput }] of Object.entries(server.inputs)) {
    const part = partOf(file);
    parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
  }
  const isCodec = (part) => part === 'src/xmlrpc' || !/^(src|@noble)\//.test(part);
  const codec = [...parts].reduce((sum, [part, bytes]) => sum + (isCodec(part) ? bytes : 0), 0);
  console.log(`${outputFolder}/Code.js: ${Buffer.byteLength(server.code)} bytes`);
  for (const [part, bytes] of [...parts].sort((one, other) => other[1] - one[1])) {
    console.log(`  ${String(bytes).padStart(7)}  ${part}`);
  }
  console.log(`The XML-RPC codec's part, its parser included: ${codec} bytes`);
  console.log(`${outputFolder}/sidebar.html: ${Buffer.byteLength(sidebar)} bytes`);
}

function partOf(file) {
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file);
  return library?.[1] ?? file.split('/').slice(0, 2).join('/');
}
