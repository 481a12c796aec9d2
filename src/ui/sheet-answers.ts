import { isAddress } from '../keap/field-check.ts';
import { saveChoices } from '../sync/column-choices.ts';
import { changeRunRecord } from '../sync/run-record.ts';
import { dueDay, isHour, saveSchedule } from '../sync/schedule.ts';
import { choicesIn } from './column-input.ts';
import { flagIn, recordIn, textIn, wrongInput } from './input.ts';
import type { DoneView, ScheduleView, SheetFunctions, SidebarState } from './server-functions.ts';
import type { ServerParts } from './server-parts.ts';
import { sidebarState } from './sidebar-state.ts';

type Answers = { readonly [Name in keyof SheetFunctions]?: (input: unknown) => unknown };

/** What the sidebar's parts "Columns" and "Sync" and the dialogs ask for. */
export function sheetAnswers(parts: ServerParts): Answers {
  return {
    saveSchedule(input): SidebarState {
      changeSchedule(parts, scheduleIn(input));
      return sidebarState(parts);
    },
    saveColumns(input): SidebarState {
      const { workbook, properties } = parts.platform.document();
      const table = workbook.activeTable();
      saveChoices(properties, table.sheetId, choicesIn(input, table.read()));
      return sidebarState(parts);
    },
    syncNow(): DoneView {
      const summary = parts.sheet.sync('all');
      return { summary, state: sidebarState(parts) };
    },
  };
}

type TypedSchedule = Pick<ScheduleView, 'isOn' | 'hour' | 'mailTo' | 'mailsOn'>;

/** The daily run follows the sheet that is in front when the schedule is saved, from its next chosen hour on. */
function changeSchedule({ platform }: ServerParts, input: TypedSchedule): void {
  const { workbook, properties } = platform.document();
  saveSchedule(properties, { ...input, sheetId: workbook.activeTable().sheetId });
  changeRunRecord(properties, {
    doneDay: dueDay(input.hour, workbook.timeZone(), platform.clock.nowMs()),
  });
  if (input.isOn) platform.triggers.install();
}

function scheduleIn(input: unknown): TypedSchedule {
  const { hour } = recordIn(input);
  if (!isHour(hour)) throw wrongInput('Choose an hour of the day from 0 to 23.');
  const mailTo = textIn(input, 'mailTo');
  if (mailTo !== '' && !isAddress(mailTo)) {
    throw wrongInput(
      `"${mailTo.slice(0, 60)}" is no email address. Correct it, or leave it empty for no mails.`,
    );
  }
  return { isOn: flagIn(input, 'isOn'), hour, mailTo, mailsOn: flagIn(input, 'mailsOn') };
}
