import type { Schedule, WaitingCall } from '../../local/appsscript/turns.ts';

/** One of two executions: 0 is the one that began first. */
type Rank = 0 | 1;

/** A moment at which either execution could be answered next. */
interface Fork {
  readonly calls: readonly [WaitingCall, WaitingCall];
  /** Whoever need not go first here: an order tried before comes to the same. */
  readonly asleep: Set<Rank>;
  chosen: Rank;
}

/** Every order in which the service calls of two executions side by side can be answered. */
export interface Orders {
  /** For the embedded Apps Script. */
  readonly schedule: Schedule;
  /**
   * Calls `play`, which runs the two from the same beginning, once for each order; gives how many those were. Orders
   * that differ only by calls that do not touch the same thing are one order. Throws where the same choices do not
   * lead to the same calls, for then the enumeration would prove nothing.
   */
  playAll(play: (order: string) => Promise<unknown>): Promise<number>;
}

/**
 * Goes depth first through the forks of both ways. What two executions share, and what the forks are made at, is the
 * properties that either of them writes, the locks, and Keap; whatever else they ask has to be their own, so that at
 * most one of them may touch the sheet. A call that was
 * tried first at a fork stays asleep on the other way until a call that touches the same thing has been made (the sleep
 * sets of Godefroid, 1996): no order is left out, and hardly any is played twice. Where only the properties of certain
 * keys are watched, the others count as everybody's own.
 */
export function everyOrder(isWatched: (key: string) => boolean = () => true): Orders {
  const forks: Fork[] = [];
  const written = new Set<string>();
  let isPlaying = false;
  let broken: Error | undefined;
  let depth = 0;
  let asleep = new Set<Rank>();
  let last: Rank = 0;
  let first: number | undefined;

  const rankOf = ({ executionId }: WaitingCall): Rank => (executionId === first ? 0 : 1);

  function chosenOf(pair: readonly [WaitingCall, WaitingCall]): Rank {
    const own = pair.findIndex((call) => !isShared(call));
    if (own === 0 || own === 1) return own;
    const known = forks[depth];
    const fork = known ?? {
      calls: pair,
      asleep: new Set(asleep),
      chosen: asleep.has(last) ? other(last) : last,
    };
    if (known === undefined) forks.push(fork);
    else if (known.calls.some((call, rank) => doing(call) !== doing(pair[rank === 0 ? 0 : 1]))) {
      broken ??= new Error(
        `Fork ${depth}: ${pair.map(doing).join(' | ')} instead of ${known.calls.map(doing).join(' | ')}`,
      );
    }
    depth++;
    asleep = new Set(fork.asleep);
    return fork.chosen;
  }

  function isShared(call: WaitingCall): boolean {
    if (call.service === 'Cache' || /^(set|get)Properties$|^deleteAll|^getKeys$/.test(call.method)) {
      broken ??= new Error(`What ${doing(call)} touches is not known here.`);
    }
    if (call.service !== 'Properties') return call.service === 'Lock' || call.service === 'UrlFetchApp';
    return written.has(keyOf(call)) || (isWrite(call) && isWatched(keyOf(call)));
  }

  /** Nobody stays asleep whose call touches what this one touches. */
  function wake(waiting: readonly WaitingCall[], chosen: WaitingCall): void {
    asleep.delete(rankOf(chosen));
    for (const call of waiting) if (touchTheSame(call, chosen)) asleep.delete(rankOf(call));
  }

  /** Takes the other way at the last fork that has one; whether there was any. */
  function turnBack(): boolean {
    for (let fork = forks[forks.length - 1]; fork !== undefined; fork = forks[forks.length - 1]) {
      fork.asleep.add(fork.chosen);
      fork.chosen = other(fork.chosen);
      if (!fork.asleep.has(fork.chosen)) return true;
      forks.pop();
    }
    return false;
  }

  return {
    schedule(waiting) {
      if (!isPlaying) return 0;
      first ??= Math.min(...waiting.map(({ executionId }) => executionId));
      const [one, two] = [...waiting].sort((a, b) => a.executionId - b.executionId);
      const chosen = one !== undefined && two !== undefined ? [one, two][chosenOf([one, two])] : one;
      if (chosen === undefined) throw new Error('Nobody waits.');
      if (isWrite(chosen) && isWatched(keyOf(chosen))) written.add(keyOf(chosen));
      wake(waiting, chosen);
      last = rankOf(chosen);
      return waiting.indexOf(chosen);
    },
    async playAll(play) {
      let orders = 0;
      for (let known = -1; known < written.size; ) {
        known = written.size;
        orders = 0;
        forks.length = 0;
        do {
          [depth, last, first] = [0, 0, undefined];
          asleep = new Set();
          isPlaying = true;
          orders++;
          await play(forks.map(({ chosen }) => chosen).join(''));
          isPlaying = false;
          if (broken !== undefined) throw broken;
        } while (written.size === known && turnBack());
      }
      return orders;
    },
  };
}

const other = (rank: Rank): Rank => (rank === 0 ? 1 : 0);
const keyOf = ({ args: [key] }: WaitingCall) => String(key);
const doing = ({ service, method, args: [key] }: WaitingCall) =>
  service === 'Properties' ? `${method} ${String(key)}` : `${service}.${method}`;
const isWrite = ({ service, method }: WaitingCall) =>
  service === 'Properties' && (method === 'setProperty' || method === 'deleteProperty');

function touchTheSame(one: WaitingCall, two: WaitingCall): boolean {
  if (one.service !== two.service) return false;
  return one.service !== 'Properties' || (keyOf(one) === keyOf(two) && (isWrite(one) || isWrite(two)));
}
