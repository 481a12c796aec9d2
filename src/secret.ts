/** Keeps tokens and keys out of logs, errors and JSON, however carelessly they are printed. */

/** A string that prints as `[secret]` unless it is revealed. */
export interface Secret {
  /** The text itself. Only the files listed in the architecture test may call this. */
  reveal(): string;
  /** Whether both contain the same text. */
  equals(other: Secret): boolean;
  toString(): string;
  toJSON(): string;
}

/** Wraps `text`. The text lives in a closure, so no inspector, spread or JSON of the object can reach it. */
export function secret(text: string): Secret {
  return {
    reveal: () => text,
    equals: (other) => other.reveal() === text,
    toString: () => '[secret]',
    toJSON: () => '[secret]',
  };
}
