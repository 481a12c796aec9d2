/** A pool of threads for executions. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** Threads in which executions run, one after the other, each in a realm of its own. */
interface Thread {
  readonly worker: Worker;
  uses: number;
}

const idle: Thread[] = [];
const lent = new Map<Worker, Thread>();

/** More would only use memory: executions seldom run side by side. */
const maxIdle = 3;
/** Then a thread ends, and with it everything that V8 still keeps of earlier realms. */
const maxUses = 100;

/**
 * A thread for one execution. One more is always getting ready, so that starting one (some 80 ms on a small machine) is
 * seldom waited for.
 */
export function takeThread(): Worker {
  const thread = idle.pop() ?? newThread();
  lent.set(thread.worker, thread);
  thread.worker.ref();
  if (idle.length === 0) idle.push(newThread());
  return thread.worker;
}

/** Takes back a thread that is ready for the next execution; one that is not is terminated. */
export function returnThread(worker: Worker, isReusable: boolean): void {
  const thread = lent.get(worker);
  lent.delete(worker);
  if (thread === undefined || !isReusable || ++thread.uses >= maxUses || idle.length >= maxIdle) {
    void worker.terminate();
    return;
  }
  worker.unref();
  idle.push(thread);
}

const threadFile = path.join(import.meta.dirname, 'worker.mjs');

/** Without our own loaders and environment, so that a script sees neither. */
function newThread(): Thread {
  const worker = new Worker(threadFile, { stdout: true, stderr: true, execArgv: [], env: {} });
  const thread = { worker, uses: 0 };
  worker.unref();
  worker.once('exit', () => {
    const index = idle.indexOf(thread);
    if (index >= 0) idle.splice(index, 1);
  });
  return thread;
}
