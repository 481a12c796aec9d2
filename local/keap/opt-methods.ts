import type { ContactBook, OptStatus } from './contacts.ts';
import type { MethodAnswer, Params } from './method.ts';

/** From these Keap lets nobody be opted in by API: in already, or out for a reason that only the person can lift. */
const refuseOptIn: readonly OptStatus[] = ['single-opt-in', 'double-opt-in', 'opted-out', 'bounced'];

/** 0 opted out, not marketable or bounced; 1 single opt-in; 2 double opt-in (developer.keap.com, "XML-RPC: Email"). */
export function getOptStatus(book: ContactBook, [email]: Params): MethodAnswer {
  const { status } = book.optEntry(String(email));
  return { kind: 'result', value: status === 'double-opt-in' ? 2 : status === 'single-opt-in' ? 1 : 0 };
}

export function optIn(book: ContactBook, [email, reason]: Params, nowMs: number): MethodAnswer {
  const isRefused = refuseOptIn.includes(book.optEntry(String(email)).status);
  return changed(book, String(email), isRefused ? undefined : 'single-opt-in', String(reason), nowMs);
}

export function optOut(book: ContactBook, [email, reason]: Params, nowMs: number): MethodAnswer {
  const isRefused = book.optEntry(String(email)).status === 'opted-out';
  return changed(book, String(email), isRefused ? undefined : 'opted-out', String(reason), nowMs);
}

/** False means "already so" as well as "not possible": only the status tells which. */
function changed(
  book: ContactBook,
  address: string,
  status: OptStatus | undefined,
  reason: string,
  changedMs: number,
): MethodAnswer {
  if (status === undefined || !address.includes('@')) return { kind: 'result', value: false };
  book.setOpt(address, { status, reason, changedMs });
  return { kind: 'result', value: true };
}
