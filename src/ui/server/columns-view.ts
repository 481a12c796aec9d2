/** What each column of the open sheet is mapped to, and why the sheet cannot be synced, for the sidebar. */
import { RunEnded } from '../../errors.ts';
import type { FieldName } from '../../keap/contacts/contact.ts';
import { contactField } from '../../keap/contacts/contact-fields.ts';
import type { LabelledField } from '../../keap/contacts/field-list.ts';
import { trimInvisible } from '../../keap/contacts/invisible-characters.ts';
import type { Grid, Table } from '../../platform/table.ts';
import { type ColumnKind, columnKindText } from '../../sync/sheet/column-kinds.ts';
import { columnLetter, findColumns, findHeaders, type HeaderColumn } from '../../sync/sheet/columns.ts';
import { copyToCheck, type SheetChoices } from '../../sync/sheet/copied-choices.ts';
import { isKeapsOwn, suggestedTagKind } from '../../sync/sheet/header-names.ts';
import { fieldsAlike } from '../../sync/sheet/label-match.ts';
import type { ColumnView, SheetView } from '../api.ts';
import { columnKindViews, tagKindLabels } from './column-kind-views.ts';
import { labelOffer } from './custom-field-views.ts';
import { filterNote } from './filter-note.ts';
import { recordOffer } from './record-offer.ts';

/** What is said of the columns, without the sheet's other choices. */
export type ColumnsOfSheet = Omit<
  SheetView,
  'missingIds' | 'unknownTags' | 'hasLinks' | 'fillable' | 'linkNote'
>;

/** Reads the whole sheet. `custom` are the account's custom fields; undefined where they are not known. */
export function columnsView(
  table: Table,
  known: SheetChoices,
  custom: readonly LabelledField[] | undefined,
): ColumnsOfSheet {
  const { choices } = known;
  const viewOf = viewWith(table, custom);
  const grid = table.read();
  const headers = orProblem(() => findHeaders(grid, table.name, choices));
  if (typeof headers === 'string') {
    // Without a header row, the user can still choose from the first row that is not empty.
    const { headerRowIndex, columns } = firstRow(grid);
    return viewOf(headerRowIndex, columns, headers);
  }
  const found = orProblem(() => findColumns(grid, table.name, choices));
  const { headerRowIndex, columns } = headers;
  if (typeof found === 'string') return viewOf(headerRowIndex, columns, found);
  const problem = known.kind === 'doubtful' ? copyToCheck(table.name).advice : '';
  const notes = [copyNote(known), filterNote(table.filter(), found)].filter((text) => text !== '');
  return { ...viewOf(headerRowIndex, columns, problem), note: notes.join(' ') };
}

/** Choices of another sheet count here, although nobody has made them for this one. */
function copyNote(known: SheetChoices): string {
  const isCopied = known.kind === 'copied' || (known.kind === 'own' && known.isCopied);
  return isCopied
    ? 'This sheet is a copy, so it uses the column choices of the original, except that empty cells clear no fields. To keep these choices, press "Save columns".'
    : '';
}

function viewWith({ name, sheetId: id }: Table, custom: readonly LabelledField[] | undefined) {
  return (headerRowIndex: number, all: readonly HeaderColumn[], problem: string): ColumnsOfSheet => {
    const shown = all.filter(({ meaning }) => meaning.kind !== 'managed');
    const named = shown.flatMap(({ meaning }) => (meaning.kind === 'field' ? [meaning.name] : []));
    const columns = shown.map((column) => columnView(column, custom, new Set(named)));
    const kinds = columnKindViews(
      custom ?? [],
      named.filter((one) => one.startsWith('_')),
    );
    return { id, name, headerLine: headerRowIndex + 1, columns, kinds, problem, note: '' };
  };
}

function columnView(
  { columnIndex, header, meaning, isChosen, blankClears }: HeaderColumn,
  custom: readonly LabelledField[] | undefined,
  named: ReadonlySet<FieldName>,
): ColumnView {
  const isOpen = meaning.kind === 'ignored' && !isChosen;
  const offer = isOpen
    ? (recordOffer(header, named) ?? labelOffer(header, custom ?? [], named))
    : { suggestion: '', note: '' };
  return {
    suggestion: offer.suggestion,
    letter: columnLetter(columnIndex),
    header,
    kind: columnKindText(meaning),
    isChosen,
    blankClears,
    canBlankClear: meaning.kind === 'field',
    note: offer.note === '' ? noteOf(header, meaning, isChosen, custom) : offer.note,
  };
}

function noteOf(
  header: string,
  meaning: ColumnKind,
  isChosen: boolean,
  custom: readonly LabelledField[] | undefined,
): string {
  if (meaning.kind === 'ignored' && !isChosen) {
    const tagKind = suggestedTagKind(header);
    if (tagKind !== undefined) {
      return `This column may hold tags. It is not sent, because a tag can start an automation in Keap. To send its tags, choose "${tagKindLabels[tagKind]}" here.`;
    }
    if (isKeapsOwn(header)) {
      return fieldsAlike(header, custom ?? []).length === 0
        ? "Keap has this field, but a sync can't change it, so this column is not sent."
        : "Keap has this field, but a sync can't change it, so this column is not sent. If you mean the custom field with this label, choose it here.";
    }
    return 'This header is not recognized, so this column is not sent. If it is a field in Keap, choose it here. For a custom field, use its API name as the header, for example _ShirtSize.';
  }
  if (meaning.kind === 'tags' || meaning.kind === 'remove-tags') {
    return 'Enter names or ids of tags, separated by commas. Empty cells do nothing. A tag can start an automation in Keap, so preview before you sync.';
  }
  if (meaning.kind === 'opt-out-flag') {
    return 'A checked box, 1 or Yes opts the address out, with the header as the reason. No, 0 and empty cells do nothing.';
  }
  if (meaning.kind === 'field' && isGone(meaning.name, custom)) {
    return `Keap has no custom field ${meaning.name}, so rows with a value in this column fail. If the field was deleted, choose another one here.`;
  }
  const isXmlRpcOnly = meaning.kind === 'field' && contactField(meaning.name)?.isXmlRpcOnly === true;
  return isXmlRpcOnly
    ? 'This field is available only over XML-RPC, which Keap ends on 31 December 2026. Over REST v2, rows with a value in this column are not sent.'
    : '';
}

/** Keap does not always tell the names of its fields, and one that is made of a label may differ in case. */
function isGone(name: FieldName, custom: readonly LabelledField[] | undefined): boolean {
  if (custom === undefined || !name.startsWith('_')) return false;
  return !custom.some((field) => field.name.toLowerCase() === name.toLowerCase());
}

/** The columns of the first row that is not empty; `headerRowIndex` is -1 if there is none. */
function firstRow({ cells }: Grid): { headerRowIndex: number; columns: HeaderColumn[] } {
  const headerRowIndex = cells.findIndex((row) => row.some((cell) => cell !== ''));
  const columns = (cells[headerRowIndex] ?? []).flatMap((cell, columnIndex): HeaderColumn[] => {
    const header = trimInvisible(String(cell));
    if (header === '') return [];
    return [{ columnIndex, header, meaning: { kind: 'ignored' }, isChosen: false, blankClears: false }];
  });
  return { headerRowIndex, columns };
}

function orProblem<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (error instanceof RunEnded) return error.advice;
    throw error;
  }
}
