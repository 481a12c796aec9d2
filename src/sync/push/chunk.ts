/** Sends one chunk of planned changes: reads what Keap has, records what will change in the journal, and writes it. */
import type { ContactChange, FieldName, FieldValues, NothingElse } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Loaded, Outcome } from '../../keap/contacts/outcome.ts';
import { type Entry, optField, outcomeTexts } from '../log/journal.ts';
import { differenceOf, isEmptyChange } from '../plan/diff.ts';
import type { PlannedChange } from '../plan/plan.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun } from '../run/run-lifecycle.ts';
import { hasTimeFor, windowsBetweenChecks } from '../run/time-budget.ts';
import type { Settled } from './match-rows.ts';

/** A planned change against what Keap has: either it is settled already, or this is left to send. */
interface Step {
  readonly planned: PlannedChange;
  readonly outcome?: Outcome;
  readonly change?: ContactChange;
  readonly entries: readonly Entry[];
}

/**
 * Sends only what differs from what Keap has: a contact that is up to date costs no write. Contacts that time or a stop
 * leaves out have no outcome. Throws a `RunEnded` for an account's fault; then nothing is known of what was sent.
 */
export function sendChunk(
  context: Pick<RunContext, 'service' | 'clock' | 'startedMs'>,
  run: Pick<OpenRun, 'journal' | 'isStopAsked'>,
  chunk: readonly PlannedChange[],
): Settled[] {
  const { journal } = run;
  const loaded = loadCurrent(context.service, chunk);
  const steps = chunk.map((planned, index) => stepOf(planned, loaded[index] ?? noAnswer));
  const entries = steps.flatMap((step) => step.entries);
  if (entries.length > 0) journal.begin(entries);
  const outcomes = applySteps(context, run, steps);
  if (entries.length > 0) journal.settle(steps.flatMap((step, index) => textsOf(step, outcomes[index])));
  return steps.flatMap(({ planned }, index): Settled[] => {
    const outcome = outcomes[index];
    return outcome === undefined ? [] : [{ planned, outcome }];
  });
}

function loadCurrent(service: ContactService, chunk: readonly PlannedChange[]): Loaded[] {
  const names = new Set<FieldName>(chunk.flatMap(({ change }) => fieldsToRead(change)));
  return service.load(
    chunk.map(({ change }) => change.id),
    [...names],
  );
}

function fieldsToRead({ id: _id, fields, opt, ...rest }: ContactChange): FieldName[] {
  rest satisfies NothingElse;
  // An opt status belongs to the contact's address; reading it also tells whether there is such a contact.
  return opt === undefined ? [...fields.keys()] : [...fields.keys(), 'Email'];
}

function stepOf(planned: PlannedChange, loaded: Loaded): Step {
  if (loaded.kind === 'failed') {
    return { planned, outcome: { kind: 'failed', reason: loaded.reason }, entries: [] };
  }
  const change = differenceOf(planned.change, loaded.fields);
  // Keap has acknowledged these very values by what it answered to the reading.
  if (isEmptyChange(change)) return { planned, outcome: { kind: 'done' }, entries: [] };
  return { planned, change, entries: entriesOf(change, loaded.fields) };
}

function entriesOf({ id: contact, fields, opt, ...rest }: ContactChange, current: FieldValues): Entry[] {
  rest satisfies NothingElse;
  const entries = [...fields].map(([field, newValue]): Entry => {
    return { contact, field, oldValue: current.get(field) ?? '', newValue };
  });
  if (opt === undefined) return entries;
  const newValue = `${opt.kind === 'opt-out' ? 'Opted out' : 'Opted in'}: ${opt.reason}`;
  return [...entries, { contact, field: optField, oldValue: '', newValue }];
}

/** The outcome of each step; undefined for those that were not reached. */
function applySteps(
  { service, clock, startedMs }: Pick<RunContext, 'service' | 'clock' | 'startedMs'>,
  { isStopAsked }: Pick<OpenRun, 'isStopAsked'>,
  steps: readonly Step[],
): (Outcome | undefined)[] {
  const changes = steps.flatMap(({ change }) => (change === undefined ? [] : [change]));
  const applied: Outcome[] = [];
  let tookMs = 0;
  while (applied.length < changes.length) {
    if (isStopAsked() || (applied.length > 0 && !hasTimeFor({ clock, startedMs }, tookMs))) break;
    const beganMs = clock.nowMs();
    const size = windowsBetweenChecks * service.concurrency();
    const batch = changes.slice(applied.length, applied.length + size);
    const given = service.apply(batch);
    applied.push(...batch.map((_, index) => given[index] ?? noAnswer));
    tookMs = clock.nowMs() - beganMs;
  }
  return steps.map(({ change, outcome }) => (change === undefined ? outcome : applied.shift()));
}

function textsOf({ change, entries }: Step, outcome: Outcome | undefined): string[] {
  if (outcome === undefined) return entries.map(() => outcomeTexts.notSent);
  if (outcome.kind === 'done') {
    const ofOpt = outcome.note === undefined ? outcomeTexts.done : `${outcomeTexts.done}. ${outcome.note}`;
    return entries.map(({ field }) => (field === optField ? ofOpt : outcomeTexts.done));
  }
  // Fields are sent first: where the opting failed, nothing here says whether Keap took them.
  const hasBoth = change?.opt !== undefined && change.fields.size > 0;
  return entries.map(({ field }) =>
    hasBoth && field !== optField ? outcomeTexts.unknown : `Failed: ${outcome.reason}`,
  );
}
