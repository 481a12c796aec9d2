/** What a sync would do, in words and tables for the preview. */

import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import { excerpt } from '../../keap/contacts/messages.ts';
import type { Calendar } from '../../platform/table.ts';
import type { BrakeQuestions } from '../../sync/plan/brake-memory.ts';
import { newContact, type Preview } from '../../sync/plan/preview.ts';
import { countsBy, noCounts, type PreviewCounts } from '../../sync/plan/preview-counts.ts';
import { countText, numberText } from '../../sync/sheet/localized-text.ts';
import type { ChangeView, PreviewView } from '../api.ts';
import { optOutWarning, questionViews } from './brake-view.ts';
import { invalidRequest, recordIn, wrongInput } from './input.ts';

/** A piece of a preview, and what those before it have counted. */
interface Piece {
  readonly sheetName: string;
  readonly preview: Preview;
  readonly before: PreviewCounts;
  /** What Keap's limit allows. */
  readonly callsPerMinute: number;
}

export function previewView(
  { sheetName, preview, before, callsPerMinute }: Piece,
  calendar: Calendar,
): PreviewView {
  const { counts, left, problems, plan } = preview;
  const counted = countsBy((name) => before[name] + counts[name]);
  const contacts = counted.changing + counted.created + left;
  return {
    ...{ sheetName, contacts, plan, counted, moreContacts: left },
    sentence: [
      previewText(counted, left, calendar),
      missingIdsText(counted, calendar),
      heldText(preview.brake.held, calendar),
      newAddressesText(counted, calendar),
      tagsText(counted),
      newTagsText(preview.newTags, calendar),
    ].join(''),
    unchanged: counted.unchanged + counted.matching,
    problems: counted.problemRows,
    optOutWarning: optOutWarning(counted.optOuts, calendar),
    questions: questionViews(questionsOf(preview), calendar),
    changes: preview.changes.map(changeView),
    problemRows: problems.map(({ rowIndex, contact, reason }) => {
      return { line: rowIndex + 1, contact, reason };
    }),
    cost: costText(counted.calls + left, callsPerMinute, calendar),
  };
}

/** What the browser has kept of the pieces before; nothing for the first piece. Throws `SettingsWrong` for anything else. */
export function countedIn(input: unknown): PreviewCounts {
  const { counted } = recordIn(input);
  if (counted === undefined) return noCounts;
  const record = recordIn(counted);
  return countsBy((name) => {
    const value = record[name];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw wrongInput(invalidRequest);
  });
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
  return { contact: contact === newContact ? 'New' : String(contact), field: fieldLabel(field), from, to };
}

/** About rows without a contact id; empty where no address was looked up, or none of them brought anything. */
function missingIdsText({ found, created, several }: PreviewCounts, calendar: Calendar): string {
  const parts = [
    ...(found === 0
      ? []
      : [
          found === 1
            ? '1 row was found by its address'
            : `${numberText(found, calendar)} rows were found by their addresses`,
        ]),
    ...(created === 0
      ? []
      : [`${countText(created, 'contact', calendar)} would be created (can't be undone)`]),
    ...(several === 0
      ? []
      : [
          several === 1
            ? '1 address belongs to several contacts'
            : `${numberText(several, calendar)} addresses belong to several contacts`,
        ]),
  ];
  return parts.length === 0 ? '' : ` ${parts.join('; ')}.`;
}

function previewText(counted: PreviewCounts, left: number, calendar: Calendar): string {
  const { changing, unchanged, matching, problemRows, optOuts, optIns, emptied } = counted;
  const { tagsApplied, tagsRemoved } = counted;
  const upTo = left > 0 ? 'Up to ' : '';
  const needing =
    problemRows === 1 ? '1 row needs attention' : `${numberText(problemRows, calendar)} rows need attention`;
  const kinds = [
    ...(optOuts === 0 ? [] : [`${countText(optOuts, 'opt-out', calendar)} (can't be undone)`]),
    ...(optIns === 0 ? [] : [countText(optIns, 'opt-in', calendar)]),
    ...(tagsApplied === 0 ? [] : [`${countText(tagsApplied, 'contact', calendar)} to get tags`]),
    ...(tagsRemoved === 0 ? [] : [`${countText(tagsRemoved, 'contact', calendar)} to lose tags`]),
    ...(emptied === 0
      ? []
      : [`${countText(emptied, 'contact', calendar)} with fields that empty cells clear`]),
  ];
  const match =
    matching === 0
      ? ''
      : ` ${countText(matching, 'row', calendar)} ${matching === 1 ? 'matches' : 'match'} Keap already;`;
  const including = kinds.length === 0 ? '' : `, including ${kinds.join(' and ')}`;
  return `${upTo}${countText(changing + left, 'contact', calendar)} would change${including};${match} ${needing}; ${numberText(unchanged, calendar)} ${unchanged === 1 ? 'is' : 'are'} unchanged. Hidden rows are included.`;
}

/** What the first count includes although nobody has confirmed it. */
function heldText({ optOut, emptied }: Preview['brake']['held'], calendar: Calendar): string {
  const parts = [
    ...(optOut === 0 ? [] : [countText(optOut, 'opt-out', calendar)]),
    ...(emptied === 0 ? [] : [`the emptied fields of ${countText(emptied, 'contact', calendar)}`]),
  ];
  return parts.length === 0 ? '' : ` Sent only if you confirm below: ${parts.join(' and ')}.`;
}

function newAddressesText({ newAddresses }: PreviewCounts, calendar: Calendar): string {
  if (newAddresses === 0) return '';
  return newAddresses === 1
    ? " Keap won't send marketing email to 1 new address until it is opted in."
    : ` Keap won't send marketing email to ${numberText(newAddresses, calendar)} new addresses until they are opted in.`;
}

/** An automation that has run cannot be taken back. */
function tagsText({ tagsApplied, tagsRemoved }: PreviewCounts): string {
  if (tagsApplied + tagsRemoved === 0) return '';
  return ' A tag that is applied or removed can start an automation in Keap, for example one that sends email. Undo takes the tag back, but not what the automation has done.';
}

/** As many names as a sentence holds. */
const maxNamedTags = 10;

function newTagsText(tags: Preview['newTags'], calendar: Calendar): string {
  if (tags.length === 0) return '';
  const named = tags
    .slice(0, maxNamedTags)
    .map(({ name, alike }) =>
      alike === undefined ? `"${excerpt(name)}"` : `"${excerpt(name)}" (Keap has "${excerpt(alike)}")`,
    );
  const more = tags.length - named.length;
  const rest = more === 0 ? '' : `, and ${numberText(more, calendar)} more`;
  const them = tags.length === 1 ? 'the tag itself stays' : 'the tags themselves stay';
  return ` ${countText(tags.length, 'tag', calendar)} would be created: ${named.join(', ')}${rest}. Undo removes what was applied, but ${them} in Keap.`;
}

function costText(calls: number, callsPerMinute: number, calendar: Calendar): string {
  if (calls === 0) return 'No requests to Keap.';
  const minutes = Math.round(calls / callsPerMinute);
  const time = minutes < 1 ? 'less than a minute' : `about ${countText(minutes, 'minute', calendar)}`;
  return `About ${countText(calls, 'request', calendar)} to Keap, ${time}.`;
}
