/** What the steps of writing fields over REST v2 hand to one another. */
import type { ContactChange, FieldName } from '../contacts/contact.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Call } from '../http/call.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Answer, Step } from './calls.ts';
import type { Contact } from './contract.ts';
import type { FieldPath } from './field-paths.ts';

/** A change on its way through the steps; `failure` ends it, and later steps skip it. */
export interface PendingChange {
  readonly change: ContactChange;
  paths: ReadonlyMap<FieldName, FieldPath>;
  /** The lists that are sent back, as Keap had them a moment ago; undefined when there are none. */
  current?: Contact;
  failure?: Failed | undefined;
  note?: string;
}

/** Sends a call for each of these changes, and passes each result to `note`. */
export function sendEach<Result>(
  exchange: Exchange,
  changes: readonly PendingChange[],
  calls: readonly Call<Answer<Result>>[],
  note: (one: PendingChange, step: Step<Result>, index: number) => void,
): void {
  const steps = exchange.send(calls);
  changes.forEach((one, index) => {
    const step = steps[index];
    if (step !== undefined) note(one, step, index);
  });
}
