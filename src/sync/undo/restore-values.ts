/** Sends previous values back to Keap, and finds out of each one whether Keap has it. */
import { RunEnded } from '../../errors.ts';
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import { windowsPerBatch } from '../../keap/contacts/contact-service.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Outcome } from '../../keap/contacts/outcome.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun } from '../run/run-lifecycle.ts';
import { hasTimeFor } from '../run/time-budget.ts';
import { changeTo, isSameLogged, loadLogged } from './logged-values.ts';
import type { RestoredValue } from './undo-plan.ts';

export interface RestoreEnd {
  /** Of each value that was sent. One that is missing was not reached, or it is not known whether Keap took it. */
  readonly outcomes: ReadonlyMap<RestoredValue, Outcome>;
  /** What ended the work early. */
  readonly endedBy: RunEnded | undefined;
}

/** The values of one contact. */
type Group = readonly [RestoredValue, ...RestoredValue[]];

/**
 * Restores the values contact by contact, window by window: an outage loses no more than the outcomes of the one in flight.
 * Where Keap refuses a contact's values together, each is sent alone, so that one that Keap no longer accepts leaves the
 * others restored.
 */
export function restoreValues(
  context: Pick<RunContext, 'service' | 'clock' | 'startedMs'>,
  { isStopAsked }: Pick<OpenRun, 'isStopAsked'>,
  values: readonly RestoredValue[],
): RestoreEnd {
  const { service, clock } = context;
  const groups = groupByContact(values);
  const outcomes = new Map<RestoredValue, Outcome>();
  let tookMs = 0;
  for (let reached = 0; reached < groups.length; ) {
    if (reached > 0 && (!hasTimeFor(context, tookMs) || isStopAsked())) break;
    const beganMs = clock.nowMs();
    const batch = groups.slice(reached, reached + Math.ceil(service.batchSize() / windowsPerBatch));
    try {
      restoreBatch(context, batch, outcomes);
    } catch (error) {
      if (!(error instanceof RunEnded)) throw error;
      // Of the batch in flight, only what Keap has confirmed is known.
      for (const value of batch.flat()) if (outcomes.get(value)?.kind !== 'done') outcomes.delete(value);
      return { outcomes, endedBy: error };
    }
    reached += batch.length;
    tookMs = clock.nowMs() - beganMs;
  }
  return { outcomes, endedBy: undefined };
}

function restoreBatch(
  context: Pick<RunContext, 'service'>,
  batch: readonly Group[],
  outcomes: Map<RestoredValue, Outcome>,
): void {
  const refused = sendGroups(context, batch, outcomes).filter((group) => group.length > 1);
  const longest = Math.max(0, ...refused.map(({ length }) => length));
  for (let index = 0; index < longest; index++) {
    const singles = refused.flatMap((group): Group[] => {
      const value = group[index];
      return value === undefined ? [] : [[value]];
    });
    sendGroups(context, singles, outcomes);
  }
  settleByReading(context, batch.flat(), outcomes);
}

/** Sends each group as one change; gives those that Keap refused. */
function sendGroups(
  { service }: Pick<RunContext, 'service'>,
  groups: readonly Group[],
  outcomes: Map<RestoredValue, Outcome>,
): Group[] {
  if (groups.length === 0) return [];
  const given = service.apply(groups.map((group) => changeTo(group[0].contact, group)));
  return groups.filter((group, index) => {
    const outcome = given[index] ?? noAnswer;
    for (const value of group) outcomes.set(value, outcome);
    return outcome.kind === 'failed' && outcome.isUnanswered !== true;
  });
}

/** A call that failed or was not answered may have done its work all the same: what Keap has now is what counts. */
function settleByReading(
  { service }: Pick<RunContext, 'service'>,
  values: readonly RestoredValue[],
  outcomes: Map<RestoredValue, Outcome>,
): void {
  const failed = values.filter((value) => outcomes.get(value)?.kind === 'failed');
  for (const [field, ofField] of groupByField(failed)) {
    const loaded = loadLogged(
      service,
      ofField.map(({ contact }) => contact),
      [field],
    );
    ofField.forEach((value, index) => {
      const now = loaded[index];
      const isBack = now?.kind === 'found' && isSameLogged(field, now.fields.get(field) ?? '', value.to);
      if (isBack) outcomes.set(value, { kind: 'done' });
    });
  }
}

function groupByContact(values: readonly RestoredValue[]): Group[] {
  const groups = new Map<ContactId, [RestoredValue, ...RestoredValue[]]>();
  for (const value of values) {
    const group = groups.get(value.contact);
    if (group === undefined) groups.set(value.contact, [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

function groupByField(values: readonly RestoredValue[]): Map<FieldName, RestoredValue[]> {
  const groups = new Map<FieldName, RestoredValue[]>();
  for (const value of values) {
    const group = groups.get(value.field);
    if (group === undefined) groups.set(value.field, [value]);
    else group.push(value);
  }
  return groups;
}

/** Whether an outcome leaves open what Keap has. */
export function isUnknown(outcome: Outcome | undefined): boolean {
  return outcome === undefined || (outcome.kind === 'failed' && outcome.isUnanswered === true);
}
