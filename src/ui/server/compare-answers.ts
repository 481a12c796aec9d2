/** Answers what the dialog "Compare with Keap" calls. */
import { differenceFrom, type ShownDifference } from '../../sync/compare/choices.ts';
import type { CompareView, DoneView, SheetFunctions } from '../api.ts';
import { compareCountsIn, compareView } from './compare-view.ts';
import { recordIn, wrongInput } from './input.ts';
import type { ServerContext } from './server-context.ts';
import { sidebarState } from './sidebar-state.ts';

type Names = 'compare' | 'applyChoices';

type Answers = { readonly [Name in keyof Pick<SheetFunctions, Names>]: (input: unknown) => unknown };

export function compareAnswers(context: ServerContext): Answers {
  const { sheet, platform } = context;
  return {
    compare(input): CompareView {
      const before = compareCountsIn(input);
      const { comparison, sheetName } = sheet.compare(before.lastId);
      return compareView({ sheetName, comparison, before }, platform.document().workbook.calendar());
    },
    applyChoices(input): DoneView {
      const [send, take] = [keysIn(input, 'send'), keysIn(input, 'take')];
      if (send.length + take.length === 0) {
        throw wrongInput('Nothing was chosen. Choose what to do with at least one value.');
      }
      return { summary: sheet.applyChoices({ send, take }), state: sidebarState(context) };
    },
  };
}

/** As long as the sheet, so not limited in number. */
function keysIn(input: unknown, name: 'send' | 'take'): ShownDifference[] {
  const keys = recordIn(input)[name];
  if (!Array.isArray(keys)) throw oldComparison();
  return keys.map((key: unknown) => {
    const difference = typeof key === 'string' ? differenceFrom(key) : undefined;
    if (difference === undefined) throw oldComparison();
    return difference;
  });
}

function oldComparison() {
  return wrongInput('This comparison is no longer valid. Close the dialog, and compare again.');
}
