import path from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * A thread for one execution and no other. One more is always getting ready, so that starting a thread and its realm
 * (some 80 ms on a small machine) is seldom waited for.
 */
export function freshThread(): Worker {
  const thread = spare ?? newThread();
  spare = newThread();
  spare.unref();
  thread.ref();
  return thread;
}

let spare: Worker | undefined;

const threadFile = path.join(import.meta.dirname, 'worker.mjs');

/** Without the loaders and the environment of whoever started us: a script sees neither. */
function newThread(): Worker {
  const thread = new Worker(threadFile, { stdout: true, stderr: true, execArgv: [], env: {} });
  thread.once('exit', () => {
    if (spare === thread) spare = undefined;
  });
  return thread;
}
