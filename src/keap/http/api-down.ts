/** Separates an outage of one API, after which the other one may be tried, from every other reason to end a run. */
import { ServiceDown } from '../../errors.ts';

const defaultAdvice =
  'Keap is not responding. Nothing is lost: rows that have not been sent yet say Waiting, and the next run sends them.';

/** One of Keap's APIs answers nobody, although the credentials are fine: the other API may answer. */
export class ApiDown extends ServiceDown {
  /** What arrived instead of an answer, for instance `HTTP status 503`. */
  readonly reason: string;

  constructor(reason: string, advice = defaultAdvice) {
    super(`Keap answers nobody: ${reason}`, advice);
    this.reason = reason;
  }
}
