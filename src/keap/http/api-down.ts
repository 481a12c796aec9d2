import { ServiceDown } from '../../errors.ts';

const usualAdvice =
  'Keap does not answer at the moment. Nothing is lost: the rows that were not reached say Waiting, and the next run sends them.';

/** One of Keap's APIs answers nobody, although nothing is wrong with who asks: the other API may answer. */
export class ApiDown extends ServiceDown {
  /** What came instead of an answer, for instance `HTTP status 503`. */
  readonly reason: string;

  constructor(reason: string, advice = usualAdvice) {
    super(`Keap answers nobody: ${reason}`, advice);
    this.reason = reason;
  }
}
