/** The five reasons to end a run in an orderly way: a class for each *decision*, not for each cause. */

/** `message` is for the log, `advice` is a whole sentence for the user; neither ever contains a body, a header or a token. */
export abstract class RunEnded extends Error {
  /** What the user reads: what is wrong and what to do next. */
  readonly advice: string;

  constructor(name: string, message: string, advice: string) {
    super(message);
    this.name = name;
    this.advice = advice;
  }
}

/** The newest stored refresh token or key was refused, or nobody has connected yet: only the user can help. */
export class ReconnectNeeded extends RunEnded {
  constructor(message: string, advice: string) {
    super('ReconnectNeeded', message, advice);
  }
}

/** Nobody has connected, or the user has disconnected. */
export class NotConnected extends ReconnectNeeded {}

/** A column, a sheet, a key or an id is missing or wrong: nothing is sent until the user corrects it. */
export class SettingsWrong extends RunEnded {
  constructor(message: string, advice: string) {
    super('SettingsWrong', message, advice);
  }
}

/** Silence, a 5xx, or an unusable answer: the next hour tries again. */
export class ServiceDown extends RunEnded {
  constructor(message: string, advice: string) {
    super('ServiceDown', message, advice);
  }
}

/** Does what may as well be done by a later run: a `RunEnded` of it is no reason to end this one. */
export function unlessEnded(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
  }
}

/** A quota is used up. */
export class QuotaSpent extends RunEnded {
  /** When the quota is available again, in milliseconds since 1970. */
  readonly untilMs: number;

  constructor(message: string, advice: string, untilMs: number) {
    super('QuotaSpent', message, advice);
    this.untilMs = untilMs;
  }
}

/** Another run holds the lock. */
export class Busy extends RunEnded {
  constructor(message: string, advice: string) {
    super('Busy', message, advice);
  }
}
