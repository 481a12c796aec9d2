/**
 * Finds out which of several forms Keap takes where nothing documents it, an emptied date for instance: each is tried on one
 * contact, apart from what else that contact gets, and only a reading shows whether it has worked. What was found out holds
 * for the rest of the execution.
 */
import type { Failed } from './outcome.ts';

/** What is known of the forms of one kind of value: the one that works, or why none does. */
export type KnownForm = { readonly kind: 'works'; readonly form: number } | Failed;

/** By kind of value, for one execution. */
export type KnownForms = Map<string, KnownForm>;

/** How to try the forms of one kind of value; they are numbered from 0, the likeliest first. */
export interface Trial<Item> {
  /** Names the kind of value. */
  readonly key: string;
  readonly formsFor: (item: Item) => number;
  /** The changes that have such a value. */
  readonly items: readonly Item[];
  /** Sends this value of the item and nothing else; the failure, if there is one. */
  write(item: Item, form: number): Failed | undefined;
  /** What is wrong with what Keap has now: undefined for nothing, `unread` where that cannot be read. */
  check(item: Item): Failed | 'unread' | undefined;
}

/** The item on which a form has worked, and what went wrong with others. */
export interface TrialEnd<Item> {
  readonly done: Item | undefined;
  readonly failures: ReadonlyMap<Item, Failed>;
}

/** A contact may have a trouble of its own, so some others are tried before a kind of value is given up. */
const maxItems = 3;

/** Does nothing where the kind is known. */
export function tryForms<Item>(known: KnownForms, trial: Trial<Item>): TrialEnd<Item> {
  const failures = new Map<Item, Failed>();
  if (known.has(trial.key)) return { done: undefined, failures };
  let last: Failed | undefined;
  for (const item of trial.items.slice(0, maxItems)) {
    const tried = tryItem(trial, item);
    if (tried === undefined) continue;
    if (tried.kind === 'works') {
      known.set(trial.key, tried);
      return { done: item, failures };
    }
    failures.set(item, tried);
    last = tried;
  }
  if (last !== undefined && failures.size === maxItems) known.set(trial.key, last);
  return { done: undefined, failures };
}

/** Undefined where it says nothing about the forms. */
function tryItem<Item>(trial: Trial<Item>, item: Item): KnownForm | undefined {
  let wrong: Failed | undefined;
  for (let form = 0; form < trial.formsFor(item); form++) {
    const refusal = trial.write(item, form);
    if (refusal?.isMissing === true || refusal?.isUnanswered === true) return undefined;
    const found = refusal ?? trial.check(item);
    if (found === 'unread') return undefined;
    if (found === undefined) return { kind: 'works', form };
    wrong = found;
  }
  return wrong;
}

/** The form to send, `0` before one is known to work. */
export function formOf(known: KnownForms, key: string): number {
  const one = known.get(key);
  return one?.kind === 'works' ? one.form : 0;
}

/** Why no form works; undefined where one does, or none was tried. */
export function failureOfForms(known: KnownForms, key: string): Failed | undefined {
  const one = known.get(key);
  return one?.kind === 'failed' ? one : undefined;
}
