/** The box in which a page reports what went wrong. */
import { copy } from './copy.ts';
import { button } from './element.ts';

/** What a caught value says to the user. */
export function problemText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Fills and shows `box`: the text, a button that copies it, and `actions` around that button in their order. */
export function fillProblemBox(
  box: HTMLElement,
  text: string,
  { before = [], after = [] }: { readonly before?: readonly Node[]; readonly after?: readonly Node[] },
): void {
  const alert = document.createElement('p');
  alert.setAttribute('role', 'alert');
  const actions = document.createElement('div');
  actions.className = 'actions';
  const copyButton = button('Copy', () => void copy(text, copyButton));
  actions.append(...before, copyButton, ...after);
  box.replaceChildren(alert, actions);
  box.hidden = false;
  // Screen readers announce an alert when its text changes, not when it is added together with its text.
  alert.textContent = text;
}
