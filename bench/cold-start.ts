/** Times one start of a script in a fresh V8 isolate, as an Apps Script execution does it. */
import { Worker } from 'node:worker_threads';

/** What one execution took, in milliseconds. */
export interface Start {
  /** Compiling the script and running its top level. */
  readonly loadMs: number;
  /** From then until `onOpen` returns. */
  readonly openMs: number;
}

/** A menu that accepts items, which is all that `onOpen` needs from Google. */
const services = `({
  getUi: () => {
    const menu = { addItem: () => menu, addToUi: () => undefined };
    return { createMenu: () => menu };
  },
})`;

const execution = `
  const { parentPort, workerData } = require('node:worker_threads');
  const vm = require('node:vm');
  const realm = vm.createContext(Object.create(null));
  vm.runInContext('globalThis.SpreadsheetApp = ${services.replace(/\s+/g, ' ')}', realm);
  const started = performance.now();
  vm.runInContext(workerData, realm);
  const loaded = performance.now();
  vm.runInContext('typeof onOpen === "function" && onOpen()', realm);
  parentPort.postMessage({ loadMs: loaded - started, openMs: performance.now() - loaded });
`;

/** Runs `code` in an isolate that hasn't seen it before, so that nothing is compiled yet. */
export async function startOnce(code: string): Promise<Start> {
  const worker = new Worker(execution, { eval: true, workerData: code });
  try {
    return await new Promise<Start>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  } finally {
    await worker.terminate();
  }
}
