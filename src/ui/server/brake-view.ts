/** What the brake asks and lets the user set, for the sidebar and the preview. */
import type { Properties } from '../../platform/properties.ts';
import type { Calendar } from '../../platform/table.ts';
import { type BrakeQuestions, loadBrakeMemory, loadMaxAtOnce } from '../../sync/plan/brake-memory.ts';
import { countText, numberText } from '../../sync/sheet/localized-text.ts';
import type { BrakeQuestionView, BrakeView } from '../api.ts';

/** What the sheet waits for; one property read each for the limit and the questions. */
export function brakeView(properties: Properties, sheetId: number, calendar: Calendar): BrakeView {
  const { asked, questions } = loadBrakeMemory(properties, sheetId);
  const maxAtOnce = loadMaxAtOnce(properties);
  return { sheetId, asked, maxAtOnce, questions: questionViews(questions, calendar) };
}

/** The questions with their answers, in words. */
export function questionViews({ optOut, emptied }: BrakeQuestions, calendar: Calendar): BrakeQuestionView[] {
  const contacts = (count: number) => countText(count, 'contact', calendar);
  return [
    ...(optOut === undefined
      ? []
      : [
          {
            kind: 'optOut' as const,
            text: optOutText(optOut, calendar),
            yes: `Opt out ${contacts(optOut.contacts)}`,
            no: optOut.column === undefined ? "Don't opt out" : "Don't send this column",
          },
        ]),
    ...(emptied === undefined
      ? []
      : [
          {
            kind: 'emptied' as const,
            text: emptiedText(emptied, calendar),
            yes: `Clear fields of ${contacts(emptied.contacts)}`,
            no: "Don't clear fields",
          },
        ]),
  ];
}

/** For the preview, above its list; empty if nobody would be opted out. */
export function optOutWarning(optOuts: number, calendar: Calendar): string {
  if (optOuts === 0) return '';
  return `${countText(optOuts, 'contact', calendar)} would be opted out of marketing email. This can't be undone.`;
}

function optOutText({ contacts, column }: NonNullable<BrakeQuestions['optOut']>, calendar: Calendar): string {
  if (column === undefined) return optOutWarning(contacts, calendar);
  const { letter, header, of, reason } = column;
  const share = `${numberText(contacts, calendar)} of ${countText(of, 'contact', calendar)}`;
  return `Column ${letter} "${header}" would opt out ${share}, most often with the reason "${reason}". This can't be undone. Is that what you want?`;
}

function emptiedText(
  { contacts, columns }: NonNullable<BrakeQuestions['emptied']>,
  calendar: Calendar,
): string {
  const whose = countText(contacts, 'contact', calendar);
  if (columns.length === 0) return `Empty cells would clear fields of ${whose} in Keap.`;
  const named = columns.map((header) => `"${header}"`).join(', ');
  return `These columns had values and are blank now: ${named}. Their empty cells would clear fields of ${whose} in Keap.`;
}
