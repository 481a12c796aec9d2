import type { ActivityView } from '../server-functions.ts';
import { ask } from './client.ts';

/** How often a run is looked at, in milliseconds: a chunk takes longer than that. */
const lookEveryMs = 3_000;

/** Looks at a run, whoever has started it, until it is over. */
export interface ActivityWatch {
  /** Looks from now on; once is enough. */
  start(): void;
}

/** `seen` is given every look, the last one with `idle` or `waiting`. A look that fails says nothing. */
export function activityWatch(
  seen: (activity: ActivityView) => void,
  isWanted: () => boolean,
): ActivityWatch {
  let isLooking = false;
  async function look(): Promise<void> {
    const activity = document.hidden ? undefined : await ask('activity').catch(() => undefined);
    if (activity !== undefined) seen(activity);
    if (isWanted()) setTimeout(() => void look(), lookEveryMs);
    else isLooking = false;
  }
  return {
    start() {
      if (isLooking) return;
      isLooking = true;
      setTimeout(() => void look(), lookEveryMs);
    },
  };
}
