/** Joins what became of a contact's fields, of its opting and of its tags, and takes them apart again. */
import type { FieldName } from './contact.ts';
import type { Failed, FieldsOutcome, OptOutcome, Outcome, TagsOutcome } from './outcome.ts';

/** The result of a change with one part or with both. `optKind` says what succeeded beside fields that failed. */
export function joinOutcome(
  fields: FieldsOutcome | undefined,
  opt: OptOutcome | undefined,
  optKind: 'opt-out' | 'opt-in' | undefined,
): Outcome {
  if (opt === undefined || optKind === undefined) return fields ?? { kind: 'done' };
  if (fields === undefined) return opt;
  const parts = { fields, opt };
  if (fields.kind === 'failed') {
    const reason = withSentence(fields.reason, opt.kind === 'done' ? optDone[optKind] : opt.reason);
    return { ...failed(reason, fields, opt), parts };
  }
  if (opt.kind === 'failed') {
    return { ...failed(withSentence(opt.reason, fieldsDone), fields, opt), parts };
  }
  if (opt.kind === 'refused') {
    return { kind: 'refused', reason: withSentence(opt.reason, fieldsDone), parts };
  }
  const note = withSentence(fields.note ?? '', opt.note ?? '');
  return note === '' ? { kind: 'done', parts } : { kind: 'done', note, parts };
}

/** The result of a change with tags; `rest` is what became of its other parts, undefined where there are none. */
export function joinTags(rest: Outcome | undefined, tags: TagsOutcome): Outcome {
  if (rest === undefined) return tags;
  const parts = { fields: fieldsPart(rest), opt: optPart(rest), tags };
  if (rest.kind !== 'done') {
    const reason = withSentence(rest.reason, tags.kind === 'done' ? '' : tags.reason);
    return { ...rest, reason, parts };
  }
  if (tags.kind === 'failed') return { ...failed(withSentence(tags.reason, fieldsDone), rest, tags), parts };
  if (tags.kind === 'refused') return { ...tags, parts };
  return { ...rest, parts };
}

/** What became of the tags; where a change has nothing else, the whole is that part. */
export function tagsPart({ parts, ...whole }: Outcome): TagsOutcome {
  return parts?.tags ?? whole;
}

/** Tags wait for the rest of their row: an automation that they start may use it. */
export const tagsHeldBack: TagsOutcome = {
  kind: 'refused',
  reason: 'Its tags were not changed, because the rest of the row was not synced.',
};

const optDone = { 'opt-out': 'The address was opted out.', 'opt-in': 'The address was opted in.' } as const;
const fieldsDone = 'The other values were synced.';

function failed(reason: string, ...parts: readonly OptOutcome[]): Failed {
  const isUnanswered = parts.some((one) => one.kind === 'failed' && one.isUnanswered === true);
  return isUnanswered ? { kind: 'failed', reason, isUnanswered } : { kind: 'failed', reason };
}

function withSentence(text: string, sentence: string): string {
  if (text === '' || sentence === '' || text.includes(sentence)) return text === '' ? sentence : text;
  return `${text} ${sentence}`;
}

/** What became of the fields; where a change has one part only, the whole is that part. */
export function fieldsPart({ parts, ...whole }: Outcome): OptOutcome {
  return parts?.fields ?? whole;
}

/** What became of the opting; where a change has one part only, the whole is that part. */
export function optPart({ parts, ...whole }: Outcome): OptOutcome {
  return parts?.opt ?? whole;
}

/**
 * What became of a change of which these fields failed, each for its own reason; `rest` is what became of the others,
 * undefined where there are none.
 */
export function withFailedFields(
  rest: FieldsOutcome | undefined,
  failures: ReadonlyMap<FieldName, string>,
): FieldsOutcome {
  if (failures.size === 0) return rest ?? { kind: 'done' };
  const reason = [...new Set(failures.values())].join(' ');
  if (rest === undefined) return { kind: 'failed', reason };
  const names = [...failures.keys()];
  if (rest.kind === 'done') {
    const others = withSentence(fieldsDone, rest.note ?? '');
    return { kind: 'failed', reason: withSentence(reason, others), fields: new Set(names) };
  }
  const { fields, ...failure } = rest;
  const joined = { ...failure, reason: withSentence(reason, rest.reason) };
  return fields === undefined ? joined : { ...joined, fields: new Set([...names, ...fields]) };
}

/** Whether Keap has acknowledged this field of the change. */
export function isWritten(outcome: FieldsOutcome | undefined, name: FieldName): boolean {
  if (outcome?.kind === 'failed') return outcome.fields?.has(name) === false;
  return outcome !== undefined;
}
