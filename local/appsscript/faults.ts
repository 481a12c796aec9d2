/** Passing errors of Google's services, prepared for any call: they happen before the call takes effect, or after. */
import { isRemote } from './google-limits.ts';
import type { GoogleText } from './google-texts.ts';
import type { ComingCall } from './world.ts';

/** What a call throws instead of answering; by name, in the language of the person, or as the test words it. */
export interface Fault {
  readonly when: 'before' | 'after';
  readonly exception: readonly [name: GoogleText, ...values: string[]] | string;
}

/** Asked before each call is carried out. */
export type FaultPlan = (call: ComingCall) => Fault | undefined;

/** The exception that this service is known for (B: users' reports). */
export function usualException({ service, documentId }: ComingCall): Fault['exception'] {
  if (['SpreadsheetApp', 'Spreadsheet', 'Sheet', 'Range', 'Filter', 'Protection'].includes(service)) {
    return ['timedOut', documentId];
  }
  if (service === 'Lock' || service === 'LockService') return ['tooManyLocks'];
  if (service === 'UrlFetchApp') return ['throttled', 'urlfetch'];
  return ['serverError'];
}

/** A fault at each call for which `isMeant` holds, at most `times` of them; at all of them by default. */
export function faultsWhere(
  isMeant: (call: ComingCall) => boolean,
  when: Fault['when'] = 'before',
  exception?: Fault['exception'],
  times = Number.POSITIVE_INFINITY,
): FaultPlan {
  let left = times;
  return (call) => {
    if (left <= 0 || !isMeant(call)) return undefined;
    left--;
    return { when, exception: exception ?? usualException(call) };
  };
}

/** One fault, at the k-th call (from 1) that reaches a service, counted over all executions from now on. */
export function faultAtCall(call: number, when: Fault['when'] = 'before'): FaultPlan {
  let count = 0;
  return faultsWhere((one) => isRemote(one.service, one.method) && ++count === call, when);
}

/** Faults at this share of the calls that reach a service, from 0 to 1, before or after they take effect. */
export function randomFaults(
  random: () => number,
  share: number,
  isMeant: (call: ComingCall) => boolean = () => true,
): FaultPlan {
  return (call) => {
    if (!isRemote(call.service, call.method) || !isMeant(call) || random() >= share) return undefined;
    return { when: random() < 0.5 ? 'before' : 'after', exception: usualException(call) };
  };
}
