/** Rows that a run has left say so once somebody has stopped it: nothing else tells it of another sheet than the open one. */
import { RunEnded } from '../../errors.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Table } from '../../platform/table.ts';
import { sheetReader } from '../sheet/sheet-reader.ts';
import { contactRows, managedCell } from '../sheet/sheet-view.ts';
import type { StatusChange } from '../sheet/status.ts';
import { writeStatuses } from '../sheet/status-writer.ts';
import type { UnfinishedRun } from './unfinished-run.ts';

/** Of the sheets that these runs have synced; under the document's lock, so that no other run is about to send the rows. */
export function noteStopped(
  { workbook, properties }: Pick<OpenDocument, 'workbook' | 'properties'>,
  runs: readonly UnfinishedRun[],
): void {
  const syncs = runs.filter(({ kind }) => kind === 'sync');
  for (const sheetId of new Set(syncs.map((run) => run.sheetId))) {
    const table = workbook.tableById(sheetId);
    if (table === undefined) continue;
    try {
      noteIn(table, properties);
    } catch (error) {
      // Its columns have to be corrected first; the run has ended all the same.
      if (!(error instanceof RunEnded)) throw error;
    }
  }
}

function noteIn(table: Table, properties: OpenDocument['properties']): void {
  const view = sheetReader(table, properties)();
  const stopped: StatusChange = { status: 'Waiting', message: stoppedText };
  const rows = contactRows(view).filter(
    ({ rowIndex }) =>
      managedCell(view, rowIndex, 'status') === 'Waiting' && managedCell(view, rowIndex, 'message') === '',
  );
  writeStatuses(table, view, new Map(rows.map(({ rowIndex }) => [rowIndex, stopped])));
}

const stoppedText = 'The run was stopped before it reached this row. The next sync sends it.';
