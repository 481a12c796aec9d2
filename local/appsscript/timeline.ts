/** Sleeping executions, and the virtual time that passes for them. */
import type { Clock } from './clock.ts';

/** Who sleeps until when. On a virtual clock, time moves on when nobody is awake. */
export interface Timeline {
  /** An execution has begun or ended: the timeline must know how many could still be awake. */
  started(): void;
  ended(): void;
  /** Ends at that time, or earlier when `wake` is called. */
  sleepUntil(ms: number): Sleep;
  /** How many executions sleep now. */
  asleep(): number;
  /** Time has been charged: wakes everybody whose time has come. */
  passed(): void;
  /** Calls the listener whenever one has fallen asleep. */
  whenAsleep(listener: () => void): void;
}

export interface Sleep {
  readonly ended: Promise<void>;
  wake(): void;
}

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

export function timeline(clock: Clock): Timeline {
  const sleepers = new Set<Sleeper>();
  const listeners: (() => void)[] = [];
  let live = 0;
  const moveOn = () => {
    if (!clock.isVirtual || live === 0 || sleepers.size < live) return;
    const [first, ...others] = sleepers;
    if (first === undefined) return;
    const next = others.reduce((one, other) => (other.untilMs < one.untilMs ? other : one), first);
    clock.moveTo(next.untilMs);
    next.wake();
  };
  return {
    started() {
      live++;
    },
    ended() {
      live--;
      moveOn();
    },
    asleep: () => sleepers.size,
    passed() {
      for (const sleeper of [...sleepers]) {
        if (clock.isVirtual && sleeper.untilMs <= clock.nowMs()) sleeper.wake();
      }
    },
    whenAsleep: (listener) => listeners.push(listener),
    sleepUntil(untilMs) {
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const timer = clock.isVirtual ? undefined : setTimeout(() => sleeper.wake(), untilMs - clock.nowMs());
      const sleeper: Sleeper = {
        untilMs,
        wake() {
          clearTimeout(timer);
          sleepers.delete(sleeper);
          end();
        },
      };
      sleepers.add(sleeper);
      moveOn();
      for (const listener of listeners) listener();
      return { ended, wake: sleeper.wake };
    },
  };
}
