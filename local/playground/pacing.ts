import type { Onlooker, RunningExecution } from '../appsscript/apps-script.ts';
import type { Pace } from './protocol.ts';

/** Holds calls up so that somebody can watch, and kills the execution that was chosen for it. */
export interface Pacing {
  readonly onlooker: Required<Pick<Onlooker, 'coming' | 'called'>>;
  pace(): Pace;
  setPace(pace: Pace): void;
  /** The next execution that comes so far is killed before this call, counted from 1; undefined spares it. */
  killAt(): number | undefined;
  setKillAt(call: number | undefined): void;
}

export function pacing(): Pacing {
  const tookMs = new Map<number, number>();
  let pace: Pace = 0;
  let killAt: number | undefined;
  /** Each call waits for what the one before it has cost: only afterwards is it known. */
  const wait = (id: number) => {
    const ms = pace === 0 ? 0 : (tookMs.get(id) ?? 0) / pace;
    tookMs.delete(id);
    return ms < 1 ? undefined : new Promise<void>((resolve) => setTimeout(resolve, ms));
  };
  return {
    onlooker: {
      async coming({ id, as }: RunningExecution, count: number) {
        // Time that is moved on is not watched.
        if (as !== 'trigger') await wait(id);
        if (count !== killAt) return 'go';
        killAt = undefined;
        return 'kill';
      },
      called: ({ id }, call) => tookMs.set(id, call.tookMs),
    },
    pace: () => pace,
    setPace(wanted) {
      pace = wanted;
    },
    killAt: () => killAt,
    setKillAt(call) {
      killAt = call;
    },
  };
}
