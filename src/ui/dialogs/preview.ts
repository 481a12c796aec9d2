/** The dialog "Preview" in the browser. */
import type { ChangeView, PreviewView } from '../api.ts';
import { counted, numberText } from '../sidebar/activity-section.ts';
import { ask } from '../sidebar/client.ts';
import { element, onClick, setText, show } from '../sidebar/element.ts';
import { chosenScope, dialog, fillTable } from './dialog.ts';

const theDialog = dialog();
let preview: PreviewView | undefined;
let reading = 0;

element('rows-of', HTMLElement).addEventListener('change', () => void load());
element('search', HTMLInputElement).addEventListener('input', showChanges);
onClick('act', () => void syncPlan());
void load();

/** A choice made while an earlier one is still being read wins. */
async function load(): Promise<void> {
  reading += 1;
  const mine = reading;
  theDialog.clearProblem();
  for (const id of ['content', 'act']) show(id, false);
  show('loading', true);
  try {
    const read = await ask('preview', { scope: chosenScope() });
    if (mine === reading) showPreview(read);
  } catch (error) {
    if (mine === reading) theDialog.tellProblem(error, () => void load());
  } finally {
    if (mine === reading) show('loading', false);
  }
}

function showPreview(read: PreviewView): void {
  preview = read;
  setText('heading', `What a sync of "${read.sheetName}" would do`);
  setText('sentence', read.sentence);
  setText('cost', read.cost);
  show('changes-part', read.changes.length > 0);
  showChanges();
  show('problems-part', read.problemRows.length > 0);
  fillTable(
    'problems',
    read.problemRows.map(({ line, contact, reason }) => [numberText(line), contact, reason]),
  );
  show('content', true);
  show('act', read.contacts > 0);
  setText('close', read.contacts > 0 ? 'Cancel' : 'Close');
}

function showChanges(): void {
  if (preview === undefined) return;
  const { changes, moreContacts } = preview;
  const words = element('search', HTMLInputElement).value.trim().toLowerCase();
  const found = changes.filter((change) => textOf(change).includes(words));
  fillTable(
    'changes',
    found.map(({ contact, field, from, to }) => [contact, field, from, to]),
  );
  const more =
    moreContacts === 0
      ? ''
      : `${counted(moreContacts, 'more contact')} ${moreContacts === 1 ? 'is' : 'are'} not shown here.`;
  setText(
    'more',
    words === '' ? more : `${numberText(found.length)} of ${numberText(changes.length)} found. ${more}`,
  );
}

function textOf({ contact, field, from, to }: ChangeView): string {
  return [contact, field, from, to].join('\n').toLowerCase();
}

async function syncPlan(): Promise<void> {
  if (preview === undefined) return;
  const { plan, sheetName } = preview;
  const scope = chosenScope();
  await theDialog.act(`Syncing "${sheetName}"`, () => ask('syncPlan', { scope, plan }));
}
