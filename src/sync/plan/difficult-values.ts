/** What can only be said of a value once it is known what Keap has: nothing that came from Keap blocks its row. */
import type { ContactChange, FieldName, FieldValues } from '../../keap/contacts/contact.ts';
import { isDamagedNumber } from './diff.ts';
import type { PlannedChange } from './plan.ts';
import { tagsProblem } from './tag-changes.ts';

/** Why what is left of a planned change cannot be sent, as a sentence; undefined when it can. */
export function problemOfChange(
  { problems }: Pick<PlannedChange, 'problems'>,
  left: ContactChange,
): string | undefined {
  const names = [...left.fields.keys(), ...(left.tags === undefined ? [] : [tagsProblem])];
  return names.map((name) => problems.get(name)).find((problem) => problem !== undefined);
}

/** A note on numbers that differ from Keap's text only by a lost zero or `+`, and were therefore not sent. */
export function noteOfNumbers({ change, forms }: PlannedChange, current: FieldValues): string | undefined {
  const kept = [...forms.numbers].flatMap((name): [FieldName, string, string][] => {
    const [now, text] = [current.get(name) ?? '', change.fields.get(name) ?? ''];
    return isDamagedNumber(now, text) ? [[name, now, text]] : [];
  });
  const [first] = kept;
  if (first === undefined) return undefined;
  const [name, now, text] = first;
  return `${name} stays "${now}" in Keap: the cell holds the number ${text}, without the leading zero or +. If you format this column as plain text, Sheets keeps them.`;
}
