import type { Schedule, WaitingCall } from '../../local/appsscript/turns.ts';

/** One of two executions: 0 is the one that started first. */
type Rank = 0 | 1;

/** A point at which either execution could be answered next. */
interface Fork {
  readonly calls: readonly [WaitingCall, WaitingCall];
  /** The executions that need not go first here, because an earlier order is equivalent. */
  readonly asleep: Set<Rank>;
  chosen: Rank;
}

/** Every order in which the service calls of two concurrent executions can be answered. */
export interface Orders {
  /** For the Apps Script emulator. */
  readonly schedule: Schedule;
  /**
   * Calls `play` once for each order, and gives the number of orders. `play` must run both executions from the same
   * state. Orders that differ only in calls to different resources count as one. Throws if the same choices lead to
   * different calls, because the enumeration would then prove nothing.
   */
  playAll(play: (order: string) => Promise<unknown>): Promise<number>;
}

/**
 * Explores the forks depth first. There is a fork where both executions call a shared resource next: properties that
 * either of them writes, the locks, or Keap. They may share nothing else, so at most one of them may use the sheet. A call
 * that was tried first at a fork stays asleep on the other branch until a call to the same resource has been made (sleep
 * sets, Godefroid 1996): this leaves out no order, and plays hardly any twice. If only certain property keys are watched,
 * the others count as not shared.
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
    if (call.service === 'Cache' || /^setProperties$|^deleteAll|^getKeys$/.test(call.method)) {
      broken ??= new Error(`What ${doing(call)} touches is not known here.`);
    }
    if (call.service !== 'Properties') return call.service === 'Lock' || call.service === 'UrlFetchApp';
    if (readsAll(call)) return [...written].some((one) => one.startsWith(storeOf(call)));
    return written.has(placeOf(call)) || (isWrite(call) && isWatched(keyOf(call)));
  }

  /** Wakes the executions whose next call uses the same resource as this one. */
  function wake(waiting: readonly WaitingCall[], chosen: WaitingCall): void {
    asleep.delete(rankOf(chosen));
    for (const call of waiting) if (touchTheSame(call, chosen)) asleep.delete(rankOf(call));
  }

  /** A whole store is read: that touches every key that is watched and written. */
  function touchTheSame(one: WaitingCall, two: WaitingCall): boolean {
    if (one.service !== two.service) return false;
    if (one.service === 'Lock') return one.which === two.which;
    if (one.service !== 'Properties') return true;
    if (!(isWrite(one) || isWrite(two)) || storeOf(one) !== storeOf(two)) return false;
    if (readsAll(one)) return isWatched(keyOf(two));
    return readsAll(two) ? isWatched(keyOf(one)) : keyOf(one) === keyOf(two);
  }

  /** Takes the other branch at the last fork that has one; gives whether there was one. */
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
      if (isWrite(chosen) && isWatched(keyOf(chosen))) written.add(placeOf(chosen));
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
const storeOf = ({ which = '' }: WaitingCall) => `${which} `;
const placeOf = (call: WaitingCall) => storeOf(call) + keyOf(call);
const doing = ({ service, method, args: [key] }: WaitingCall) =>
  service === 'Properties' ? `${method} ${String(key)}` : `${service}.${method}`;
const readsAll = ({ service, method }: WaitingCall) => service === 'Properties' && method === 'getProperties';
const isWrite = ({ service, method }: WaitingCall) =>
  service === 'Properties' && (method === 'setProperty' || method === 'deleteProperty');
