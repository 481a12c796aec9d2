/** Sends one chunk of planned changes: reads what Keap has, records what will change in the journal, and writes it. */
import { RunEnded } from '../../errors.ts';
import type {
  ContactChange,
  ContactId,
  FieldName,
  FieldValues,
  NothingElse,
  TagId,
} from '../../keap/contacts/contact.ts';
import { fieldsBeside } from '../../keap/contacts/contact-fields.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import type { Failed, Loaded, OptOutcome, Outcome, TagsOutcome } from '../../keap/contacts/outcome.ts';
import { fieldsPart, joinOutcome, joinTags, optPart, tagsPart } from '../../keap/contacts/outcome-parts.ts';
import { tagsField } from '../../keap/contacts/tags.ts';
import { type Entry, optField, outcomeTexts } from '../log/journal.ts';
import { tagEntries, tagOfLine } from '../log/tag-lines.ts';
import { differenceOf, isEmptyChange } from '../plan/diff.ts';
import { noteOfNumbers, problemOfChange } from '../plan/difficult-values.ts';
import { newAddressNote } from '../plan/new-address.ts';
import { newTagNames } from '../plan/new-tags.ts';
import { optConflictText } from '../plan/opt-conflicts.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { tagsUnreadable, withTags } from '../plan/tag-changes.ts';
import { withTypes } from '../plan/typed-values.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun } from '../run/run-lifecycle.ts';
import { hasTimeFor } from '../run/time-budget.ts';
import { noTagCreator, type TagCreator } from './create-tags.ts';
import type { Settled } from './match-rows.ts';

/** A planned change against what Keap has: either it is settled already, or this is left to send. */
interface Step {
  readonly planned: PlannedChange;
  readonly outcome?: Outcome;
  readonly change?: ContactChange;
  /** Why the fields are not part of `change`, although the row has some: only its opt-out is sent. */
  readonly fieldsFailure?: Failed;
  /** Why the tags are not part of `change`, although the row has some. */
  readonly tagsFailure?: Failed;
  /** Why a value cannot be sent: of such a row, too, only the opt-out is. */
  readonly problem?: string;
  /** What the row says once the change is done. */
  readonly note?: string;
  readonly entries: readonly Entry[];
}

/**
 * Sends only what differs from what Keap has: a contact that is up to date costs no write. Contacts that time or a stop
 * leaves out have no outcome. Calls `applied` now and then with how many of the chunk are done. An account's fault ends the run after what Keap has acknowledged by then; before anything
 * was sent it is thrown, as a `RunEnded`.
 */
export function sendChunk(
  context: Pick<RunContext, 'service' | 'clock' | 'startedMs'>,
  run: Pick<OpenRun, 'journal' | 'isStopAsked' | 'endEarly' | 'endedEarly'>,
  chunk: readonly PlannedChange[],
  conflicts: ReadonlyMap<ContactId, ContactId> = new Map(),
  applied: (count: number) => void = () => {},
  creator: TagCreator = noTagCreator,
): Settled[] {
  const { journal } = run;
  const loaded = loadCurrent(context.service, chunk);
  const typed = withTypes(context.service, chunk);
  const isToTag = (planned: PlannedChange, index: number) =>
    !conflicts.has(planned.change.id) && canTag(planned, loaded[index] ?? noAnswer);
  const open = withTags(context.service, typed, creator.rule);
  if (open.failure === undefined) creator.create(newTagNames(open.changes.filter(isToTag)));
  const found = withTags(context.service, typed, creator.rule);
  const steps = found.changes.map((planned, index): Step => {
    const opposite = conflicts.get(planned.change.id);
    // There was no time left to create its tags.
    const isLeft =
      found.failure === undefined && isToTag(planned, index) && newTagNames([planned]).length > 0;
    if (isLeft) return { planned, entries: [] };
    return opposite === undefined
      ? stepOf(planned, loaded[index] ?? noAnswer, found.failure)
      : refusedStep(planned, optConflictText(opposite));
  });
  const entries = steps.flatMap((step) => step.entries);
  if (entries.length > 0) journal.begin(entries);
  const outcomes = applySteps(context, run, steps, applied);
  const unreached = run.endedEarly() === undefined ? outcomeTexts.notSent : outcomeTexts.unknown;
  if (entries.length > 0) {
    journal.settle(steps.flatMap((step, index) => textsOf(step, outcomes[index], unreached)));
  }
  return steps.flatMap((step, index): Settled[] => {
    const outcome = outcomes[index];
    const planned = chunk[index];
    if (outcome === undefined || planned === undefined) return [];
    return [{ planned, outcome, problems: step.planned.problems }];
  });
}

