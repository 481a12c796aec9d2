/** A string that shows itself only when asked: every accidental way of printing it gives `[secret]`. */
export interface Secret {
  /** The text itself. Only the files listed in the house test may call this. */
  reveal(): string;
  /** Whether both hide the same text. */
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
