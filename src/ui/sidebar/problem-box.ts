import { copy } from './copy.ts';
import { element } from './element.ts';

/** Where a problem is told: beside what has failed, so that it is seen wherever the page is scrolled to. */
export type ProblemPlace = 'first-load' | 'connection' | 'columns' | 'sync' | 'schedule' | 'api';

const places: readonly ProblemPlace[] = ['first-load', 'connection', 'columns', 'sync', 'schedule', 'api'];

/** Tells it at once to those who cannot see it, too; it stays until it is dismissed or something else is tried. */
export function tellProblem(place: ProblemPlace, text: string): void {
  clearProblems();
  const box = element(`problem-${place}`, HTMLElement);
  const words = document.createElement('p');
  words.setAttribute('role', 'alert');
  const actions = document.createElement('div');
  actions.className = 'actions';
  const copyButton = button('Copy', () => void copy(text, copyButton));
  actions.append(
    copyButton,
    button('Dismiss', () => dismiss(box)),
  );
  box.replaceChildren(words, actions);
  box.hidden = false;
  // An alert speaks when its text changes, not when it comes with its text.
  words.textContent = text;
  box.scrollIntoView({ block: 'nearest' });
}

export function clearProblems(): void {
  for (const place of places) {
    const box = element(`problem-${place}`, HTMLElement);
    box.hidden = true;
    box.replaceChildren();
  }
}

function dismiss(box: HTMLElement): void {
  const next = box.closest('details')?.querySelector('summary') ?? element('load-again', HTMLElement);
  clearProblems();
  next.focus();
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', press);
  return made;
}
