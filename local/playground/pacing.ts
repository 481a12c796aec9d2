/** Slows calls down so that they can be watched, and kills an execution at a chosen call. */
import type { Onlooker, RunningExecution } from '../appsscript/apps-script.ts';
import type { Pace } from './protocol.ts';

export interface Pacing {
  readonly onlooker: Required<Pick<Onlooker, 'coming' | 'called'>>;
  pace(): Pace;
  setPace(pace: Pace): void;
  /** The next execution that gets to this call is killed before it, counted from 1; undefined for none. */
  killAt(): number | undefined;
  setKillAt(call: number | undefined): void;
}

export function pacing(): Pacing {
  const tookMs = new Map<number, number>();
  let pace: Pace = 0;
  let killAt: number | undefined;
  /** Each call waits as long as the previous one took, because its own duration is not known yet. */
  const wait = (id: number) => {
    const ms = pace === 0 ? 0 : (tookMs.get(id) ?? 0) / pace;
    tookMs.delete(id);
    return ms < 1 ? undefined : new Promise<void>((resolve) => setTimeout(resolve, ms));
  };
  return {
    onlooker: {
      async coming({ id, as }: RunningExecution, count: number) {
        // Nobody watches the executions of a moved clock.
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
