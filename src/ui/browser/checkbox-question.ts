/** Asks for confirmation before a checkbox that can lose data is turned on. */
import { element, onClick, show } from './element.ts';

export interface CheckboxQuestion {
  /** Keeps the checkbox off until the question is answered. */
  ask(checkbox: HTMLInputElement): void;
  /** Hides the question and leaves the checkbox off. */
  cancel(): void;
}

/** The question `NAME-question` with its answers `NAME-yes` and `NAME-no`; Escape answers no. */
export function checkboxQuestion(name: string): CheckboxQuestion {
  let asked: HTMLInputElement | undefined;
  const cancel = () => {
    show(`${name}-question`, false);
    asked = undefined;
  };
  const answer = (isOn: boolean) => {
    const checkbox = asked;
    cancel();
    if (checkbox === undefined) return;
    checkbox.checked = isOn;
    checkbox.focus();
  };
  onClick(`${name}-yes`, () => answer(true));
  onClick(`${name}-no`, () => answer(false));
  element(`${name}-question`, HTMLElement).addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') answer(false);
  });
  return {
    ask(checkbox) {
      checkbox.checked = false;
      asked = checkbox;
      show(`${name}-question`, true);
      element(`${name}-no`, HTMLButtonElement).focus();
    },
    cancel,
  };
}
