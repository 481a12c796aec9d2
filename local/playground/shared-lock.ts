/** Lets executions run side by side, but none while the clock is moved: that would use up their six minutes. */

export interface SharedLock {
  /** Runs beside other shared work, once no exclusive work is left. */
  runShared<T>(work: () => Promise<T>): Promise<T>;
  /** Runs alone, once all shared work has ended. */
  runExclusive<T>(work: () => Promise<T>): Promise<T>;
  isExclusive(): boolean;
}

export function sharedLock(): SharedLock {
  const running = new Set<Promise<unknown>>();
  let exclusive: Promise<unknown> | undefined;
  return {
    async runShared(work) {
      while (exclusive !== undefined) await exclusive;
      const begun = work();
      running.add(begun);
      void settled(begun).then(() => running.delete(begun));
      return begun;
    },
    async runExclusive(work) {
      while (exclusive !== undefined) await exclusive;
      const others = [...running].map(settled);
      const begun = Promise.all(others).then(work);
      const ended = settled(begun).then(() => {
        exclusive = undefined;
      });
      exclusive = ended;
      return begun;
    },
    isExclusive: () => exclusive !== undefined,
  };
}

function settled(work: Promise<unknown>): Promise<void> {
  return work.then(
    () => undefined,
    () => undefined,
  );
}
