/** Runs what the buttons do, one action at a time. */

import { element } from '../browser/element.ts';
import { problemText } from '../browser/problem-box.ts';
import { clearProblems, type ProblemSection, showProblem } from './problems.ts';

/** What happens when someone presses a button that calls the server. */
export interface Action {
  readonly buttonId: string;
  /** What the button says while the action runs. */
  readonly busyLabel: string;
  /** Where to report what goes wrong. */
  readonly section: ProblemSection;
  readonly work: () => Promise<void>;
}

export interface ActionRunner {
  /** Does nothing while another action runs; reports in the page what goes wrong. Never rejects. */
  run(action: Action): Promise<void>;
  isBusy(): boolean;
  /** How many actions have started: a poll compares it to see whether its answer is out of date. */
  count(): number;
}

export function actionRunner(): ActionRunner {
  let isBusy = false;
  let count = 0;
  return {
    isBusy: () => isBusy,
    count: () => count,
    async run({ buttonId, busyLabel, section, work }) {
      const button = element(buttonId, HTMLButtonElement);
      if (isBusy || button.getAttribute('aria-disabled') === 'true') return;
      isBusy = true;
      count += 1;
      clearProblems();
      clearResults();
      const label = button.textContent;
      button.textContent = busyLabel;
      setButtonsDisabled(true);
      try {
        await work();
      } catch (error) {
        showProblem(section, problemText(error));
      } finally {
        isBusy = false;
        if (button.textContent === busyLabel) button.textContent = label;
        setButtonsDisabled(false);
      }
    },
  };
}

/** The result of the previous action is out of date once another one starts. */
function clearResults(): void {
  for (const result of document.querySelectorAll('.result')) result.textContent = '';
}

/** Not by `disabled`, which would take the focus away from the button that was pressed with a key. */
function setButtonsDisabled(isDisabled: boolean): void {
  for (const button of document.querySelectorAll('[data-calls-server]')) {
    if (isDisabled) button.setAttribute('aria-disabled', 'true');
    else button.removeAttribute('aria-disabled');
  }
}
