/** Sends one chunk of planned changes: reads, records in the journal, writes. */
import type { ContactChange, FieldName } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { Loaded, Outcome } from '../../keap/contacts/outcome.ts';
import { type Entry, type Journal, optField, outcomeWords } from '../log/journal.ts';
import { differenceOf } from '../plan/diff.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { windowsBetweenChecks } from '../run/time-budget.ts';
import type { Settled } from './match-rows.ts';

/** A planned change against what Keap has: either it is settled already, or this is left to send. */
interface Step {
  readonly planned: PlannedChange;
  readonly outcome?: Outcome;
  readonly change?: ContactChange;
  readonly entries: readonly Entry[];
}

/** What a chunk is sent with. */
export interface ChunkOptions {
  readonly service: ContactService;
  readonly journal: Journal;
  /** Asked before each piece but the first, with how long the last one took, in milliseconds. */
  readonly mayGoOn: (lastTookMs: number) => boolean;
  readonly nowMs: () => number;
}

/**
 * Reads the contacts, writes what will change into the journal, and sends only what differs: a contact that is as
 * wanted costs no write. Where it may not go on, some are left without an outcome. Throws a `RunEnded` for an
 * account's trouble; then nothing is known of what was sent.
 */
export function sendChunk(parts: ChunkOptions, chunk: readonly PlannedChange[]): Settled[] {
  const { service, journal } = parts;
  const loaded = loadCurrent(service, chunk);
  const steps = chunk.map((planned, place) => stepOf(planned, loaded[place]));
  const entries = steps.flatMap((step) => step.entries);
  if (entries.length > 0) journal.begin(entries);
  const outcomes = applySteps(parts, steps);
  return steps.flatMap(({ planned, outcome }, place): Settled[] => {
    const known = outcome ?? outcomes[place];
    return known === undefined ? [] : [{ planned, outcome: known }];
  });
}

function loadCurrent(service: ContactService, chunk: readonly PlannedChange[]): Loaded[] {
  const names = new Set<FieldName>(chunk.flatMap(({ change }) => [...change.fields.keys()]));
  // An opt status belongs to the contact's address; reading it also tells whether there is such a contact.
  if (chunk.some(({ change }) => change.opt !== undefined)) names.add('Email');
  return service.load(
    chunk.map(({ change }) => change.id),
    [...names],
  );
}

function stepOf(planned: PlannedChange, loaded: Loaded | undefined): Step {
  if (loaded?.kind !== 'found') {
    const reason = loaded?.reason ?? 'Keap did not answer for this contact.';
    return { planned, outcome: { kind: 'failed', reason }, entries: [] };
  }
  const change = differenceOf(planned.change, loaded.fields);
  if (change.fields.size === 0 && change.opt === undefined) {
    // Keap has acknowledged these very values by what it answered to the reading.
    return { planned, outcome: { kind: 'done' }, entries: [] };
  }
  return { planned, change, entries: entriesOf(change, loaded.fields) };
}

function entriesOf(change: ContactChange, current: ReadonlyMap<FieldName, string>): Entry[] {
  const contact = change.id;
  const entries = [...change.fields].map(([field, newValue]): Entry => {
    return { contact, field, oldValue: current.get(field) ?? '', newValue };
  });
  if (change.opt === undefined) return entries;
  const { kind, reason } = change.opt;
  const newValue = `${kind === 'opt-out' ? 'Opted out' : 'Opted in'}: ${reason}`;
  return [...entries, { contact, field: optField, oldValue: '', newValue }];
}

/** Outcomes by the place of their step; nothing where a step sends nothing, or was not reached. */
function applySteps(parts: ChunkOptions, steps: readonly Step[]): (Outcome | undefined)[] {
  const changes = steps.flatMap(({ change }) => (change === undefined ? [] : [change]));
  if (changes.length === 0) return [];
  const left = applyInBatches(parts, changes);
  const outcomes = steps.map(({ change }) => (change === undefined ? undefined : left.shift()));
  parts.journal.settle(steps.flatMap((step, place) => outcomeTexts(step, outcomes[place])));
  return outcomes;
}

function applyInBatches(
  { service, mayGoOn, nowMs }: ChunkOptions,
  changes: readonly ContactChange[],
): Outcome[] {
  const outcomes: Outcome[] = [];
  let tookMs = 0;
  for (let start = 0, size = 0; start < changes.length; start += size) {
    if (start > 0 && !mayGoOn(tookMs)) break;
    const beganMs = nowMs();
    size = windowsBetweenChecks * service.concurrency();
    const piece = changes.slice(start, start + size);
    const given = service.apply(piece);
    outcomes.push(...piece.map((_, place) => given[place] ?? unanswered));
    tookMs = nowMs() - beganMs;
  }
  return outcomes;
}

const unanswered: Outcome = { kind: 'failed', reason: 'Keap did not answer for this contact.' };

function outcomeTexts({ change, entries }: Step, outcome: Outcome | undefined): string[] {
  if (outcome === undefined) return entries.map(() => outcomeWords.notSent);
  if (outcome.kind === 'done') {
    const ofOpt = outcome.note === undefined ? outcomeWords.done : `${outcomeWords.done}. ${outcome.note}`;
    return entries.map(({ field }) => (field === optField ? ofOpt : outcomeWords.done));
  }
  // Fields go first: where the opting failed, nobody knows from here whether they were taken.
  const isTwofold = change?.opt !== undefined && change.fields.size > 0;
  return entries.map(({ field }) =>
    isTwofold && field !== optField ? outcomeWords.unknown : `Failed: ${outcome.reason}`,
  );
}
