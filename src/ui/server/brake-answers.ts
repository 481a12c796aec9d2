/** Answers what the sidebar and the preview say about opt-outs and emptied fields that have to be confirmed. */
import { greatestMaxAtOnce, isMaxAtOnce, saveMaxAtOnce } from '../../sync/plan/brake-memory.ts';
import { type WishKind, wishKinds } from '../../sync/sheet/brake-mark.ts';
import { numberText } from '../../sync/sheet/localized-text.ts';
import type { DoneView, SheetFunctions, SidebarState } from '../api.ts';
import { choiceIn, flagIn, invalidRequest, recordIn, textIn, wrongInput } from './input.ts';
import type { ServerContext } from './server-context.ts';
import { sidebarState } from './sidebar-state.ts';

type Answers = {
  readonly [Name in keyof Pick<SheetFunctions, 'answerBrake' | 'saveBrake'>]: (input: unknown) => unknown;
};

export function brakeAnswers(context: ServerContext): Answers {
  const { sheet, platform } = context;
  return {
    answerBrake(input): DoneView {
      const { sheetId } = recordIn(input);
      if (typeof sheetId !== 'number') throw wrongInput(invalidRequest);
      const kind = choiceIn(input, 'kind', wishKinds);
      const answer = { kind, asked: textIn(input, 'asked'), isYes: flagIn(input, 'isYes') };
      const summary = sheet.answerBrake(sheetId, answer);
      return { summary, state: sidebarState(context) };
    },
    saveBrake(input): SidebarState {
      const { workbook, properties } = platform.document();
      const { maxAtOnce } = recordIn(input);
      if (!isMaxAtOnce(maxAtOnce)) {
        const greatest = numberText(greatestMaxAtOnce, workbook.calendar());
        throw wrongInput(`Enter a whole number of contacts from 0 to ${greatest}.`);
      }
      saveMaxAtOnce(properties, maxAtOnce);
      return sidebarState(context);
    },
  };
}

/** Nothing is confirmed unless it is named. */
export function confirmedIn(input: unknown): WishKind[] {
  const { confirmed } = recordIn(input);
  return wishKinds.filter((kind) => Array.isArray(confirmed) && confirmed.includes(kind));
}
