/** In the preview: what the sync leaves out unless it is ticked. */
import type { BrakeQuestionView } from '../api.ts';
import { element } from '../browser/element.ts';

/** One box with a tick box for each question; nothing is ticked at first. */
export function renderBrakeChoices(questions: readonly BrakeQuestionView[]): void {
  element('brake-choices', HTMLElement).replaceChildren(...questions.map(choice));
}

/** Which questions are answered with yes. */
export function confirmedKinds(): BrakeQuestionView['kind'][] {
  const ticked = element('brake-choices', HTMLElement).querySelectorAll('input:checked');
  return [...ticked].map(({ id }) => (id === 'confirm-emptied' ? 'emptied' : 'optOut'));
}

function choice({ kind, text, yes }: BrakeQuestionView): HTMLFieldSetElement {
  const box = Object.assign(document.createElement('fieldset'), { className: 'question' });
  const question = Object.assign(document.createElement('p'), {
    id: `confirm-${kind}-text`,
    textContent: text,
  });
  box.setAttribute('aria-labelledby', question.id);
  const label = Object.assign(document.createElement('label'), { className: 'choice' });
  const tick = Object.assign(document.createElement('input'), { type: 'checkbox', id: `confirm-${kind}` });
  label.append(tick, ` ${yes}`);
  const hint = Object.assign(document.createElement('p'), { className: 'hint' });
  hint.textContent = 'If you leave this unchecked, everything else is sent.';
  box.append(question, label, hint);
  return box;
}
