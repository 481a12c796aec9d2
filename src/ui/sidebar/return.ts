import { ask } from './client.ts';
import type { Session } from './session.ts';
import type { Turn } from './turn.ts';

/** Whoever comes back sooner than this, in milliseconds, sees what was there. */
const freshMs = 10_000;

/**
 * Looks at the server again when somebody comes back to the sidebar, for the menu, the clock or somebody else may have
 * synced meanwhile. A look that fails says nothing, and one that a deed has overtaken is old news.
 */
export function refreshOnReturn(session: Session, turn: Turn): void {
  let lookedMs = Date.now();
  async function look(): Promise<void> {
    const isIdle = !turn.isTaken() && session.local().wait.kind !== 'waiting';
    if (session.state() === undefined || !isIdle || Date.now() - lookedMs < freshMs) return;
    lookedMs = Date.now();
    const count = turn.count();
    const state = await ask('loadState').catch(() => undefined);
    if (state !== undefined && turn.count() === count && !turn.isTaken()) session.take(state);
  }
  document.documentElement.addEventListener('pointerenter', () => void look());
  window.addEventListener('focus', () => void look());
}
