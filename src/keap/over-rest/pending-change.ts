import type { ContactChange, FieldName } from '../contacts/contact.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Call } from '../http/call.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Answer, Step } from './calls.ts';
import type { Contact } from './contract.ts';
import type { FieldPath } from './field-paths.ts';

/** A change on its way through the steps; `failure` ends it, and the steps after leave it alone. */
export interface PendingChange {
  readonly change: ContactChange;
  places: ReadonlyMap<FieldName, FieldPath>;
  /** What is sent back of it, as Keap had it a moment ago; undefined where nothing is. */
  current?: Contact;
  address: string;
  failure?: Failed | undefined;
  note?: string;
}

/** Sends a call for each of these changes, and has what became of it noted. */
export function each<Result>(
  exchange: Exchange,
  concerned: readonly PendingChange[],
  calls: readonly Call<Answer<Result>>[],
  note: (one: PendingChange, step: Step<Result>, place: number) => void,
): void {
  const steps = exchange.send(calls);
  concerned.forEach((one, place) => {
    const step = steps[place];
    if (step !== undefined) note(one, step, place);
  });
}
