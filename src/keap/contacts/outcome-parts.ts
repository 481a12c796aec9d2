/** Joins what became of a contact's fields and of its opting, and takes them apart again. */
import type { Failed, FieldsOutcome, OptOutcome, Outcome } from './outcome.ts';

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

const optDone = { 'opt-out': 'The address was opted out.', 'opt-in': 'The address was opted in.' } as const;
const fieldsDone = 'The other values were synced.';

function failed(reason: string, fields: FieldsOutcome, opt: OptOutcome): Failed {
  const isUnanswered = [fields, opt].some((one) => one.kind === 'failed' && one.isUnanswered === true);
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
