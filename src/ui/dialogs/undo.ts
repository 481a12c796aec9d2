/** The dialog "Undo" in the browser. */
import type { UndoView } from '../api.ts';
import { ask } from '../browser/client.ts';
import { onClick, setText, show } from '../browser/element.ts';
import { dialog, fillTable, moreText } from './dialog.ts';

const theDialog = dialog();
let run = '';

onClick('submit', () => void theDialog.run('Restoring values', () => ask('undoRun', { run })));
void load();

async function load(): Promise<void> {
  theDialog.clearProblem();
  show('loading', true);
  try {
    showUndo(await ask('previewUndo'));
  } catch (error) {
    theDialog.showProblem(error, () => void load());
  } finally {
    show('loading', false);
  }
}

function showUndo(undo: UndoView): void {
  run = undo.run;
  setText('sentence', undo.sentence);
  show('changes-section', undo.changes.length > 0);
  fillTable(
    'changes',
    undo.changes.map(({ contact, field, from, to }) => [contact, field, from, to]),
  );
  setText('more', moreText(undo.moreChanges, 'value'));
  show('kept-section', undo.kept.length > 0);
  fillTable(
    'kept',
    undo.kept.map(({ contact, field, reason }) => [contact, field, reason]),
  );
  show('content', true);
  const canUndo = run !== '' && undo.changes.length > 0;
  show('submit', canUndo);
  setText('close', canUndo ? 'Cancel' : 'Close');
}
