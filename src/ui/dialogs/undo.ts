/** The dialog "Undo" in the browser. */
import type { UndoView } from '../api.ts';
import { counted } from '../sidebar/activity-section.ts';
import { ask } from '../sidebar/client.ts';
import { onClick, setText, show } from '../sidebar/element.ts';
import { dialog, fillTable } from './dialog.ts';

const theDialog = dialog();
let run = '';

onClick('act', () => void theDialog.act('Setting back', () => ask('undoRun', { run })));
void load();

async function load(): Promise<void> {
  theDialog.clearProblem();
  show('loading', true);
  try {
    showUndo(await ask('previewUndo'));
  } catch (error) {
    theDialog.tellProblem(error, () => void load());
  } finally {
    show('loading', false);
  }
}

function showUndo(read: UndoView): void {
  run = read.run;
  setText('sentence', read.sentence);
  show('changes-part', read.changes.length > 0);
  fillTable(
    'changes',
    read.changes.map(({ contact, field, from, to }) => [contact, field, from, to]),
  );
  setText(
    'more',
    read.moreChanges === 0
      ? ''
      : `${counted(read.moreChanges, 'more value')} ${read.moreChanges === 1 ? 'is' : 'are'} not shown here.`,
  );
  show('left-part', read.left.length > 0);
  fillTable(
    'left',
    read.left.map(({ contact, field, reason }) => [contact, field, reason]),
  );
  show('content', true);
  const canUndo = run !== '' && read.changes.length > 0;
  show('act', canUndo);
  setText('close', canUndo ? 'Cancel' : 'Close');
}
