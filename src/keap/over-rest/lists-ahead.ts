/**
 * Reads the lists of the changes that come next together with the writes before them: a reading of its own would keep those
 * writes waiting for its answer.
 */
import type { Call } from '../http/call.ts';
import { type Answer, resultOf, type Step } from './calls.ts';
import { byId, wholeListCall } from './contact-reads.ts';
import type { Contact } from './contract.ts';
import type { PendingChange } from './pending-change.ts';
import { type ListsAhead, listsOf } from './read-lists.ts';

/** A reading of lists that travels with other calls. */
export interface ReadingAhead {
  readonly call: Call<Answer<Contact[]>>;
  /** What its answer says, for as long as that counts. */
  listsIn(step: Step<Contact | Contact[]> | undefined): ListsAhead;
}

/**
 * For how long a reading counts, in milliseconds, from when its windows begin to go out: two windows and a moment. What
 * somebody else changes in between is lost.
 */
const countsForMs = 4_000;

/** Whether lists that were read ahead still count. */
export function isCurrent({ untilMs }: ListsAhead, nowMs: number): boolean {
  return nowMs < untilMs;
}

/** The reading of the lists that these changes write into; undefined where there is none, or where it takes several calls. */
export function readingAhead(next: readonly PendingChange[], nowMs: number): ReadingAhead | undefined {
  const { concerned, properties } = listsOf(next);
  const ids = [...new Set(concerned.map(({ change }) => change.id))];
  const call = wholeListCall(ids, [...properties]);
  if (call === undefined) return undefined;
  return {
    call,
    listsIn(step) {
      const answer = resultOf(step);
      const contacts = byId(ids, Array.isArray(answer) ? answer : []);
      return { properties, contacts, untilMs: nowMs + countsForMs };
    },
  };
}
