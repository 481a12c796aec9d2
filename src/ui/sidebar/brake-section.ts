/** Draws what the sheet waits for before contacts are opted out or fields emptied, and the limit of the questions. */
import type { BrakeQuestionView, SidebarState } from '../api.ts';
import { button, element } from '../browser/element.ts';

/** One box for each question; a question that is shown already keeps the focus. */
export function renderBrakeQuestions({ brake }: SidebarState): void {
  const box = element('brake-questions', HTMLElement);
  const drawn = JSON.stringify([brake.sheetId, brake.asked, brake.questions]);
  if (box.dataset.drawn === drawn) return;
  box.dataset.drawn = drawn;
  box.replaceChildren(...brake.questions.map(questionBox));
  if (brake.questions.length > 0) box.scrollIntoView({ block: 'nearest' });
}

export function renderBrakeLimit({ brake }: SidebarState): void {
  element('max-at-once', HTMLInputElement).value = String(brake.maxAtOnce);
}

function questionBox({ kind, text, yes, no }: BrakeQuestionView): HTMLFieldSetElement {
  const box = Object.assign(document.createElement('fieldset'), { className: 'question' });
  const question = Object.assign(document.createElement('p'), {
    id: `brake-${kind}-text`,
    textContent: text,
  });
  box.setAttribute('aria-labelledby', question.id);
  const actions = Object.assign(document.createElement('div'), { className: 'actions' });
  actions.append(answerButton(kind, 'yes', yes), answerButton(kind, 'no', no));
  box.append(question, actions);
  return box;
}

function answerButton(
  kind: BrakeQuestionView['kind'],
  isAnswer: 'yes' | 'no',
  label: string,
): HTMLButtonElement {
  const made = button(label, () => {});
  made.id = `brake-${kind}-${isAnswer}`;
  if (isAnswer === 'yes') made.className = 'danger';
  Object.assign(made.dataset, { kind, answer: isAnswer, callsServer: '' });
  return made;
}
