/** Uses XML-RPC while it answers and REST v2 from then on, without losing a contact on the way. */
import { ApiDown } from '../http/api-down.ts';
import type { ApiName, ContactApi, ContactService } from './contact-service.ts';
import { noAnswer } from './messages.ts';
import type { Failed } from './outcome.ts';

interface AutomaticContactServiceOptions {
  readonly xmlRpc: ContactApi;
  readonly rest: ContactService;
  /** Called once, after REST v2 has answered what XML-RPC did not. */
  readonly onSwitch: () => void;
}

/**
 * XML-RPC while it answers, then REST v2 for good. What XML-RPC leaves unanswered goes to REST v2 in the same call, so
 * that no contact is skipped; an answer, even a fault, is final. A refused token, a quota and a throttle are thrown, since
 * the other API would meet the same.
 */
export function automaticContactService({
  xmlRpc,
  rest,
  onSwitch,
}: AutomaticContactServiceOptions): ContactService {
  let current: ApiName = 'XML-RPC';
  function callEither<Item, Result extends { readonly kind: string }>(
    items: readonly Item[],
    call: BatchCall<Item, Result>,
  ): (Result | Failed)[] {
    if (current === 'REST v2') return call(rest, items);
    const first = unlessDown(() => call(xmlRpc, items));
    if (first !== undefined && !first.some(isUnanswered)) return first;
    const isUp = xmlRpc.probe();
    // Others were answered, and it still answers: this is a fault of the contact.
    if (first !== undefined && isUp) return first;
    const results = first ?? (isUp ? unlessDown(() => call(xmlRpc, items)) : undefined);
    const unansweredItems = items.filter((_, index) => isUnanswered(results?.[index]));
    const restResults = call(rest, unansweredItems);
    if (!isUp) {
      current = 'REST v2';
      onSwitch();
    }
    return items.map((_, index) => answerAt(results, index) ?? restResults.shift() ?? noAnswer);
  }
  return {
    api: () => current,
    load: (ids, fields) => callEither(ids, (service, batch) => service.load(batch, fields)),
    optStates: (addresses) => callEither(addresses, (service, batch) => service.optStates(batch)),
    apply: (changes) => callEither(changes, (service, batch) => service.apply(batch)),
    concurrency: () => (current === 'REST v2' ? rest : xmlRpc).concurrency(),
  };
}

type BatchCall<Item, Result> = (service: ContactService, batch: readonly Item[]) => (Result | Failed)[];

/** The result of the work; undefined when the API answers nobody. */
function unlessDown<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiDown) return undefined;
    throw error;
  }
}

function answerAt<Result extends { readonly kind: string }>(
  results: readonly (Result | Failed)[] | undefined,
  index: number,
): Result | Failed | undefined {
  const one = results?.[index];
  return isUnanswered(one) ? undefined : one;
}

function isUnanswered(result: { readonly kind: string } | undefined): boolean {
  return result === undefined || ('isUnanswered' in result && result.isUnanswered === true);
}
