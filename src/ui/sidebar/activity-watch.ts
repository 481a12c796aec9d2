import type { ActivityView } from '../api.ts';
import { ask } from './client.ts';

/** How often a run is looked at, in milliseconds: a chunk takes longer than that. */
export const lookAtRunMs = 3_000;
/** And how often there is a look whether somebody has begun one in the menu, in a dialog, or elsewhere. */
export const lookForRunMs = 30_000;

/** Looks at what is going on, whoever has started it, while somebody sees the page. */
export interface ActivityWatch {
  /** From now on, and sooner where the delay has become shorter. */
  start(): void;
}

/** `delayMs` is the time until the next look; undefined for none. A look that fails says nothing. */
export function activityWatch(
  seen: (activity: ActivityView) => void,
  delayMs: () => number | undefined,
): ActivityWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLooking = false;

  function lookLater(): void {
    clearTimeout(timer);
    const ms = delayMs();
    if (ms !== undefined) timer = setTimeout(() => void look(), ms);
  }
  async function look(): Promise<void> {
    isLooking = true;
    const activity = document.hidden ? undefined : await ask('activity').catch(() => undefined);
    isLooking = false;
    if (activity !== undefined) seen(activity);
    lookLater();
  }
  return {
    start() {
      if (!isLooking) lookLater();
    },
  };
}
