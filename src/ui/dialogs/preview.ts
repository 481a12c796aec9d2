/** The dialog "Preview" in the browser. */
import type { ChangeView, PreviewView, ProblemRowView } from '../api.ts';
import { countText, numberText } from '../browser/activity-section.ts';
import { ask, closeDialog } from '../browser/client.ts';
import { element, onClick, setText, show } from '../browser/element.ts';
import { confirmedKinds, renderBrakeChoices } from './brake-choices.ts';
import { chosenScope, dialog } from './dialog.ts';
import { pagedTable } from './paged-table.ts';

const theDialog = dialog();
const changesTable = pagedTable('changes', 'changes');
const problemsTable = pagedTable('problems', 'rows that need attention');
const failedTable = pagedTable('failed', 'rows', {
  label: (line) => `Select row ${line} in the sheet`,
  press: (index) => void showFailed((failedRows[index]?.line ?? 1) - 1),
});
let failedRows: readonly ProblemRowView[] = [];
let shown: Shown | undefined;
let loads = 0;

/** The newest piece, and the rows of all pieces so far. */
interface Shown {
  readonly preview: PreviewView;
  readonly changes: readonly ChangeView[];
  readonly problemRows: readonly ProblemRowView[];
}

element('scope', HTMLElement).addEventListener('change', () => void load());
element('search', HTMLInputElement).addEventListener('input', () => showChanges(true));
onClick('submit', () => void syncPlan());
onClick('show-failed', () => void showFailed(0));
void load();

/** If the user chooses other rows while a preview loads, only the newest choice counts. */
async function load(): Promise<void> {
  loads += 1;
  const thisLoad = loads;
  shown = undefined;
  theDialog.clearProblem();
  for (const id of ['content', 'submit']) show(id, false);
  show('loading', true);
  await loadPieces(thisLoad);
}

/** Loads what is missing, a piece at a time. A sheet that somebody edits meanwhile is another plan, which starts anew. */
async function loadPieces(thisLoad: number): Promise<void> {
  try {
    while (shown === undefined || shown.preview.moreContacts > 0) {
      const counted = shown?.preview.counted;
      const piece = await ask('preview', {
        scope: chosenScope(),
        ...(counted === undefined ? {} : { counted }),
      });
      if (thisLoad !== loads) return;
      if (shown !== undefined && shown.preview.plan !== piece.plan) {
        await load();
        return;
      }
      showPiece(piece);
    }
  } catch (error) {
    if (thisLoad !== loads) return;
    theDialog.showProblem(error, () => {
      theDialog.clearProblem();
      void loadPieces(thisLoad);
    });
  } finally {
    if (thisLoad === loads) show('loading', false);
  }
}

function showPiece(piece: PreviewView): void {
  const isFirst = shown === undefined;
  const { changes, problemRows } = {
    changes: [...(shown?.changes ?? []), ...piece.changes],
    problemRows: [...(shown?.problemRows ?? []), ...piece.problemRows].sort(
      (one, other) => one.line - other.line,
    ),
  };
  shown = { preview: piece, changes, problemRows };
  setText('heading', `Preview of "${piece.sheetName}"`);
  setText('sentence', piece.sentence);
  setText('cost', piece.cost);
  setText('opt-out-warning', piece.optOutWarning);
  if (isFirst) renderBrakeChoices(piece.questions);
  show('changes-section', changes.length > 0);
  showChanges(isFirst);
  show('problems-section', problemRows.length > 0);
  problemsTable.fill(textsOf(problemRows), isFirst);
  show('loading', false);
  show('content', true);
  const isComplete = piece.moreContacts === 0;
  show('submit', isComplete && piece.contacts > 0);
  setText('close', piece.contacts > 0 ? 'Cancel' : 'Close');
}

function showChanges(isNew: boolean): void {
  if (shown === undefined) return;
  const { changes, preview } = shown;
  const search = element('search', HTMLInputElement).value.trim().toLowerCase();
  const found = changes.filter((change) => searchedText(change).includes(search));
  changesTable.fill(
    found.map(({ contact, field, from, to }) => [contact, field, from, to]),
    isNew,
  );
  const foundText =
    search === '' ? '' : `Found ${numberText(found.length)} of ${numberText(changes.length)}. `;
  setText('more', `${foundText}${leftText(preview)}`);
}

function leftText({ moreContacts, counted }: PreviewView): string {
  if (moreContacts === 0) return '';
  const all = countText(counted.compared + moreContacts, 'contact');
  return `Comparing with Keap: ${numberText(counted.compared)} of ${all}.`;
}

function searchedText({ contact, field, from, to }: ChangeView): string {
  return [contact, field, from, to].join('\n').toLowerCase();
}

async function syncPlan(): Promise<void> {
  if (shown === undefined || shown.preview.moreContacts > 0) return;
  const { plan, sheetName } = shown.preview;
  const scope = chosenScope();
  const confirmed = confirmedKinds();
  await theDialog.run(`Syncing "${sheetName}"`, async () => {
    const done = await ask('syncPlan', { scope, plan, confirmed });
    failedRows = done.failedRows;
    failedTable.fill(textsOf(failedRows), true);
    show('failed-section', failedRows.length > 0);
    return done;
  });
}

/** Selects the first failed row below this one (counted from 1) in the sheet, and gets out of the way. */
async function showFailed(from: number): Promise<void> {
  try {
    await ask('showFailedRows', { from, step: 1 });
    closeDialog();
  } catch (error) {
    theDialog.showProblem(error, () => void showFailed(from));
  }
}

function textsOf(rows: readonly ProblemRowView[]): string[][] {
  return rows.map(({ line, contact, reason }) => [numberText(line), contact, reason]);
}
