/** Lets many executions run side by side, but none while time is moved: that would take their six minutes away. */
export interface Traffic {
  /** Runs beside others of its kind, once nobody moves time. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Runs alone, once all others have ended. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  isAlone(): boolean;
}

export function traffic(): Traffic {
  const running = new Set<Promise<unknown>>();
  let lone: Promise<unknown> | undefined;
  return {
    async run(work) {
      while (lone !== undefined) await lone;
      const begun = work();
      running.add(begun);
      void settled(begun).then(() => running.delete(begun));
      return begun;
    },
    async alone(work) {
      while (lone !== undefined) await lone;
      const others = [...running].map(settled);
      const begun = Promise.all(others).then(work);
      const ended = settled(begun).then(() => {
        lone = undefined;
      });
      lone = ended;
      return begun;
    },
    isAlone: () => lone !== undefined,
  };
}

function settled(work: Promise<unknown>): Promise<void> {
  return work.then(
    () => undefined,
    () => undefined,
  );
}
