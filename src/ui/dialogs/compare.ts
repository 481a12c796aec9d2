/** The dialog "Compare with Keap" in the browser. */
import type { CompareView, DifferenceView, ProblemRowView } from '../api.ts';
import { countText, numberText } from '../browser/activity-section.ts';
import { ask } from '../browser/client.ts';
import { element, onClick, setText, show } from '../browser/element.ts';
import { dialog } from './dialog.ts';
import { choiceList, type DifferenceChoice, differenceChoices } from './difference-choices.ts';
import { pagedTable } from './paged-table.ts';

const theDialog = dialog();
const choices = differenceChoices();
let found: readonly DifferenceView[] = [];
const differencesTable = pagedTable('differences', 'differences', undefined, (index) => {
  const difference = found[index];
  if (difference === undefined) return '';
  return choiceList(difference, choices.of(difference), (choice) => {
    choices.choose(difference, choice);
    showChosen();
  });
});
const unreadTable = pagedTable('unread', 'contacts that could not be read');
let shown: Shown | undefined;

/** The newest piece, and the rows of all pieces so far. */
interface Shown {
  readonly piece: CompareView;
  readonly differences: readonly DifferenceView[];
  readonly unread: readonly ProblemRowView[];
}

element('search', HTMLInputElement).addEventListener('input', () => showDifferences(true));
onClick('send-all', () => chooseAll('send'));
onClick('take-all', () => chooseAll('take'));
onClick('leave-all', () => chooseAll('leave'));
onClick('submit', () => void apply());
void load();

/** Loads what is missing, a piece at a time. */
async function load(): Promise<void> {
  try {
    while (shown === undefined || shown.piece.moreContacts > 0) {
      const counted = shown?.piece.counted;
      showPiece(await ask('compare', counted === undefined ? {} : { counted }));
    }
  } catch (error) {
    theDialog.showProblem(error, () => {
      theDialog.clearProblem();
      void load();
    });
  } finally {
    show('loading', false);
  }
}

function showPiece(piece: CompareView): void {
  const isFirst = shown === undefined;
  const byLine = (one: number, other: number) => one - other;
  shown = {
    piece,
    differences: [...(shown?.differences ?? []), ...piece.differences].sort((one, other) =>
      byLine(one.lines[0] ?? 0, other.lines[0] ?? 0),
    ),
    unread: [...(shown?.unread ?? []), ...piece.unread].sort((one, other) => byLine(one.line, other.line)),
  };
  setText('heading', `"${piece.sheetName}" compared with Keap`);
  setText('sentence', piece.sentence);
  setText('more', leftText(piece));
  show('differences-section', shown.differences.length > 0);
  showDifferences(isFirst);
  show('unread-section', shown.unread.length > 0);
  unreadTable.fill(
    shown.unread.map(({ line, contact, reason }) => [numberText(line), contact, reason]),
    isFirst,
  );
  show('loading', false);
  show('content', true);
  const canApply = piece.moreContacts === 0 && shown.differences.length > 0;
  show('submit', canApply);
  setText('close', canApply || piece.moreContacts > 0 ? 'Cancel' : 'Close');
}

function leftText({ moreContacts, counted }: CompareView): string {
  if (moreContacts === 0) return '';
  const all = countText(counted.compared + moreContacts, 'contact');
  return `Comparing with Keap: ${numberText(counted.compared)} of ${all}.`;
}

function showDifferences(isNew: boolean): void {
  if (shown === undefined) return;
  const search = element('search', HTMLInputElement).value.trim().toLowerCase();
  found = shown.differences.filter((one) => textsOf(one).join('\n').toLowerCase().includes(search));
  differencesTable.fill(found.map(textsOf), isNew);
  setText('choose-all-text', search === '' ? 'For all of them' : `For the ${numberText(found.length)} found`);
  showChosen();
}

function textsOf({ lines, contact, field, inSheet, inKeap }: DifferenceView): string[] {
  return [lines.map(numberText).join(', '), contact, field, inSheet, inKeap];
}

/** For all that the search finds, on every page. */
function chooseAll(choice: DifferenceChoice): void {
  for (const difference of found) choices.choose(difference, choice);
  showDifferences(false);
}

function showChosen(): void {
  const all = shown?.differences.length ?? 0;
  const [send, take] = [choices.keys('send').length, choices.keys('take').length];
  setText(
    'chosen',
    `${countText(send, 'value')} to send to Keap, ${numberText(take)} to take from Keap, ${numberText(all - send - take)} to leave.`,
  );
}

async function apply(): Promise<void> {
  if (shown === undefined || shown.piece.moreContacts > 0) return;
  const [send, take] = [choices.keys('send'), choices.keys('take')];
  if (send.length + take.length === 0) {
    setText('chosen', 'Choose what to do with at least one value.');
    return;
  }
  await theDialog.run(`Applying your choices to "${shown.piece.sheetName}"`, () =>
    ask('applyChoices', { send, take }),
  );
}
