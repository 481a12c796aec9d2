/** Refreshes the sidebar when someone returns to it: the menu, the trigger or someone else may have synced since. */
import { ask } from '../browser/client.ts';
import type { ActionRunner } from './action-runner.ts';
import type { Session } from './session.ts';

/** A state younger than this, in milliseconds, is not loaded again. */
const freshMs = 3_000;

/** A load that fails is ignored, and so is one that an action has made out of date. */
export function refreshOnReturn(session: Session, runner: ActionRunner): void {
  let loadedMs = Date.now();
  async function refresh(): Promise<void> {
    const isIdle = !runner.isBusy() && session.local().wait.kind !== 'waiting';
    if (session.state() === undefined || !isIdle || Date.now() - loadedMs < freshMs) return;
    loadedMs = Date.now();
    const count = runner.count();
    const state = await ask('loadState').catch(() => undefined);
    if (state !== undefined && runner.count() === count && !runner.isBusy()) session.take(state);
  }
  document.documentElement.addEventListener('pointerenter', () => void refresh());
  window.addEventListener('focus', () => void refresh());
}