/** Whether nothing stands in the way of the tags of this row. */
function canTag(planned: PlannedChange, loaded: Loaded): boolean {
  if (loaded.kind === 'failed' || !loaded.fields.has(tagsField)) return false;
  return problemOfChange(planned, differenceOf(planned.change, loaded.fields, planned.forms)) === undefined;
}

function loadCurrent(service: ContactService, chunk: readonly PlannedChange[]): Loaded[] {
  const names = new Set<FieldName>(chunk.flatMap(({ change }) => fieldsToRead(change)));
  return service.load(
    chunk.map(({ change }) => change.id),
    [...names],
  );
}

function fieldsToRead({ id: _id, fields, opt, tags, ...rest }: ContactChange): FieldName[] {
  rest satisfies NothingElse;
  const names = [...fields.keys()].flatMap((name) => [name, ...fieldsBeside(name)]);
  if (tags !== undefined) names.push(tagsField);
  // An opt status belongs to the contact's address; reading it also tells whether there is such a contact.
  return opt === undefined ? names : [...names, 'Email'];
}

function stepOf(planned: PlannedChange, loaded: Loaded, noTags: Failed | undefined): Step {
  if (loaded.kind === 'failed') return stepOfUnread(planned, loaded);
  const tagsFailure = noTags ?? (loaded.fields.has(tagsField) ? undefined : tagsUnreadable);
  if (planned.change.tags !== undefined && tagsFailure !== undefined) {
    return stepWithoutTags(planned, loaded, tagsFailure);
  }
  const change = differenceOf(planned.change, loaded.fields, planned.forms);
  const problem = problemOfChange(planned, change);
  if (problem !== undefined) return stepOfProblem(planned, problem);
  const notes = [newAddressNote(planned, change, loaded.fields), noteOfNumbers(planned, loaded.fields)];
  const note = notes.filter((one) => one !== undefined).join(' ');
  // Keap has acknowledged these very values by what it answered to the reading.
  if (isEmptyChange(change)) {
    return { planned, outcome: note === '' ? { kind: 'done' } : { kind: 'done', note }, entries: [] };
  }
  const step = { planned, change, entries: entriesOf(change, loaded.fields) };
  return note === '' ? step : { ...step, note };
}

/** What else the row has does not wait for its tags. */
function stepWithoutTags(planned: PlannedChange, loaded: Loaded, tagsFailure: Failed): Step {
  const { tags: _tags, ...change } = planned.change;
  const step = stepOf({ ...planned, change }, loaded, undefined);
  const isRestDone = step.outcome === undefined || step.outcome.kind === 'done';
  if (!isRestDone || step.problem !== undefined) return { ...step, planned };
  return step.change === undefined
    ? { ...step, planned, outcome: tagsFailure }
    : { ...step, planned, tagsFailure };
}

/** Until a value is corrected, nothing of its row is sent but the opt-out. */
function stepOfProblem(planned: PlannedChange, problem: string): Step {
  const { id, fields: _fields, opt, tags: _tags, ...rest } = planned.change;
  rest satisfies NothingElse;
  if (opt?.kind !== 'opt-out') return refusedStep(planned, problem);
  const change: ContactChange = { id, fields: new Map(), opt };
  return { planned, change, problem, entries: entriesOf(change, new Map()) };
}

/** An opt-out does not need to know what else the contact has; everything else does. */
function stepOfUnread(planned: PlannedChange, failure: Failed): Step {
  const { id, fields, opt, tags, ...rest } = planned.change;
  rest satisfies NothingElse;
  const { isUnanswered: _isUnanswered, ...fieldsFailure } = failure;
  if (opt?.kind !== 'opt-out' || failure.isMissing === true) {
    return { planned, outcome: fieldsFailure, entries: [] };
  }
  const change: ContactChange = { id, fields: new Map(), opt };
  const step = { planned, change, entries: entriesOf(change, new Map()) };
  return fields.size > 0 || tags !== undefined ? { ...step, fieldsFailure } : step;
}

function refusedStep(planned: PlannedChange, reason: string): Step {
  return { planned, outcome: { kind: 'refused', reason }, entries: [] };
}

