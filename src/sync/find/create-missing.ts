/** Creates contacts that Keap does not have, each once: looked up right before, noted and recorded before it is sent. */
import { QuotaSpent, RunEnded } from '../../errors.ts';
import type { ContactId } from '../../keap/contacts/contact.ts';
import { noAnswer } from '../../keap/contacts/messages.ts';
import { type Created, type Found, unknownOutcome } from '../../keap/contacts/outcome.ts';
import { outcomeTexts } from '../log/journal.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun } from '../run/run-lifecycle.ts';
import { hasTimeFor } from '../run/time-budget.ts';
import type { Candidate } from './candidates.ts';
import { type CreationNotes, maxNotes } from './creation-notes.ts';
import { type LookedUp, lookedUp, unsureText } from './look-up.ts';

/** What came of one contact. */
export type CreationResult =
  | Exclude<LookedUp, { kind: 'none' }>
  | { readonly kind: 'created'; readonly id: ContactId };

interface CreateOptions {
  readonly context: Pick<RunContext, 'service' | 'clock' | 'startedMs'>;
  readonly run: Pick<OpenRun, 'journal' | 'isStopAsked' | 'endEarly' | 'endedEarly'>;
  readonly notes: CreationNotes;
  /** Called after each batch, to write its ids into the sheet. */
  readonly settled: (results: ReadonlyMap<string, CreationResult>) => void;
}

/** Contacts that time or a stop leaves out, or an account's fault, have no result. */
export function createMissing(options: CreateOptions, candidates: readonly Candidate[]): void {
  const { context, run, notes, settled } = options;
  const { service, clock } = context;
  let tookMs = 0;
  for (let reached = 0; reached < candidates.length; ) {
    if (run.isStopAsked() || run.endedEarly() !== undefined || !hasTimeFor(context, tookMs)) return;
    const beganMs = clock.nowMs();
    const batch = candidates.slice(reached, reached + service.batchSize());
    const fullUntilMs = notes.fullUntilMs(batch.length);
    if (fullUntilMs !== undefined) {
      run.endEarly(notesFull(fullUntilMs));
      return;
    }
    const results = unlessEnded(run, () => createBatch(options, batch));
    if (results === undefined) return;
    settled(results);
    reached += batch.length;
    tookMs = clock.nowMs() - beganMs;
  }
}

/** Nobody could tell whether a contact was created already that there is no room to note. */
function notesFull(untilMs: number): QuotaSpent {
  return new QuotaSpent(
    `${maxNotes} contacts were created within an hour`,
    `At most ${maxNotes} contacts are created within an hour. Rows that have not been sent yet say Waiting.`,
    untilMs,
  );
}

/** Undefined where an account's fault ends the run. */
export function unlessEnded<Result>(
  { endEarly }: Pick<OpenRun, 'endEarly'>,
  work: () => Result,
): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    endEarly(error);
    return undefined;
  }
}

function createBatch(
  { context: { service }, run, notes }: CreateOptions,
  batch: readonly Candidate[],
): Map<string, CreationResult> {
  const results = new Map<string, CreationResult>();
  // Somebody else may have created it since it was looked up.
  const found = service.find(batch.map(({ address }) => address));
  const missing = batch.filter((one, index) => !note(results, one, found[index]));
  if (missing.length === 0) return results;
  run.journal.beginCreations(missing.map(({ address }) => address));
  notes.begin(missing.map(({ key }) => key));
  // Nothing is known then of any of them, and the notes say that they were sent.
  const created =
    unlessEnded(run, () => service.create(missing.map(({ fields }) => fields))) ??
    missing.map(() => unknownOutcome);
  missing.forEach(({ key }, index) => {
    const result = resultOf(created[index]);
    if (result !== undefined) results.set(key, result);
  });
  findUnknown({ service, run }, missing, results);
  notes.settle(noteOutcomes(missing, results));
  run.journal.settleCreations(missing.map(({ key }) => journalOutcome(results.get(key))));
  return results;
}

/** False where Keap has no such contact. */
function note(
  results: Map<string, CreationResult>,
  { key, address }: Candidate,
  found: Found = noAnswer,
): boolean {
  const looked = lookedUp(address, found);
  if (looked.kind === 'none') return false;
  results.set(key, looked);
  return true;
}

/** Undefined where nothing tells whether Keap has created it. */
function resultOf(created: Created = unknownOutcome): CreationResult | undefined {
  switch (created.kind) {
    case 'created':
      return created;
    case 'failed':
      return { kind: 'failed', reason: created.reason };
    case 'unknown':
      return undefined;
  }
}

/** An answer may be lost after its effect. */
function findUnknown(
  { service, run }: { readonly service: RunContext['service']; readonly run: CreateOptions['run'] },
  missing: readonly Candidate[],
  results: Map<string, CreationResult>,
): void {
  const unknown = missing.filter(({ key }) => !results.has(key));
  const found =
    unknown.length === 0 || run.endedEarly() !== undefined
      ? []
      : unlessEnded(run, () => service.find(unknown.map(({ address }) => address)));
  unknown.forEach(({ key, address }, index) => {
    const looked = lookedUp(address, found?.[index] ?? noAnswer);
    if (looked.kind === 'one') results.set(key, { kind: 'created', id: looked.id });
    else if (looked.kind === 'several') results.set(key, looked);
    else results.set(key, { kind: 'unsure', reason: unsureText });
  });
}

function noteOutcomes(
  missing: readonly Candidate[],
  results: ReadonlyMap<string, CreationResult>,
): Map<string, ContactId | 'not-created'> {
  return new Map(
    missing.flatMap(({ key }): [string, ContactId | 'not-created'][] => {
      const result = results.get(key);
      if (result?.kind === 'created') return [[key, result.id]];
      return result?.kind === 'failed' ? [[key, 'not-created']] : [];
    }),
  );
}

function journalOutcome(result: CreationResult | undefined) {
  switch (result?.kind) {
    case 'created':
      return { outcome: outcomeTexts.done, contact: result.id };
    case 'failed':
      return { outcome: `Failed: ${result.reason}` };
    default:
      return { outcome: outcomeTexts.unknown };
  }
}
