/** Decides which cells "Fill in from Keap" fills, and with what. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import { fieldsBeside } from '../../keap/contacts/contact-fields.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { CustomFields } from '../../keap/contacts/custom-field-types.ts';
import { shownValue } from '../../keap/contacts/field-values.ts';
import { cellField, type Entry, optField } from '../log/journal.ts';
import { isSameInCell } from '../plan/diff.ts';
import type { CellChange } from '../sheet/cell-blocks.ts';
import type { Columns } from '../sheet/columns.ts';
import { contactRows, type SheetView } from '../sheet/sheet-view.ts';
import { type FilledColumn, filledColumnAt } from '../sheet/spill.ts';

/** What Keap has of a contact, as the sheet writes it, by field; the opt status under `optField`. */
type FillValues = ReadonlyMap<FieldName, string>;

/** A cell to fill, and its line in the journal. */
export interface Fill {
  readonly cell: CellChange;
  readonly entry: Entry;
}

/** Which cells to fill: of contacts above `afterId`, and only in these rows where some are given. */
export interface FillScope {
  /** Whether to fill cells that hold something else. */
  readonly overwrite: boolean;
  readonly afterId: number;
  readonly rowIndexes?: ReadonlySet<number>;
  /** The fields whose columns to fill, `optField` for the opt status; undefined for all. */
  readonly fields?: ReadonlySet<FieldName>;
}

/** Cells to fill, and what is left alone instead. */
export interface FillPlan {
  readonly fills: readonly Fill[];
  /** The columns of cells that would be filled, were they not filled by a formula. */
  readonly leftAlone: readonly FilledColumn[];
}

/** The contacts with a cell to fill, each once, in the order of their ids: a later execution can resume after any of them. */
export function contactsToFill(view: SheetView, scope: FillScope): ContactId[] {
  const columns = fillColumns(view.columns, scope);
  if (columns.length === 0) return [];
  const ids = new Set<ContactId>();
  for (const { rowIndex, id, text } of contactRows(view)) {
    if (scope.rowIndexes?.has(rowIndex) === false) continue;
    if (id === undefined || id <= scope.afterId) continue;
    if (scope.overwrite || columns.some(({ columnIndex }) => text(columnIndex) === '')) ids.add(id);
  }
  return [...ids].sort((one, other) => one - other);
}

interface FillColumn {
  readonly name: FieldName;
  readonly columnIndex: number;
}

/** Ids and reasons are the user's own: only fields and the opt status are filled. */
export function fillColumns(
  { fields, optStatus }: Columns,
  { fields: chosen }: Pick<FillScope, 'fields'> = {},
): FillColumn[] {
  const all = optStatus === undefined ? fields : [...fields, { name: optField, columnIndex: optStatus }];
  return all.filter(({ name }) => chosen?.has(name) !== false);
}

/** What Keap has of some contacts, the contacts that could not be read, and the types of the custom fields. */
interface ReadValues {
  readonly values: ReadonlyMap<ContactId, FillValues>;
  readonly unknown: readonly ContactId[];
  readonly custom: CustomFields;
}

/** Reads what the columns ask for. */
export function readFromKeap(
  service: ContactService,
  columns: Columns,
  scope: Pick<FillScope, 'fields'>,
  ids: readonly ContactId[],
): ReadValues {
  const names = new Set<FieldName>(fillColumns(columns, scope).map(({ name }) => name));
  const wantsOpt = names.delete(optField);
  if (wantsOpt) names.add('Email');
  for (const name of [...names]) for (const beside of fieldsBeside(name)) names.add(beside);
  const loaded = service.load(ids, [...names]);
  const values = new Map<ContactId, Map<FieldName, string>>();
  const unknown: ContactId[] = [];
  ids.forEach((id, index) => {
    const one = loaded[index];
    if (one?.kind !== 'found') unknown.push(id);
    else values.set(id, new Map([...one.fields].map(([name, text]) => [name, shownValue(name, text)])));
  });
  if (wantsOpt) addOptStates(service, values);
  return { values, unknown, custom: service.customFields(names) };
}

function addOptStates(service: ContactService, values: ReadonlyMap<ContactId, Map<FieldName, string>>): void {
  const addressed = [...values.values()].filter((fields) => (fields.get('Email') ?? '') !== '');
  const states = service.optStates(addressed.map((fields) => fields.get('Email') ?? ''));
  addressed.forEach((fields, index) => {
    const state = states[index];
    if (state?.kind === 'known') fields.set(optField, state.label);
  });
}

/**
 * The cells that these values fill now: blank ones, and with `overwrite` those that hold something else. A formula
 * is never overwritten, not even one that shows nothing, and nothing is written into the columns in `filled`.
 */
export function planFill(
  view: SheetView,
  formulas: readonly (readonly string[])[],
  { values, custom }: Pick<ReadValues, 'values' | 'custom'>,
  scope: FillScope,
  filled: readonly FilledColumn[],
): FillPlan {
  const fills: Fill[] = [];
  const leftAlone = new Set<FilledColumn>();
  for (const { rowIndex, id, text } of contactRows(view)) {
    const known = id === undefined ? undefined : values.get(id);
    if (id === undefined || known === undefined) continue;
    const isInCell = (name: FieldName, inKeap: string, inCell: string) =>
      isSameInCell(name, inKeap, shownValue(name, inCell, custom), known);
    for (const { name, columnIndex } of fillColumns(view.columns, scope)) {
      const oldValue = text(columnIndex);
      const newValue = known.get(name) ?? '';
      const isFree = oldValue === '' || scope.overwrite;
      if (!isFree || newValue.trim() === '' || isInCell(name, newValue, oldValue)) continue;
      if ((formulas[rowIndex]?.[columnIndex] ?? '') !== '') continue;
      const filledBy = filledColumnAt(filled, rowIndex, columnIndex);
      if (filledBy !== undefined) {
        leftAlone.add(filledBy);
        continue;
      }
      fills.push({
        cell: { rowIndex, columnIndex, value: newValue },
        entry: { contact: id, field: cellField(name), oldValue, newValue },
      });
    }
  }
  return { fills, leftAlone: [...leftAlone] };
}