function entriesOf(
  { id: contact, fields, opt, tags, ...rest }: ContactChange,
  current: FieldValues,
): Entry[] {
  rest satisfies NothingElse;
  const entries = [...fields].map(([field, newValue]): Entry => {
    return { contact, field, oldValue: current.get(field) ?? '', newValue };
  });
  if (tags !== undefined) entries.push(...tagEntries({ id: contact, tags }));
  if (opt === undefined) return entries;
  const newValue = `${opt.kind === 'opt-out' ? 'Opted out' : 'Opted in'}: ${opt.reason}`;
  return [...entries, { contact, field: optField, oldValue: '', newValue }];
}

/** The outcome of each step; undefined for those that were not reached. */
function applySteps(
  { service, clock, startedMs }: Pick<RunContext, 'service' | 'clock' | 'startedMs'>,
  { isStopAsked, endEarly }: Pick<OpenRun, 'isStopAsked' | 'endEarly'>,
  steps: readonly Step[],
  reached: (count: number) => void,
): (Outcome | undefined)[] {
  const changes = steps.flatMap(({ change }) => (change === undefined ? [] : [change]));
  // What has nothing to send is done already.
  const settled = steps.length - changes.length;
  const applied: Outcome[] = [];
  let tookMs = 0;
  while (applied.length < changes.length) {
    // Whoever works through the chunks has looked right before this one.
    if (applied.length > 0 && (isStopAsked() || !hasTimeFor({ clock, startedMs }, tookMs))) break;
    const beganMs = clock.nowMs();
    const size = service.batchSize(changes.slice(applied.length));
    const batch = changes.slice(applied.length, applied.length + size);
    const next = changes.slice(applied.length + size);
    const given = applyUnlessEnded(service, batch, next, endEarly);
    if (given === undefined) break;
    applied.push(...batch.map((_, index) => given[index] ?? noAnswer));
    tookMs = clock.nowMs() - beganMs;
    if (applied.length < changes.length) reached(settled + applied.length);
  }
  return steps.map((step) => {
    if (step.change === undefined) return step.outcome;
    const outcome = applied.shift();
    return outcome === undefined ? undefined : outcomeOf(step, outcome);
  });
}

function outcomeOf({ fieldsFailure, tagsFailure, problem, note, planned }: Step, applied: Outcome): Outcome {
  if (problem !== undefined) {
    const parts = { fields: { kind: 'failed', reason: problem }, opt: optPart(applied) } as const;
    const joined = joinOutcome(parts.fields, parts.opt, 'opt-out');
    return { kind: 'refused', reason: joined.kind === 'done' ? problem : joined.reason, parts };
  }
  if (fieldsFailure !== undefined) {
    return joinOutcome(fieldsFailure, optPart(applied), planned.change.opt?.kind);
  }
  if (tagsFailure !== undefined) return joinTags(applied, tagsFailure);
  if (note === undefined || applied.kind !== 'done') return applied;
  return { ...applied, note: applied.note === undefined ? note : `${applied.note} ${note}` };
}

/** Undefined where an account's fault ends the run; nothing is known then of this batch. */
function applyUnlessEnded(
  service: ContactService,
  batch: readonly ContactChange[],
  next: readonly ContactChange[],
  endEarly: OpenRun['endEarly'],
): Outcome[] | undefined {
  try {
    return service.apply(batch, next);
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    endEarly(error);
    return undefined;
  }
}

/** Each line says what became of its own value. */
function textsOf({ entries }: Step, outcome: Outcome | undefined, unreached: string): string[] {
  if (outcome === undefined) return entries.map(() => unreached);
  return entries.map(({ field }) => {
    if (field === optField) return optText(optPart(outcome));
    const tag = tagOfLine(field);
    return tag === undefined ? fieldText(field, fieldsPart(outcome)) : tagText(tag, tagsPart(outcome));
  });
}

/** The note of fields is for the row: it may concern only one of them. */
function fieldText(field: FieldName, part: OptOutcome): string {
  const isDone = part.kind === 'done' || (part.kind === 'failed' && part.fields?.has(field) === false);
  return isDone ? outcomeTexts.done : optText(part);
}

/** The note is for the row. */
function tagText(tag: TagId, part: TagsOutcome): string {
  const isDone = part.kind === 'done' || (part.kind === 'failed' && part.tags?.has(tag) === false);
  return isDone ? outcomeTexts.done : optText(part);
}

function optText(part: OptOutcome): string {
  switch (part.kind) {
    case 'done':
      return part.note === undefined ? outcomeTexts.done : `${outcomeTexts.done}. ${part.note}`;
    case 'failed':
      return `Failed: ${part.reason}`;
    case 'refused':
      return `${outcomeTexts.notSent}: ${part.reason}`;
  }
}
