import { ApiDown } from '../http/api-down.ts';
import type { ApiName, ContactApi, ContactService } from './contact-service.ts';
import { notAnswered } from './messages.ts';
import type { Failed } from './outcome.ts';

interface AutomaticContactServiceOptions {
  readonly xmlRpc: ContactApi;
  readonly rest: ContactService;
  /** Told once, when REST v2 has answered what XML-RPC did not. */
  readonly switched: () => void;
}

/**
 * XML-RPC while it answers, then REST v2 for good. What XML-RPC has left unanswered goes to REST v2 in the same call,
 * so nobody is skipped; what was answered, a fault too, stands. A refused token, a quota and a throttle are thrown as
 * by either API, for the other one would meet the same.
 */
export function automaticContactService({
  xmlRpc,
  rest,
  switched,
}: AutomaticContactServiceOptions): ContactService {
  let current: ApiName = 'XML-RPC';
  function ask<Item, Given extends { readonly kind: string }>(
    items: readonly Item[],
    call: Asking<Item, Given>,
  ): (Given | Failed)[] {
    if (current === 'REST v2') return call(rest, items);
    const first = tried(() => call(xmlRpc, items));
    if (first !== undefined && !first.some(isOpen)) return first;
    const isThere = xmlRpc.isThere();
    // Others were answered, and it still answers: the trouble is the contact's own.
    if (first !== undefined && isThere) return first;
    const given = first ?? (isThere ? tried(() => call(xmlRpc, items)) : undefined);
    const open = items.filter((_, place) => isOpen(given?.[place]));
    const others = call(rest, open);
    if (!isThere) {
      current = 'REST v2';
      switched();
    }
    return items.map((_, place) => answerAt(given, place) ?? others.shift() ?? notAnswered);
  }
  return {
    api: () => current,
    load: (ids, fields) => ask(ids, (service, some) => service.load(some, fields)),
    optStates: (addresses) => ask(addresses, (service, some) => service.optStates(some)),
    apply: (changes) => ask(changes, (service, some) => service.apply(some)),
    concurrency: () => (current === 'REST v2' ? rest : xmlRpc).concurrency(),
  };
}

type Asking<Item, Given> = (service: ContactService, some: readonly Item[]) => (Given | Failed)[];

/** Undefined where the API answers nobody. */
function tried<Given>(work: () => Given): Given | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiDown) return undefined;
    throw error;
  }
}

function answerAt<Given extends { readonly kind: string }>(
  given: readonly (Given | Failed)[] | undefined,
  place: number,
): Given | Failed | undefined {
  const one = given?.[place];
  return isOpen(one) ? undefined : one;
}

function isOpen(given: { readonly kind: string } | undefined): boolean {
  return given === undefined || ('isUnanswered' in given && given.isUnanswered === true);
}
