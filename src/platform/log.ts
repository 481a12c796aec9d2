/** The execution log. Wrapped secrets print as `[secret]`; bodies and headers never come here. */
export interface Log {
  info(text: string): void;
  error(text: string): void;
}
