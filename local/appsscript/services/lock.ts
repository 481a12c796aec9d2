/** `LockService`: locks of the script, of a person and of a document (Class Lock). */

import { refusal } from '../refusal.ts';
import { type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, type LockState, storeKey, type World } from '../world.ts';

/**
 * `LockService`: nothing is held until `tryLock` or `waitLock`, and a lock dies with its execution.
 * probe: locks/contention, locks/reentrant
 */
export function lockService(context: Context): ServiceObject {
  return serviceObject('LockService', {
    getScriptLock: () => lock(context, 'script'),
    getUserLock: () => lock(context, 'user'),
    getDocumentLock: () => (context.document === undefined ? null : lock(context, 'document')),
  });
}

function lock(context: Context, kind: 'script' | 'user' | 'document'): ServiceObject {
  const { world, executionId, script, user, document } = context;
  const state = lockState(world, storeKey(script.id, kind, user, document?.spreadsheet.id ?? ''));
  const isOurs = () => state.holder === executionId;
  return serviceObject(
    'Lock',
    {
      async tryLock(waitMs) {
        const is = signature('LockService.Lock.tryLock', [waitMs]);
        return isOurs() || (await acquire(world, state, executionId, is.whole(waitMs)));
      },
      async waitLock(waitMs) {
        const is = signature('LockService.Lock.waitLock', [waitMs]);
        if (isOurs() || (await acquire(world, state, executionId, is.whole(waitMs)))) return;
        throw refusal(context, 'lockTimeout');
      },
      hasLock: isOurs,
      releaseLock() {
        if (isOurs()) release(state);
      },
    },
    kind,
  );
}

function lockState(world: World, key: string): LockState {
  const known = world.locks.get(key) ?? { holder: undefined, waiting: [] };
  world.locks.set(key, known);
  return known;
}

async function acquire(
  world: World,
  state: LockState,
  executionId: number,
  waitMs: number,
): Promise<boolean> {
  if (state.holder === undefined) {
    state.holder = executionId;
    return true;
  }
  if (waitMs <= 0) return false;
  const sleep = world.timeline.sleepUntil(world.clock.nowMs() + waitMs);
  const waiter = { executionId, sleep };
  state.waiting.push(waiter);
  await sleep.ended;
  const index = state.waiting.indexOf(waiter);
  if (index >= 0) state.waiting.splice(index, 1);
  return state.holder === executionId;
}

function release(state: LockState): void {
  const next = state.waiting.shift();
  state.holder = next?.executionId;
  next?.sleep.wake();
}

/** Frees what an ended or killed execution held or waited for. */
export function releaseAll(world: World, executionId: number): void {
  for (const state of world.locks.values()) {
    const waiting = state.waiting.filter((waiter) => waiter.executionId === executionId);
    for (const waiter of waiting) {
      state.waiting.splice(state.waiting.indexOf(waiter), 1);
      waiter.sleep.wake();
    }
    if (state.holder === executionId) release(state);
  }
}
