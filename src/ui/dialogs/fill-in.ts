/** The dialog "Fill in from Keap" in the browser. */
import { checkboxQuestion } from '../browser/checkbox-question.ts';
import { ask } from '../browser/client.ts';
import { element, onClick } from '../browser/element.ts';
import { chosenScope, dialog } from './dialog.ts';

const theDialog = dialog();
const overwrite = element('overwrite', HTMLInputElement);
const question = checkboxQuestion('overwrite');

overwrite.addEventListener('change', () => {
  if (overwrite.checked) question.ask(overwrite);
});
onClick('submit', () => void fillIn());

async function fillIn(): Promise<void> {
  const input = { scope: chosenScope(), overwrite: overwrite.checked };
  question.cancel();
  await theDialog.run('Filling in from Keap', () => ask('fetchContacts', input));
}
