/** What a sync would do, in words and tables for the preview. */
import type { Calendar } from '../../platform/table.ts';
import type { BrakeQuestions } from '../../sync/plan/brake-memory.ts';
import type { Preview } from '../../sync/plan/preview.ts';
import { countText, numberText } from '../../sync/sheet/localized-text.ts';
import type { ChangeView, PreviewView } from '../api.ts';
import { optOutWarning, questionViews } from './brake-view.ts';
import { fieldLabel } from './column-kind-views.ts';

/** How many rows a table in a dialog shows. */
export const maxShown = 100;

/** `callsPerMinute` is what Keap's limit allows. */
export function previewView(
  sheetName: string,
  preview: Preview,
  callsPerMinute: number,
  calendar: Calendar,
): PreviewView {
  const { contacts, unchanged, problems, moreContacts, calls, plan } = preview;
  return {
    sheetName,
    sentence: previewText(preview, calendar) + newAddressesText(preview, calendar),
    ...{ contacts, unchanged, moreContacts, plan },
    problems: problems.length,
    optOutWarning: optOutWarning(preview.optOuts, calendar),
    questions: questionViews(questionsOf(preview), calendar),
    changes: preview.changes.map(changeView),
    problemRows: problems.slice(0, maxShown).map(({ rowIndex, contact, reason }) => {
      return { line: rowIndex + 1, contact, reason };
    }),
    cost: costText(calls, callsPerMinute, calendar),
  };
}

/** What is asked about the rows of this preview; the sheet may wait for more. */
function questionsOf({ brake: { held, questions } }: Preview): BrakeQuestions {
  return {
    ...(held.optOut > 0 ? { optOut: { ...questions.optOut, contacts: held.optOut } } : {}),
    ...(held.emptied > 0 ? { emptied: { columns: [], ...questions.emptied, contacts: held.emptied } } : {}),
  };
}

export function changeView(change: {
  readonly contact: number;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}): ChangeView {
  const { contact, field, from, to } = change;
  return { contact: String(contact), field: fieldLabel(field), from, to };
}

function previewText(
  { contacts, unchanged, problems, moreContacts, optOuts }: Preview,
  calendar: Calendar,
): string {
  const upTo = moreContacts > 0 ? 'Up to ' : '';
  const needing =
    problems.length === 1
      ? '1 row needs attention'
      : `${numberText(problems.length, calendar)} rows need attention`;
  const outs =
    optOuts === 0 ? '' : `, including ${countText(optOuts, 'opt-out', calendar)} (can't be undone)`;
  return `${upTo}${countText(contacts, 'contact', calendar)} would change${outs}, ${needing}, ${numberText(unchanged, calendar)} ${unchanged === 1 ? 'is' : 'are'} unchanged. Hidden rows are included.`;
}

function newAddressesText({ newAddresses }: Preview, calendar: Calendar): string {
  if (newAddresses === 0) return '';
  return newAddresses === 1
    ? " Keap won't send marketing email to 1 new address until it is opted in."
    : ` Keap won't send marketing email to ${numberText(newAddresses, calendar)} new addresses until they are opted in.`;
}

function costText(calls: number, callsPerMinute: number, calendar: Calendar): string {
  if (calls === 0) return 'No requests to Keap.';
  const minutes = Math.round(calls / callsPerMinute);
  const time = minutes < 1 ? 'less than a minute' : `about ${countText(minutes, 'minute', calendar)}`;
  return `About ${countText(calls, 'request', calendar)} to Keap, ${time}.`;
}
