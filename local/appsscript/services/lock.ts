import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import type { Context, LockState, World } from '../world.ts';

/** `LockService`: nothing is held until `tryLock` or `waitLock`, and a lock dies with its execution. */
export function lockService(context: Context): ServiceObject {
  return serviceObject('LockService', {
    getScriptLock: () => lock(context, 'script'),
    getUserLock: () => lock(context, `user ${context.user}`),
    getDocumentLock: () => (context.hasDocument ? lock(context, 'document') : null),
  });
}

function lock(context: Context, name: string): ServiceObject {
  const { world, executionId } = context;
  const state = lockState(world, name);
  const isOurs = () => state.holder === executionId;
  return serviceObject('Lock', {
    async tryLock(waitMs) {
      const is = signature('LockService.Lock.tryLock', [waitMs]);
      return isOurs() || (await acquire(world, state, executionId, is.whole(waitMs)));
    },
    async waitLock(waitMs) {
      const is = signature('LockService.Lock.waitLock', [waitMs]);
      if (isOurs() || (await acquire(world, state, executionId, is.whole(waitMs)))) return;
      throw new ScriptException('Lock timeout: another process was holding the lock for too long.');
    },
    hasLock: isOurs,
    releaseLock() {
      if (isOurs()) release(state);
    },
  });
}

function lockState(world: World, name: string): LockState {
  const known = world.locks.get(name) ?? { holder: undefined, waiting: [] };
  world.locks.set(name, known);
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
  const place = { executionId, sleep };
  state.waiting.push(place);
  await sleep.ended;
  const index = state.waiting.indexOf(place);
  if (index >= 0) state.waiting.splice(index, 1);
  return state.holder === executionId;
}

function release(state: LockState): void {
  const next = state.waiting.shift();
  state.holder = next?.executionId;
  next?.sleep.wake();
}

/** What an ended or killed execution held or waited for is free again. */
export function releaseAll(world: World, executionId: number): void {
  for (const state of world.locks.values()) {
    const waiting = state.waiting.filter((place) => place.executionId === executionId);
    for (const place of waiting) {
      state.waiting.splice(state.waiting.indexOf(place), 1);
      place.sleep.wake();
    }
    if (state.holder === executionId) release(state);
  }
}
