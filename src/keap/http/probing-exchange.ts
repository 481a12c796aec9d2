/** Tells one contact whose data Keap cannot write down properly from an API that answers nobody. */
import { ApiDown } from './api-down.ts';
import type { Call } from './call.ts';
import type { CallResult, Exchange } from './exchange.ts';

/**
 * As `exchange`, but a single call without an answer does not count as an outage while `probeCall` is answered: then it is
 * `unanswered`, as it would be among other calls.
 */
export function withProbe(exchange: Exchange, probeCall: Call<unknown>): Exchange {
  return {
    send<Answer>(calls: readonly Call<Answer>[]): CallResult<Answer>[] {
      try {
        return exchange.send(calls);
      } catch (error) {
        const isOfOneCall = error instanceof ApiDown && calls.length === 1;
        if (!isOfOneCall || !exchange.probe(probeCall)) throw error;
        return [{ kind: 'unanswered', reason: error.reason }];
      }
    },
    probe: (call) => exchange.probe(call),
    maxConcurrency: exchange.maxConcurrency,
    concurrency: () => exchange.concurrency(),
  };
}
