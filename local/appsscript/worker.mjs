/** One execution: a bare realm in a thread of its own, which waits for each answer of the thread that plays Google. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';

const realm = vm.createContext(Object.create(null));
const bootstrap = readFileSync(path.join(import.meta.dirname, 'bootstrap.js'), 'utf8');
const start = vm.runInContext(bootstrap, realm, { filename: 'Apps Script' });

// Should anything of ours ever come into a script's hands, it leads to no way of making functions outside the realm.
for (const sample of [() => {}, async () => {}, function* () {}, async function* () {}]) {
  delete Object.getPrototypeOf(sample).constructor;
}

parentPort.once('message', ({ port, signal, setup, scripts, functionName, args }) => {
  const flag = new Int32Array(signal);
  const tell = (message) => port.postMessage(message);
  let lastId = 0;
  const hostCall = (text) => {
    const id = ++lastId;
    tell({ kind: 'call', id, text });
    for (;;) {
      const seen = Atomics.load(flag, 0);
      const got = receiveMessageOnPort(port);
      if (got === undefined) Atomics.wait(flag, 0, seen);
      else if (got.message.id === id) return got.message.text;
    }
  };
  process.on('uncaughtException', (error) => tell({ kind: 'failed', error: describe(error) }));
  try {
    const run = start(hostCall, JSON.stringify(setup));
    const compiled = scripts.map(
      ({ name, code, cachedData }) => new vm.Script(code, { filename: name, cachedData }),
    );
    for (const script of compiled) script.runInContext(realm);
    const finish = run(functionName, args);
    // By then every microtask is done, as Apps Script waits for them.
    setImmediate(() => {
      try {
        const text = finish();
        const isNew = scripts.some(({ cachedData }) => cachedData === undefined);
        tell({
          kind: 'completed',
          text,
          cachedData: isNew ? compiled.map((script) => script.createCachedData()) : undefined,
        });
      } catch (error) {
        tell({ kind: 'failed', error: describe(error) });
      }
    });
  } catch (error) {
    tell({ kind: 'failed', error: describe(error) });
  }
});

/** Whatever was thrown, told without running code of the realm that could throw again. */
function describe(error) {
  try {
    if (typeof error !== 'object' || error === null)
      return { name: 'Error', message: String(error), stack: '' };
    return { name: String(error.name), message: String(error.message), stack: String(error.stack) };
  } catch {
    return { name: 'Error', message: 'Something that is no error was thrown', stack: '' };
  }
}
