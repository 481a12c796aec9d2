/** Creates tags that Keap does not have, each once: looked up right before, noted and recorded before it is sent. */
import { RunEnded } from '../../errors.ts';
import type { TagId } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { excerpt } from '../../keap/contacts/messages.ts';
import { type CreatedTag, unknownOutcome } from '../../keap/contacts/outcome.ts';
import { type FoundTag, keyOf, tagFinder } from '../../keap/contacts/tags.ts';
import { type CreationNotes, creationNotes } from '../find/creation-notes.ts';
import { newTagField, outcomeTexts } from '../log/journal.ts';
import { type NewTagRule, tagsUnknown } from '../plan/tag-changes.ts';
import type { RunContext } from '../run/run-context.ts';
import type { OpenRun } from '../run/run-lifecycle.ts';
import { hasTimeFor } from '../run/time-budget.ts';

/** The new tags of one execution. */
export interface TagCreator {
  /** With what has come of the names so far. */
  readonly rule: NewTagRule;
  /**
   * Creates tags of these names, which the rule calls new. Those that time or a stop leaves out are still new afterwards.
   * Throws what the service throws.
   */
  create(names: readonly string[]): void;
  /** How many were created. */
  count(): number;
}

/** Creates nothing. */
export const noTagCreator: TagCreator = { rule: () => undefined, create() {}, count: () => 0 };

interface CreatorOptions {
  readonly context: Pick<RunContext, 'service' | 'clock' | 'startedMs' | 'document' | 'account'>;
  readonly run: Pick<OpenRun, 'journal' | 'isStopAsked'>;
  readonly rule: NewTagRule;
}

export function tagCreator(options: CreatorOptions): TagCreator {
  const { context, run, rule } = options;
  const { service, clock, document, account } = context;
  const settled = new Map<string, FoundTag>();
  let created = 0;
  const createBatch = (batch: readonly string[], notes: TagNotes) => {
    const { outcomes, endedBy } = createEach(options, batch, notes);
    for (const [name, outcome] of outcomes) {
      if (outcome.kind === 'created') created++;
      settled.set(keyOf(name), foundBy(name, outcome));
    }
    if (endedBy !== undefined) throw endedBy;
  };
  return {
    rule: (name) => settled.get(keyOf(name)) ?? rule(name),
    create(names) {
      if (names.length === 0) return;
      const notes: TagNotes = creationNotes<number>(document.properties, account, () => clock.nowMs());
      const known = knownNow(service.tags(true), names, notes);
      for (const [name, found] of known) settled.set(keyOf(name), found);
      const missing = names.filter((name) => !known.has(name));
      let tookMs = 0;
      for (let reached = 0; reached < missing.length; ) {
        if (reached > 0 && (run.isStopAsked() || !hasTimeFor(context, tookMs))) return;
        const beganMs = clock.nowMs();
        const batch = missing.slice(reached, reached + service.batchSize());
        createBatch(batch, notes);
        reached += batch.length;
        tookMs = clock.nowMs() - beganMs;
      }
    },
    count: () => created,
  };
}

type TagNotes = CreationNotes<number>;

/** Tags share their notes with contacts, whose keys are addresses: none has a space. */
function noteKey(name: string): string {
  return `tag ${keyOf(name)}`;
}

/** Somebody else, or an execution that was killed, may have created it since the tags were read. */
function knownNow(
  tags: ReturnType<ContactService['tags']>,
  names: readonly string[],
  notes: Pick<TagNotes, 'find'>,
): Map<string, FoundTag> {
  if ('kind' in tags) {
    const { reason } = tagsUnknown(tags);
    return new Map(names.map((name) => [name, { kind: 'problem', problem: reason }]));
  }
  const find = tagFinder(tags);
  return new Map(
    names.flatMap((name): [string, FoundTag][] => {
      const found = find(name);
      if (found.kind !== 'unknown') return [[name, found]];
      const note = notes.find(noteKey(name));
      if (note === undefined) return [];
      if (note.id === undefined) return [[name, { kind: 'problem', problem: unsure(name) }]];
      return [[name, { kind: 'found', tag: { id: String(note.id) as TagId, name } }]];
    }),
  );
}

interface BatchEnd {
  readonly outcomes: readonly (readonly [name: string, outcome: CreatedTag])[];
  /** An account's fault; nothing is known then of those that are not created. */
  readonly endedBy: RunEnded | undefined;
}

function createEach(
  { context: { service }, run }: CreatorOptions,
  batch: readonly string[],
  notes: TagNotes,
): BatchEnd {
  run.journal.beginCreations(batch, newTagField);
  notes.begin(batch.map(noteKey));
  const sent = unlessEnded(() => service.createTags(batch));
  const answers = batch.map((_, index) => sent.value?.[index] ?? unknownOutcome);
  const isUnknown = answers.some(({ kind }) => kind === 'unknown');
  const looked = isUnknown && sent.endedBy === undefined ? unlessEnded(() => service.tags(true)) : undefined;
  const outcomes = batch.map((name, index): readonly [string, CreatedTag] => {
    const answer = answers[index] ?? unknownOutcome;
    return [name, answer.kind === 'unknown' ? afterLook(name, looked?.value) : answer];
  });
  notes.settle(new Map(outcomes.flatMap(([name, outcome]) => noteOf(name, outcome))));
  run.journal.settleCreations(outcomes.map(([, outcome]) => ({ outcome: journalText(outcome) })));
  return { outcomes, endedBy: sent.endedBy ?? looked?.endedBy };
}

/** The result of the work, or the account's fault that has ended it. */
function unlessEnded<Result>(work: () => Result): {
  readonly value?: Result;
  readonly endedBy?: RunEnded;
} {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    return { endedBy: error };
  }
}

/** An answer may be lost after its effect. */
function afterLook(name: string, tags: ReturnType<ContactService['tags']> | undefined): CreatedTag {
  if (tags === undefined || 'kind' in tags) return unknownOutcome;
  const found = tagFinder(tags)(name);
  return found.kind === 'found' ? { kind: 'created', id: found.tag.id } : unknownOutcome;
}

function noteOf(name: string, outcome: CreatedTag): [string, number | 'not-created'][] {
  if (outcome.kind === 'created') return [[noteKey(name), Number(outcome.id)]];
  return outcome.kind === 'failed' ? [[noteKey(name), 'not-created']] : [];
}

function foundBy(name: string, outcome: CreatedTag): FoundTag {
  switch (outcome.kind) {
    case 'created':
      return { kind: 'found', tag: { id: outcome.id, name } };
    case 'failed':
      return { kind: 'problem', problem: refusedText(name, outcome.reason) };
    case 'unknown':
      return { kind: 'problem', problem: unsure(name) };
  }
}

function journalText(outcome: CreatedTag): string {
  switch (outcome.kind) {
    case 'created':
      return outcomeTexts.done;
    case 'failed':
      return `Failed: ${outcome.reason}`;
    case 'unknown':
      return outcomeTexts.unknown;
  }
}

function refusedText(name: string, why: string): string {
  const what = `Keap did not create the tag "${excerpt(name)}", so this row was not sent. Create the tag in Keap, or correct the cell.`;
  return `${what} (${excerpt(why, 200)})`;
}

function unsure(name: string): string {
  return `Keap was asked to create the tag "${excerpt(name)}" and didn't confirm it. Within the next hour, a sync only looks for it; after that, it is created if Keap doesn't have it.`;
}
