/** Contacts that Keap does not have and that a sync may create, and what keeps others from being created. */
import type { FieldValues, OptChange, TagChange } from '../../keap/contacts/contact.ts';
import { contactField } from '../../keap/contacts/contact-fields.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import { addressKey } from '../../keap/contacts/sought-addresses.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { type NewTagRule, withTags } from '../plan/tag-changes.ts';
import { withTypes } from '../plan/typed-values.ts';
import { type Fingerprint, fingerprintOf } from '../sheet/fingerprint.ts';
import { contactRows, type SheetView } from '../sheet/sheet-view.ts';
import { fingerprintWith, noContact, type RowToFind } from './rows-to-find.ts';

/** One contact to create, with the values of the first of its rows. */
export interface Candidate {
  readonly key: string;
  readonly address: string;
  readonly rows: readonly RowToFind[];
  readonly fields: FieldValues;
  /** Applied by the sync of the row, once it has an id. */
  readonly tags?: TagChange;
  /** Its opt-in, which the sync of the row sends, too. */
  readonly opt?: OptChange;
  readonly fingerprint: Fingerprint;
}

export interface Candidates {
  /** Each address once. */
  readonly candidates: readonly Candidate[];
  /** By the rows' `key`: why a contact is not created, as a sentence. */
  readonly reasons: ReadonlyMap<string, string>;
}

/** Of rows of which Keap has no contact: a row with a value that cannot be sent has to be corrected first. */
export function candidatesOf(
  service: Pick<ContactService, 'customFields' | 'tags'>,
  view: SheetView,
  rows: readonly RowToFind[],
  account: string,
  ruleOf: (changes: readonly PlannedChange[]) => NewTagRule,
): Candidates {
  const reasons = new Map<string, string>();
  const groups = new Map<string, RowToFind[]>();
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), row]);
  const taken = takenAddresses(view);
  const ready: { readonly row: RowToFind; readonly planned: PlannedChange }[] = [];
  for (const [key, group] of groups) {
    const [row] = group;
    const read = row?.with(noContact);
    const reason =
      taken.get(key) ??
      (read?.kind === 'check' ? read.reason : undefined) ??
      (group.some(optsOut) ? optOutText : disagreement(group, account));
    if (reason !== undefined) reasons.set(key, reason);
    else if (row !== undefined && read?.kind === 'ready') {
      const { change, forms, problems } = read;
      const fingerprint = fingerprintOf(change, account, forms.typed);
      ready.push({ row, planned: { change, forms, problems, fingerprint, rowIndexes: [row.rowIndex] } });
    }
  }
  const withValues = withTypes(
    service,
    ready.map(({ planned }) => planned),
  );
  const { changes: typed } = withTags(service, withValues, ruleOf(withValues));
  const candidates = ready.flatMap(({ row, planned }, index): Candidate[] => {
    const { change, problems } = typed[index] ?? planned;
    const [problem] = problems.values();
    if (problem !== undefined) {
      reasons.set(row.key, problem);
      return [];
    }
    const { key, address } = row;
    const { fingerprint } = planned;
    const { fields, tags, opt } = change;
    const candidate = { key, address, rows: groups.get(key) ?? [], fields, fingerprint };
    const parts = { ...(tags === undefined ? {} : { tags }), ...(opt === undefined ? {} : { opt }) };
    return [{ ...candidate, ...parts }];
  });
  return { candidates, reasons };
}

/** The opt-out may wait for an answer, or the rows disagree: until then, the new contact would not be opted out. */
function optsOut(row: RowToFind): boolean {
  const read = row.with(noContact);
  return read.kind === 'ready' && read.change.opt?.kind === 'opt-out';
}

/** The sync would send none of the rows, and the contact would be there all the same. */
function disagreement(group: readonly RowToFind[], account: string): string | undefined {
  const asked = new Set(group.map((row) => fingerprintWith(row, noContact, account)));
  if (asked.size < 2) return undefined;
  const rows = group.map(({ rowIndex }) => rowIndex + 1);
  const isMore = rows.length > maxShownRows;
  const shown = rows.slice(0, isMore ? maxShownRows : -1);
  const where = `${shown.join(', ')} and ${isMore ? 'more' : rows[rows.length - 1]}`;
  return `Rows ${where} have the same address with different values, so no contact was created. Make the rows agree, or delete all but one.`;
}

const maxShownRows = 5;

const optOutText =
  'This contact was not created, because a row with its address opts it out. Delete the opt-out reason, or add the contact in Keap.';

/** Addresses that rows with an id have or give their contacts: a new contact with one of them would be a duplicate. */
function takenAddresses(view: SheetView): ReadonlyMap<string, string> {
  const emails = view.columns.fields.filter(({ name }) => contactField(name)?.kind === 'email');
  const taken = new Map<string, string>();
  for (const { id, rowIndex, text } of contactRows(view)) {
    if (id === undefined) continue;
    const reason = `Row ${rowIndex + 1} has the same address and the contact id ${id}. Enter that id, or delete this row.`;
    for (const { columnIndex } of emails) {
      const key = addressKey(text(columnIndex));
      if (key !== '' && !taken.has(key)) taken.set(key, reason);
    }
  }
  return taken;
}
