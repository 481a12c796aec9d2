/** The dialog "Fill in from Keap" in the browser. */
import { ask } from '../sidebar/client.ts';
import { element, onClick, show } from '../sidebar/element.ts';
import { chosenScope, dialog } from './dialog.ts';

const theDialog = dialog();
const overwrite = element('overwrite', HTMLInputElement);

overwrite.addEventListener('change', () => {
  if (!overwrite.checked) return;
  // It stays off until the question is answered.
  overwrite.checked = false;
  show('overwrite-question', true);
  element('overwrite-no', HTMLButtonElement).focus();
});
onClick('overwrite-yes', () => answer(true));
onClick('overwrite-no', () => answer(false));
element('overwrite-question', HTMLElement).addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') answer(false);
});
onClick('act', () => void fillIn());

function answer(isOn: boolean): void {
  overwrite.checked = isOn;
  show('overwrite-question', false);
  overwrite.focus();
}

async function fillIn(): Promise<void> {
  const input = { scope: chosenScope(), overwrite: overwrite.checked };
  await theDialog.act('Filling in from Keap', () => ask('fetchContacts', input));
}
