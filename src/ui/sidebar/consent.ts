/** Takes the user to Keap's consent page and notices when they have been there. */
import { ask } from '../browser/client.ts';
import { element } from '../browser/element.ts';
import type { ActionRunner } from './action-runner.ts';
import { hasExpired } from './consent-wait.ts';
import { consentWatch } from './consent-watch.ts';
import { announce } from './page.ts';
import type { Session } from './session.ts';

export interface Consent {
  /** A sidebar cannot redirect, so this fetches the address and puts it into a real link. */
  offerLink(): Promise<void>;
  /** Waits for a consent that was started in an earlier sidebar. */
  resume(): void;
  stop(): void;
  /** Notes that the user follows the link, and blocks one that has expired, for instance while the computer slept. */
  followLink(event: MouseEvent): void;
}

export function consent(session: Session, runner: ActionRunner): Consent {
  const watch = consentWatch(poll);

  function wait(url: string | undefined, sinceMs: number): void {
    // A consent of an earlier sidebar has been opened there.
    session.change({ wait: { kind: 'waiting', url, sinceMs, isOpened: url === undefined } });
    watch.start();
  }
  function expire(): boolean {
    if (!hasExpired(session.local().wait, Date.now())) return false;
    watch.stop();
    session.change({ wait: { kind: 'expired' } });
    announce('The time to allow access has run out.');
    return true;
  }
  /**
   * A poll that fails is ignored, because the next one may succeed; so is one that an action has made out of date. The
   * user may have allowed access in time and returned late, so the link expires only after the server was asked.
   */
  async function poll(): Promise<void> {
    if (runner.isBusy()) return;
    const count = runner.count();
    const state = await ask('loadState').catch(() => undefined);
    if (state !== undefined && runner.count() === count && session.local().wait.kind === 'waiting') {
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
      announce('Stopped waiting.');
      element('connect', HTMLButtonElement).focus();
    },
    followLink(event) {
      if (expire()) {
        event.preventDefault();
        element('connect', HTMLButtonElement).focus();
        return;
      }
      const { wait: current } = session.local();
      if (current.kind === 'waiting') session.change({ wait: { ...current, isOpened: true } });
    },
  };
}
