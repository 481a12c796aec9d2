/** The order in which executions side by side get their calls answered. */
import type { Timeline } from './timeline.ts';

/** An execution whose service call waits to be answered. */
export interface WaitingCall extends AskedCall {
  readonly executionId: number;
  readonly functionName: string;
}

/** What a script asks of a service, before it is answered. */
export interface AskedCall {
  /** The type of the object that is asked, for instance `Properties`; its handle where that is unknown. */
  readonly service: string;
  /** Which one of its type it is, where that matters: `user`, `document` or `script` for properties. */
  readonly which?: string | undefined;
  readonly method: string;
  /** As they travel: texts, numbers and truth values as they are, everything else in its wire form. */
  readonly args: readonly unknown[];
}

/** Decides whose call is answered next: gives an index into the waiting ones. */
export type Schedule = (waiting: readonly WaitingCall[]) => number;

/** Lets executions take turns; with a schedule, only once each of them waits, sleeps or has ended. */
export interface Turns {
  started(): void;
  ended(): void;
  take(call: WaitingCall): Promise<void>;
}

export function turns(timeline: Timeline, schedule: Schedule | undefined): Turns {
  const waiting: { readonly call: WaitingCall; readonly go: () => void }[] = [];
  let live = 0;
  const next = () => {
    if (schedule === undefined || waiting.length === 0) return;
    if (waiting.length + timeline.asleep() < live) return;
    const index = schedule(waiting.map(({ call }) => call));
    const [chosen] = waiting.splice(index, 1);
    if (chosen === undefined)
      throw new Error(`The schedule chose ${index} of ${waiting.length} waiting calls.`);
    chosen.go();
  };
  timeline.whenAsleep(next);
  return {
    started() {
      live++;
    },
    ended() {
      live--;
      next();
    },
    take(call) {
      if (schedule === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push({ call, go: resolve });
        next();
      });
    },
  };
}
