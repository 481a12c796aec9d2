/** Shows where Keap differs from rows that were synced, without changing either. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { Table } from '../../platform/table.ts';
import type { PlannedChange } from '../plan/plan.ts';
import { shortFingerprint } from '../sheet/compare-mark.ts';
import { hashOf } from '../sheet/fingerprint.ts';
import type { SheetReader } from '../sheet/sheet-reader.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import { filledColumnAt, filledColumns } from '../sheet/spill.ts';
import { type ComparedContact, compareContacts, type FieldDifference } from './differences.ts';
import { rowsInOrder } from './in-order.ts';

/** A field of a contact in which Keap has something else than its rows; `rowIndexes` from 0. */
export interface Difference extends FieldDifference {
  readonly rowIndexes: readonly number[];
  readonly contact: ContactId;
  /** Names what the rows hold, and what Keap has, by pieces of hashes. */
  readonly shown: Shown;
  /** Whether a formula fills one of the cells, so that none of them can take Keap's value. */
  readonly isFormula: boolean;
}

/** What somebody saw when they made a choice. */
export interface Shown {
  readonly row: string;
  readonly keap: string;
}

/** A contact that cannot be read, and Keap's reason. */
interface UnreadContact {
  readonly rowIndexes: readonly number[];
  readonly contact: ContactId;
  readonly reason: string;
}

/** One piece of a comparison: a sheet may have more contacts than Keap can be asked about at once. */
export interface Comparison {
  readonly differences: readonly Difference[];
  readonly unread: readonly UnreadContact[];
  /** Those of them that name a value, with what was found of each. */
  readonly compared: readonly ComparedContact[];
  /** Contacts of this piece. */
  readonly count: number;
  /** The piece after this one begins above this id. */
  readonly lastId: number;
  /** Contacts in later pieces. */
  readonly left: number;
  /** Rows of the whole sheet that are not compared: their changes have yet to be sent, or they need a decision first. */
  readonly waiting: number;
  readonly check: number;
}

/** Keap is asked about so many contacts at a time: one reading over XML-RPC. */
const contactsPerPiece = 500;

/** Compares the contacts above this id, in the order of their ids: so the next piece does not depend on how rows are sorted. */
export function compareWithKeap(
  { read, service, account, table }: CompareContext,
  afterId: number,
): Comparison {
  const view = read();
  const { contacts, waiting, check } = rowsInOrder(view, account);
  const open = contacts.filter(({ change }) => change.id > afterId);
  const piece = open.slice(0, contactsPerPiece);
  const compared = compareContacts(service, piece);
  const isFormula = formulaCells(table, view, compared);
  return {
    differences: compared.flatMap((one) =>
      one.kind === 'failed'
        ? []
        : one.differences.map((difference): Difference => {
            const { change, rowIndexes } = one.planned;
            const shown = { row: rowShown(one.planned), keap: keapShown(difference.inKeap) };
            const isFilled = rowIndexes.some((rowIndex) => isFormula(rowIndex, difference.name));
            return { ...difference, contact: change.id, rowIndexes, shown, isFormula: isFilled };
          }),
    ),
    unread: compared.flatMap((one) =>
      one.kind === 'failed'
        ? [{ contact: one.planned.change.id, rowIndexes: one.planned.rowIndexes, reason: one.reason }]
        : [],
    ),
    compared,
    count: piece.length,
    lastId: piece[piece.length - 1]?.change.id ?? afterId,
    left: open.length - piece.length,
    waiting,
    check,
  };
}

export interface CompareContext {
  readonly read: SheetReader;
  readonly service: ContactService;
  readonly account: string;
  readonly table: Table;
}

/** Names what the rows of a contact hold. */
export function rowShown({ fingerprint }: PlannedChange): string {
  return shortFingerprint(fingerprint);
}

/** Names a value in Keap. */
export function keapShown(value: string): string {
  return hashOf([value], 9);
}

/** Asks Sheets only where something differs. */
function formulaCells(
  table: Table,
  { grid, columns }: SheetView,
  compared: readonly ComparedContact[],
): (rowIndex: number, name: FieldName) => boolean {
  if (compared.every((one) => one.kind === 'failed' || one.differences.length === 0)) return () => false;
  const formulas = table.formulas();
  const filled = filledColumns(grid, formulas);
  return (rowIndex, name) => {
    const columnIndex = columns.fields.find((field) => field.name === name)?.columnIndex;
    if (columnIndex === undefined) return true;
    const isFormula = (formulas[rowIndex]?.[columnIndex] ?? '') !== '';
    return isFormula || filledColumnAt(filled, rowIndex, columnIndex) !== undefined;
  };
}
