import type { ContactBook } from './contacts.ts';
import type { MethodAnswer, Params } from './method.ts';
import { changeOpt, optMeanings } from './opt-status.ts';

/** 0 opted out, not marketable or bounced; 1 single opt-in; 2 double opt-in (developer.keap.com, "XML-RPC: Email"). */
export function getOptStatus(book: ContactBook, [email]: Params): MethodAnswer {
  return { kind: 'result', value: optMeanings[book.optEntry(String(email)).status].xmlRpc };
}

/** False means "already so" as well as "not possible": only the status tells which. */
export function optIn(book: ContactBook, params: Params, nowMs: number): MethodAnswer {
  return changed(book, params, 'in', nowMs);
}

/** False as for `optIn`. */
export function optOut(book: ContactBook, params: Params, nowMs: number): MethodAnswer {
  return changed(book, params, 'out', nowMs);
}

function changed(
  book: ContactBook,
  [email, reason]: Params,
  wants: 'in' | 'out',
  nowMs: number,
): MethodAnswer {
  const wish = { address: String(email), wants, reason: String(reason) };
  return { kind: 'result', value: changeOpt(book, wish, nowMs) };
}
