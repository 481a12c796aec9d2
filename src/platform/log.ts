/** The execution log, for the developer. */

/** Wrapped secrets print as `[secret]`; bodies and headers are never logged. */
export interface Log {
  info(text: string): void;
  error(text: string): void;
}
