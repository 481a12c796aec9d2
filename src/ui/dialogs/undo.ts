/** The dialog "Undo" in the browser. */
import type { UndoView } from '../api.ts';
import { ask } from '../browser/client.ts';
import { element, onClick, setText, show } from '../browser/element.ts';
import { dialog } from './dialog.ts';
import { pagedTable } from './paged-table.ts';

const theDialog = dialog();
const changesTable = pagedTable('changes', 'values');
const keptTable = pagedTable('kept', 'values that stay');
const choice = element('run', HTMLSelectElement);
let run = '';
let loads = 0;

choice.addEventListener('change', () => void load(choice.value));
onClick('submit', () => void theDialog.run('Restoring values', () => ask('undoRun', { run })));
void load('');

/** If the user chooses another run while one loads, only the newest choice counts. */
async function load(wanted: string): Promise<void> {
  loads += 1;
  const thisLoad = loads;
  theDialog.clearProblem();
  for (const id of ['content', 'submit']) show(id, false);
  show('loading', true);
  try {
    const undo = await ask('previewUndo', { run: wanted });
    if (thisLoad === loads) showUndo(undo);
  } catch (error) {
    if (thisLoad === loads) theDialog.showProblem(error, () => void load(wanted));
  } finally {
    if (thisLoad === loads) show('loading', false);
  }
}

function showUndo(undo: UndoView): void {
  run = undo.run;
  show('scope', undo.choices.length > 0);
  choice.replaceChildren(...undo.choices.map(({ run: value, title }) => new Option(title, value)));
  choice.value = run;
  setText('sentence', undo.sentence);
  show('changes-section', undo.changes.length > 0);
  changesTable.fill(
    undo.changes.map(({ contact, field, from, to }) => [contact, field, from, to]),
    true,
  );
  show('kept-section', undo.kept.length > 0);
  keptTable.fill(
    undo.kept.map(({ contact, field, reason }) => [contact, field, reason]),
    true,
  );
  show('content', true);
  const canUndo = run !== '' && undo.changes.length > 0;
  show('submit', canUndo);
  setText('close', canUndo ? 'Cancel' : 'Close');
}
