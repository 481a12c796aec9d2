export type Locked<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'busy' };

export interface Lock {
  /** Waits up to `waitMs` for the lock, does the work, and lets go whatever happens; what the work throws goes on up. */
  run<T>(waitMs: number, work: () => T): Locked<T>;
}
