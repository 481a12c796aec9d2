/** A lock that is always released. */

export type Locked<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'busy' };

export interface Lock {
  /** Waits up to `waitMs` for the lock, does the work, and always releases the lock; rethrows what the work throws. */
  run<T>(waitMs: number, work: () => T): Locked<T>;
}
