/** The dialog "Preview" in the browser. */
import type { ChangeView, PreviewView } from '../api.ts';
import { numberText } from '../browser/activity-section.ts';
import { ask } from '../browser/client.ts';
import { element, onClick, setText, show } from '../browser/element.ts';
import { confirmedKinds, renderBrakeChoices } from './brake-choices.ts';
import { chosenScope, dialog, fillTable, moreText } from './dialog.ts';

const theDialog = dialog();
let preview: PreviewView | undefined;
let loads = 0;

element('scope', HTMLElement).addEventListener('change', () => void load());
element('search', HTMLInputElement).addEventListener('input', showChanges);
onClick('submit', () => void syncPlan());
void load();

/** If the user chooses other rows while a preview loads, only the newest choice counts. */
async function load(): Promise<void> {
  loads += 1;
  const thisLoad = loads;
  theDialog.clearProblem();
  for (const id of ['content', 'submit']) show(id, false);
  show('loading', true);
  try {
    const loaded = await ask('preview', { scope: chosenScope() });
    if (thisLoad === loads) showPreview(loaded);
  } catch (error) {
    if (thisLoad === loads) theDialog.showProblem(error, () => void load());
  } finally {
    if (thisLoad === loads) show('loading', false);
  }
}

function showPreview(loaded: PreviewView): void {
  preview = loaded;
  setText('heading', `Preview of "${loaded.sheetName}"`);
  setText('sentence', loaded.sentence);
  setText('cost', loaded.cost);
  setText('opt-out-warning', loaded.optOutWarning);
  renderBrakeChoices(loaded.questions);
  show('changes-section', loaded.changes.length > 0);
  showChanges();
  show('problems-section', loaded.problemRows.length > 0);
  fillTable(
    'problems',
    loaded.problemRows.map(({ line, contact, reason }) => [numberText(line), contact, reason]),
  );
  show('content', true);
  show('submit', loaded.contacts > 0);
  setText('close', loaded.contacts > 0 ? 'Cancel' : 'Close');
}

function showChanges(): void {
  if (preview === undefined) return;
  const { changes, moreContacts } = preview;
  const search = element('search', HTMLInputElement).value.trim().toLowerCase();
  const found = changes.filter((change) => searchedText(change).includes(search));
  fillTable(
    'changes',
    found.map(({ contact, field, from, to }) => [contact, field, from, to]),
  );
  const foundText =
    search === '' ? '' : `Found ${numberText(found.length)} of ${numberText(changes.length)}. `;
  setText('more', `${foundText}${moreText(moreContacts, 'contact')}`);
}

function searchedText({ contact, field, from, to }: ChangeView): string {
  return [contact, field, from, to].join('\n').toLowerCase();
}

async function syncPlan(): Promise<void> {
  if (preview === undefined) return;
  const { plan, sheetName } = preview;
  const scope = chosenScope();
  const confirmed = confirmedKinds();
  await theDialog.run(`Syncing "${sheetName}"`, () => ask('syncPlan', { scope, plan, confirmed }));
}
