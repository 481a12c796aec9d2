import { element } from './element.ts';
import { clearProblems, type ProblemPlace, tellProblem } from './problem-box.ts';

/** What is done when somebody presses a button that asks the server. */
export interface Action {
  readonly buttonId: string;
  /** What the button says meanwhile. */
  readonly meanwhile: string;
  readonly place: ProblemPlace;
  readonly work: () => Promise<void>;
}

/** One deed at a time: a second press does nothing, and whatever goes wrong is told in the page. */
export interface Turn {
  take(deed: Action): Promise<void>;
  isTaken(): boolean;
  /** How many deeds there have been, by which a look at the server sees that its answer has been overtaken. */
  count(): number;
}

export function turn(): Turn {
  let isTaken = false;
  let count = 0;
  return {
    isTaken: () => isTaken,
    count: () => count,
    async take({ buttonId, meanwhile, place, work }) {
      const button = element(buttonId, HTMLButtonElement);
      if (isTaken || button.getAttribute('aria-disabled') === 'true') return;
      isTaken = true;
      count += 1;
      clearProblems();
      clearDone();
      const label = button.textContent;
      button.textContent = meanwhile;
      holdButtons(true);
      try {
        await work();
      } catch (error) {
        tellProblem(place, error instanceof Error ? error.message : String(error));
      } finally {
        isTaken = false;
        if (button.textContent === meanwhile) button.textContent = label;
        holdButtons(false);
      }
    },
  };
}

/** What the deed before has brought is old news. */
function clearDone(): void {
  for (const words of document.querySelectorAll('.done')) words.textContent = '';
}

/** Not `disabled`, which would take the focus away from whoever has pressed the button with a key. */
function holdButtons(isHeld: boolean): void {
  for (const button of document.querySelectorAll('[data-asks]')) {
    if (isHeld) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
  }
}
