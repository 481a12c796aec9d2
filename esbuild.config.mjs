/** `npm run build`: writes dist/, which clasp pushes, and prints its sizes. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { distFiles } from './build/dist-files.ts';

const outputFolder = 'dist';

const { files, bundle } = await distFiles().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
await rm(outputFolder, { recursive: true, force: true });
await mkdir(outputFolder);
for (const [name, text] of files) await writeFile(`${outputFolder}/${name}`, text);
if (!process.argv.includes('--quiet')) printSizes();

function printSizes() {
  for (const [name, text] of files) console.log(`${outputFolder}/${name}: ${Buffer.byteLength(text)} bytes`);
  console.log('Code.js by part:');
  for (const [part, bytes] of bundle.bytesByPart) console.log(`  ${String(bytes).padStart(7)}  ${part}`);
}
