import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { Entry } from '../log/journal.ts';
import { shownValue } from '../plan/diff.ts';
import { cellText } from '../sheet/cell-text.ts';
import type { CellChange } from '../sheet/cell-writer.ts';
import type { Columns } from '../sheet/columns.ts';
import { contactIdOf } from '../sheet/row.ts';
import type { SheetView } from '../sheet/sheet-view.ts';

/** What Keap has of a contact, as the sheet writes it, by field; the opt status under `optStatusField`. */
export type FillValues = ReadonlyMap<FieldName, string>;

export const optStatusField = 'Opt status';

/** A cell to fill, and what the journal says of it. */
export interface Fill {
  readonly cell: CellChange;
  readonly entry: Entry;
}

/** Whose cells are wanted: contacts above `afterId`, and none but those of the selected rows where some are given. */
export interface FillScope {
  readonly overwrite: boolean;
  readonly afterId: number;
  readonly rowIndexes?: ReadonlySet<number>;
}

/** The contacts with a cell to fill, each once, by their ids: the order in which a later execution can go on. */
export function contactsToFill({ grid, columns }: SheetView, scope: FillScope): ContactId[] {
  const text = cellText(grid.timeZone);
  const ids = new Set<ContactId>();
  for (let rowIndex = columns.headerRowIndex + 1; rowIndex < grid.cells.length; rowIndex++) {
    if (scope.rowIndexes?.has(rowIndex) === false) continue;
    const cells = grid.cells[rowIndex] ?? [];
    const id = contactIdOf(text.of(cells[columns.id] ?? ''));
    if (id === undefined || id <= scope.afterId) continue;
    const isWanted = ({ columnIndex }: FillColumn) =>
      scope.overwrite || text.of(cells[columnIndex] ?? '') === '';
    if (fillColumns(columns).some(isWanted)) ids.add(id);
  }
  return [...ids].sort((one, other) => one - other);
}

interface FillColumn {
  readonly name: FieldName;
  readonly columnIndex: number;
}

/** Ids and reasons are the user's own: only fields and the opt status are filled. */
export function fillColumns({ fields, optStatus }: Columns): FillColumn[] {
  return optStatus === undefined
    ? [...fields]
    : [...fields, { name: optStatusField, columnIndex: optStatus }];
}

/** What Keap has of some contacts; those that cannot be read are told apart. */
export function readFromKeap(
  service: ContactService,
  columns: Columns,
  ids: readonly ContactId[],
): { readonly values: ReadonlyMap<ContactId, FillValues>; readonly unknown: readonly ContactId[] } {
  const wantsOpt = columns.optStatus !== undefined;
  const names = new Set<FieldName>(columns.fields.map(({ name }) => name));
  if (wantsOpt) names.add('Email');
  const loaded = service.load(ids, [...names]);
  const values = new Map<ContactId, Map<FieldName, string>>();
  const unknown: ContactId[] = [];
  ids.forEach((id, place) => {
    const one = loaded[place];
    if (one?.kind !== 'found') unknown.push(id);
    else values.set(id, new Map([...one.fields].map(([name, text]) => [name, shownValue(name, text)])));
  });
  if (wantsOpt) addOptStates(service, values);
  return { values, unknown };
}

function addOptStates(service: ContactService, values: ReadonlyMap<ContactId, Map<FieldName, string>>): void {
  const asked = [...values.values()].filter((fields) => (fields.get('Email') ?? '') !== '');
  const states = service.optStates(asked.map((fields) => fields.get('Email') ?? ''));
  asked.forEach((fields, place) => {
    const state = states[place];
    if (state?.kind === 'known') fields.set(optStatusField, state.label);
  });
}

/** In the journal a cell is told apart from the field in Keap that it belongs to. */
export function cellField(name: FieldName): string {
  return `${name} in the sheet`;
}

/**
 * The cells that these values fill now: blank ones, and with `overwrite` those that hold something else. A formula
 * is never written over, not even one that shows nothing.
 */
export function fillsFor(
  { grid, columns }: SheetView,
  formulas: readonly (readonly string[])[],
  values: ReadonlyMap<ContactId, FillValues>,
  scope: FillScope,
): Fill[] {
  const text = cellText(grid.timeZone);
  const fills: Fill[] = [];
  for (let rowIndex = columns.headerRowIndex + 1; rowIndex < grid.cells.length; rowIndex++) {
    const cells = grid.cells[rowIndex] ?? [];
    const id = contactIdOf(text.of(cells[columns.id] ?? ''));
    const known = id === undefined ? undefined : values.get(id);
    if (id === undefined || known === undefined) continue;
    for (const { name, columnIndex } of fillColumns(columns)) {
      const oldValue = text.of(cells[columnIndex] ?? '');
      const newValue = known.get(name) ?? '';
      const isFree = oldValue === '' || scope.overwrite;
      if (!isFree || newValue === '' || newValue === oldValue) continue;
      if ((formulas[rowIndex]?.[columnIndex] ?? '') !== '') continue;
      fills.push({
        cell: { rowIndex, columnIndex, value: newValue },
        entry: { contact: id, field: cellField(name), oldValue, newValue },
      });
    }
  }
  return fills;
}
