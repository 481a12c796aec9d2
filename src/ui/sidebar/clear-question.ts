import { element, onClick, setText, show } from './element.ts';

/** Asks once, when it is turned on, before empty cells may empty fields in Keap: a slip there loses data. */
export function listenToClearing(): void {
  let asked: HTMLInputElement | undefined;
  const answer = (isOn: boolean) => {
    if (asked === undefined) return;
    asked.checked = isOn;
    show('clear-question', false);
    asked.focus();
    asked = undefined;
  };
  element('column-rows', HTMLElement).addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.checked) return;
    // It stays off until the question is answered.
    target.checked = false;
    asked = target;
    setText(
      'clear-text',
      `Where a cell of "${target.dataset.clears ?? ''}" is empty, Keap's field is emptied as well, for every row. Do you want that?`,
    );
    target.closest('li')?.append(element('clear-question', HTMLElement));
    show('clear-question', true);
    element('clear-no', HTMLButtonElement).focus();
  });
  element('column-form', HTMLFormElement).addEventListener('submit', () => {
    show('clear-question', false);
    asked = undefined;
  });
  onClick('clear-yes', () => answer(true));
  onClick('clear-no', () => answer(false));
  element('clear-question', HTMLElement).addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') answer(false);
  });
}
