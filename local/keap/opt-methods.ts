/** The methods of `APIEmailService`. */
import type { MethodAnswer, Params } from './method.ts';
import type { OptBook } from './opt-book.ts';
import { optMeanings } from './opt-status.ts';

/** 0 opted out, not marketable or bounced; 1 single opt-in; 2 double opt-in (developer.keap.com, "XML-RPC: Email"). */
export function getOptStatus(opts: OptBook, [email]: Params): MethodAnswer {
  return { kind: 'result', value: optMeanings[opts.entry(String(email)).status].xmlRpc };
}

/** False means "already so" as well as "not possible": only the status tells which. */
export function changeOpt(
  opts: OptBook,
  wish: 'in' | 'out',
  [email, reason]: Params,
  nowMs: number,
): MethodAnswer {
  const asked = { address: String(email), wish, reason: String(reason), api: 'XML-RPC' } as const;
  return { kind: 'result', value: opts.follow(asked, nowMs) };
}
