import type { Call } from '../call.ts';
import type { ContactChange, FieldName } from '../contact.ts';
import type { Exchange } from '../exchange.ts';
import type { Failed } from '../outcome.ts';
import type { Answer, Step } from './calls.ts';
import type { Contact } from './contract.ts';
import type { Place } from './places.ts';

/** A change on its way through the steps; `failure` ends it, and the steps after leave it alone. */
export interface Progress {
  readonly change: ContactChange;
  places: ReadonlyMap<FieldName, Place>;
  /** What is sent back of it, as Keap had it a moment ago; undefined where nothing is. */
  current?: Contact;
  address: string;
  failure?: Failed | undefined;
  note?: string;
}

/** Sends a call for each of these changes, and has what became of it noted. */
export function each<Result>(
  exchange: Exchange,
  concerned: readonly Progress[],
  calls: readonly Call<Answer<Result>>[],
  note: (one: Progress, step: Step<Result>, place: number) => void,
): void {
  const steps = exchange.send(calls);
  concerned.forEach((one, place) => {
    const step = steps[place];
    if (step !== undefined) note(one, step, place);
  });
}
