import { element, onClick, show } from './element.ts';
import type { Turn } from './turn.ts';

/** A question that stands in the page until it is answered; the focus goes to the answer that changes nothing, and comes back. */
export interface Question {
  ask(): void;
  /** Takes it away; the focus goes back to the button that asked, or where that is gone to the part's heading. */
  end(): void;
  isOpen(): boolean;
}

/** The question `NAME-question` with its answers `NAME-yes` and `NAME-no`, asked by the button `openerId`. */
export function question(name: string, openerId: string, turn: Turn): Question {
  const box = element(`${name}-question`, HTMLElement);
  const opener = element(openerId, HTMLElement);
  const isOpen = () => !box.hidden;
  const ask = () => {
    show(openerId, false);
    box.hidden = false;
    element(`${name}-no`, HTMLButtonElement).focus();
  };
  const end = () => {
    if (!isOpen()) return;
    box.hidden = true;
    show(openerId, true);
    if (opener.getClientRects().length > 0) opener.focus();
    else box.closest('details')?.querySelector('summary')?.focus();
  };
  const endUnlessTaken = () => {
    if (!turn.isTaken()) end();
  };
  onClick(openerId, ask);
  onClick(`${name}-no`, endUnlessTaken);
  box.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') endUnlessTaken();
  });
  return { ask, end, isOpen };
}
