/** The memory that decoding takes, as the heap it gets by with. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

const heapMb = 200;

let codec: string;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ['src/xmlrpc/index.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'codec',
  });
  codec = outputFiles[0]?.text ?? '';
});

/** The length of the decoded text, from a thread with a small heap; throws if the thread runs out of memory. */
async function decodedLength(document: string): Promise<unknown> {
  const program = `${codec}
    const { parentPort } = require('node:worker_threads');
    parentPort.postMessage(codec.decodeValue(${document}).length);`;
  const resourceLimits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 };
  const worker = new Worker(program, { eval: true, resourceLimits });
  try {
    const [length] = await once(worker, 'message');
    return length;
  } finally {
    await worker.terminate();
  }
}

describe(`decodeValue() needs at most ${heapMb} MB for`, () => {
  it.each<[what: string, document: string, length: number]>([
    ['a text of 20 MB', "'<value>' + 'x'.repeat(20e6) + '</value>'", 20e6],
    ['white space in a tag', "'<value>' + '<string' + '\\t'.repeat(20e6) + '/></value>'", 0],
    ['a text with comments', "'<value>' + ('x'.repeat(990) + '<!-- -->').repeat(2e4) + '</value>'", 19.8e6],
    [
      'a thousand records of ten fields',
      "'<value><array><data>' + ('<value><struct>' + Array.from({ length: 10 }, (_, index) => '<member><name>Field' + index + '</name><value>Text ' + index + '</value></member>').join('') + '</struct></value>').repeat(1000) + '</data></array></value>'",
      1000,
    ],
  ])('%s', async (_what, document, length) => {
    expect(await decodedLength(document)).toBe(length);
  });
});
