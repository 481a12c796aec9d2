/** One execution: a bare realm in a thread of its own, which waits for each answer of the thread that plays Google. */

import vm from 'node:vm';
import { receiveMessageOnPort, workerData } from 'node:worker_threads';

const { port, signal, setup, bootstrap, scripts, functionName, args } = workerData;
const flag = new Int32Array(signal);

function hostCall(text) {
  port.postMessage({ kind: 'call', text });
  Atomics.wait(flag, 0, 0);
  Atomics.store(flag, 0, 0);
  return receiveMessageOnPort(port).message;
}

const realm = vm.createContext(Object.create(null));
const start = vm.runInContext(bootstrap, realm, { filename: 'bootstrap' });
const run = start(hostCall, vm.runInContext(`(${JSON.stringify(setup)})`, realm));
try {
  for (const { name, code } of scripts) vm.runInContext(code, realm, { filename: name });
  port.postMessage({ kind: 'completed', text: run(functionName, args) });
} catch (error) {
  port.postMessage({ kind: 'failed', error: describe(error) });
}

/** Whatever was thrown, told without running code of the realm that could throw again. */
function describe(error) {
  try {
    const name = String(error.name);
    const message = String(error.message);
    return { name, message, stack: String(error.stack) };
  } catch {
    return { name: 'Error', message: 'Something that is no error was thrown', stack: '' };
  }
}
