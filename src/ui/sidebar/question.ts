/** A question shown in the page before something is removed or taken over. */
import { element, onClick, show } from '../browser/element.ts';
import type { ActionRunner } from './action-runner.ts';

export interface Question {
  /** Hides the question; the focus returns to the button that opened it or, if that is gone, to the section's heading. */
  close(): void;
}

/**
 * The question `NAME-question` with its answers `NAME-yes` and `NAME-no`, opened by the button `openerId`. The focus
 * goes to the answer that changes nothing. While an action runs, the question stays open.
 */
export function question(name: string, openerId: string, runner: ActionRunner): Question {
  const box = element(`${name}-question`, HTMLElement);
  const opener = element(openerId, HTMLElement);
  const close = () => {
    if (box.hidden) return;
    box.hidden = true;
    show(openerId, true);
    if (opener.getClientRects().length > 0) opener.focus();
    else box.closest('details')?.querySelector('summary')?.focus();
  };
  const closeUnlessBusy = () => {
    if (!runner.isBusy()) close();
  };
  onClick(openerId, () => {
    show(openerId, false);
    box.hidden = false;
    element(`${name}-no`, HTMLButtonElement).focus();
  });
  onClick(`${name}-no`, closeUnlessBusy);
  box.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') closeUnlessBusy();
  });
  return { close };
}
