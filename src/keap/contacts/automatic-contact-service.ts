/** Uses XML-RPC while it answers and REST v2 when it does not, without losing a contact on the way. */
import { ApiDown } from '../http/api-down.ts';
import type { ApiName, ContactApi, ContactService } from './contact-service.ts';
import { noAnswer } from './messages.ts';
import type { Failed } from './outcome.ts';

interface AutomaticContactServiceOptions {
  readonly xmlRpc: ContactApi;
  readonly rest: ContactApi;
  /** The API that answered last. */
  readonly startsWith: ApiName;
  /** Whether XML-RPC, which did not answer before, is to be tried before the first call. */
  readonly isRetryDue: boolean;
  /** Called after that try. */
  readonly onRetry: (isBack: boolean) => void;
  /** Called once, after REST v2 has answered what XML-RPC did not. */
  readonly onSwitch: () => void;
}

/**
 * XML-RPC while it answers, then REST v2. What XML-RPC leaves unanswered goes to REST v2 in the same call, so that no
 * contact is skipped; an answer, even a fault, is final. A refused token, a quota and a throttle are thrown, since the
 * other API would meet the same.
 */
export function automaticContactService({
  xmlRpc,
  rest,
  startsWith,
  isRetryDue,
  onRetry,
  onSwitch,
}: AutomaticContactServiceOptions): ContactService {
  let current = startsWith;
  let mayRetry = isRetryDue;
  function retryXmlRpc(): void {
    if (!mayRetry) return;
    mayRetry = false;
    const isBack = xmlRpc.probe();
    if (isBack) current = 'XML-RPC';
    onRetry(isBack);
  }
  function callEither<Item, Result extends { readonly kind: string }>(
    items: readonly Item[],
    call: BatchCall<Item, Result>,
  ): (Result | Failed)[] {
    if (items.length === 0) return [];
    retryXmlRpc();
    if (current === 'REST v2') return call(rest, items);
    const first = unlessDown(() => call(xmlRpc, items));
    if (first instanceof ApiDown) {
      // Rows that only XML-RPC can send would otherwise fail over an API that answers nobody either.
      if (!rest.probe()) throw first;
      const results = call(rest, items);
      current = 'REST v2';
      onSwitch();
      return results;
    }
    // XML-RPC answers others, so this is a fault of these contacts, for which REST v2 may have an answer.
    const unanswered = items.filter((_, index) => isUnanswered(first[index]));
    const second = unanswered.length === 0 ? [] : unlessDown(() => call(rest, unanswered));
    if (second instanceof ApiDown) return first;
    return items.map((_, index) => answerAt(first, index) ?? second.shift() ?? noAnswer);
  }
  return {
    api: () => current,
    load: (ids, fields) => callEither(ids, (service, batch) => service.load(batch, fields)),
    customFields(names, isDoubted) {
      const first =
        current === 'REST v2' ? undefined : unlessDown(() => xmlRpc.customFields(names, isDoubted));
      // Whoever reads or writes contacts next finds out whether this is an outage.
      return first === undefined || first instanceof ApiDown ? rest.customFields(names, isDoubted) : first;
    },
    allCustomFields() {
      const first = current === 'REST v2' ? undefined : unlessDown(() => xmlRpc.allCustomFields());
      if (first === undefined || first instanceof ApiDown) return rest.allCustomFields();
      if (!('kind' in first)) return first;
      // A user who may not read that table may see the fields over the other API.
      const second = unlessDown(() => rest.allCustomFields());
      return second instanceof ApiDown ? first : second;
    },
    tags(isAgain) {
      const first = current === 'REST v2' ? undefined : unlessDown(() => xmlRpc.tags(isAgain));
      return first === undefined || first instanceof ApiDown || isUnansweredList(first)
        ? rest.tags(isAgain)
        : first;
    },
    createTags: (names) => (current === 'REST v2' ? rest : xmlRpc).createTags(names),
    optStates: (addresses) => callEither(addresses, (service, batch) => service.optStates(batch)),
    find: (addresses, isThorough) =>
      callEither(addresses, (service, batch) => service.find(batch, isThorough)),
    // What one API leaves unanswered may be done: the other would do it again. So with `createTags`.
    create: (contacts) => (current === 'REST v2' ? rest : xmlRpc).create(contacts),
    apply: (changes, next) => callEither(changes, (service, batch) => service.apply(batch, next)),
    batchSize: (left) => (current === 'REST v2' ? rest : xmlRpc).batchSize(left),
  };
}

function isUnansweredList(tags: ReturnType<ContactService['tags']>): boolean {
  return 'kind' in tags && tags.isUnanswered === true;
}

type BatchCall<Item, Result> = (service: ContactService, batch: readonly Item[]) => (Result | Failed)[];

/** The result of the work, or the outage that has ended it. */
function unlessDown<Result>(work: () => Result): Result | ApiDown {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiDown) return error;
    throw error;
  }
}

function answerAt<Result extends { readonly kind: string }>(
  results: readonly (Result | Failed)[],
  index: number,
): Result | Failed | undefined {
  const one = results[index];
  return isUnanswered(one) ? undefined : one;
}

function isUnanswered(result: { readonly kind: string } | undefined): boolean {
  return result === undefined || ('isUnanswered' in result && result.isUnanswered === true);
}
