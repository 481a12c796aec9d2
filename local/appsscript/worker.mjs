/** Runs executions one at a time, each in a bare realm that waits for each answer of the thread that plays Google. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { parentPort, receiveMessageOnPort } from 'node:worker_threads';

const bootstrap = new vm.Script(readFileSync(path.join(import.meta.dirname, 'bootstrap.js'), 'utf8'), {
  filename: 'Apps Script',
});
const newRealm = () => {
  const realm = vm.createContext(Object.create(null));
  return { realm, start: bootstrap.runInContext(realm) };
};

// Even if a script got hold of one of our objects, it could not make functions outside the realm with it.
for (const sample of [() => {}, async () => {}, function* () {}, async function* () {}]) {
  delete Object.getPrototypeOf(sample).constructor;
}

let ready = newRealm();
let report = () => {};
process.on('uncaughtException', (error) => report({ kind: 'failed', error: describe(error) }));

parentPort.on('message', ({ port, signal, setup, scripts, functionName, args }) => {
  const flag = new Int32Array(signal);
  const { realm, start } = ready ?? newRealm();
  ready = undefined;
  report = (message) => port.postMessage(message);
  let lastId = 0;
  let isDead = false;
  const hostCall = (text) => {
    if (isDead) throw new Error('This execution was killed.');
    const id = ++lastId;
    port.postMessage({ kind: 'call', id, text });
    for (;;) {
      const seen = Atomics.load(flag, 0);
      const got = receiveMessageOnPort(port);
      if (got === undefined) Atomics.wait(flag, 0, seen);
      else if (got.message.isDead) {
        isDead = true;
        throw new Error('This execution was killed.');
      } else if (got.message.id === id) return got.message.text;
    }
  };
  let compiled = [];
  let finish;
  try {
    const run = start(hostCall, JSON.stringify(setup));
    compiled = scripts.map(
      ({ name, code, cachedData }) => new vm.Script(code, { filename: name, cachedData }),
    );
    for (const script of compiled) script.runInContext(realm);
    finish = run(functionName, args);
  } catch (error) {
    finish = () => {
      throw error;
    };
  }
  // Apps Script waits for microtasks: by then all of them are done.
  setImmediate(() => {
    try {
      const text = finish();
      const isNew = scripts.some(({ cachedData }) => cachedData === undefined);
      const cachedData = isNew ? compiled.map((script) => script.createCachedData()) : undefined;
      port.postMessage({ kind: 'completed', text, cachedData });
    } catch (error) {
      port.postMessage({ kind: 'failed', error: describe(error) });
    }
    ready = newRealm();
  });
});

/** Describes what was thrown, without running code of the realm that could throw again. */
function describe(error) {
  try {
    if (typeof error !== 'object' || error === null)
      return { name: 'Error', message: String(error), stack: '' };
    return { name: String(error.name), message: String(error.message), stack: String(error.stack) };
  } catch {
    return { name: 'Error', message: 'Something other than an error was thrown', stack: '' };
  }
}
