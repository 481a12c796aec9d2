import { ask } from './client.ts';
import { hasExpired } from './consent-wait.ts';
import { consentWatch } from './consent-watch.ts';
import { element } from './element.ts';
import { say } from './page.ts';
import type { Session } from './session.ts';
import type { Turn } from './turn.ts';

/** The way to Keap's consent page and back. */
export interface Consent {
  /** A sidebar cannot redirect: the address is fetched, and stands in a real link. */
  offerLink(): Promise<void>;
  /** Goes on waiting for a consent that was begun in an earlier sidebar. */
  resume(): void;
  stop(): void;
  /** Nobody is sent to Keap with a link that has died meanwhile, as it has when a computer slept. */
  keepFromDeadLink(event: MouseEvent): void;
}

export function consent(session: Session, turn: Turn): Consent {
  const watch = consentWatch(look);

  function wait(url: string | undefined, sinceMs: number): void {
    session.change({ wait: { kind: 'waiting', url, sinceMs } });
    watch.start();
  }
  function expire(): boolean {
    if (!hasExpired(session.local().wait, Date.now())) return false;
    watch.stop();
    session.change({ wait: { kind: 'expired' } });
    say('The link to Keap has expired.');
    return true;
  }
  /**
   * A look that fails says nothing, for the next one may not; one that was overtaken by a deed is old news. Whoever
   * comes back late may have agreed in time, so the link is dead only after the server was asked.
   */
  async function look(): Promise<void> {
    if (turn.isTaken()) return;
    const count = turn.count();
    const state = await ask('loadState').catch(() => undefined);
    if (state !== undefined && turn.count() === count && session.local().wait.kind === 'waiting') {
      session.take(state);
    }
    if (session.local().wait.kind !== 'waiting') watch.stop();
    else expire();
  }

  return {
    async offerLink() {
      const sinceMs = Date.now();
      const { url } = await ask('beginConsent');
      wait(url, sinceMs);
      element('consent-link', HTMLAnchorElement).focus();
    },
    resume: () => wait(undefined, Date.now()),
    stop() {
      watch.stop();
      session.change({ wait: { kind: 'none' } });
      say('Stopped waiting.');
      element('connect', HTMLButtonElement).focus();
    },
    keepFromDeadLink(event) {
      if (!expire()) return;
      event.preventDefault();
      element('connect', HTMLButtonElement).focus();
    },
  };
}
