/** What somebody reads who has pressed Stop: the sheets whose runs have ended are named where one of them is not open. */
import { quotedList } from '../../keap/contacts/nearest.ts';
import type { OpenDocument } from '../../platform/platform.ts';
import type { Stopped } from './stop.ts';

export function stoppedText({ workbook }: Pick<OpenDocument, 'workbook'>, { kind, ended }: Stopped): string {
  const sheetIds = [...new Set(ended.map(({ sheetId }) => sheetId))];
  const names = sheetIds.flatMap((sheetId) => workbook.tableById(sheetId)?.name ?? []);
  const named = quotedList(names, 'and');
  const isOne = names.length === 1;
  switch (kind) {
    case 'none':
      return 'No sync is running, so there is nothing to stop.';
    case 'in-progress':
      if (names.length === 0) return inProgressText;
      return isOne
        ? `${inProgressText} The unfinished run of ${named} will not continue on its own.`
        : `${inProgressText} The unfinished runs of ${named} will not continue on their own.`;
    case 'ended':
      if (sheetIds.every((sheetId) => sheetId === workbook.activeTable().sheetId)) return endedText;
      if (names.length === 0) return endedText;
      return isOne
        ? `The unfinished run of ${named} was stopped and will not continue on its own. The next sync of that sheet sends the rows that are still waiting.`
        : `The unfinished runs of ${named} were stopped and will not continue on their own. The next sync of each sheet sends the rows that are still waiting.`;
  }
}

const inProgressText = 'A sync that is running stops after the contacts that it is sending now.';

const endedText =
  'The run was stopped and will not continue on its own. The next sync sends the rows that are still waiting.';
