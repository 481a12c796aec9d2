/** What every dialog does: it runs one action at a time and shows its progress, its problem and its result. */
import type { ActivityView } from '../api.ts';
import { renderActivity, startingActivity } from '../browser/activity-section.ts';
import { activityWatch, runPollMs } from '../browser/activity-watch.ts';
import { ask, closeDialog } from '../browser/client.ts';
import { button, element, onClick, setText, show } from '../browser/element.ts';
import { fillProblemBox, problemText } from '../browser/problem-box.ts';

export interface Dialog {
  /**
   * Runs what may take long, with progress and a button to stop it; in the end, the summary replaces everything else.
   * A second press while it runs does nothing.
   */
  run(title: string, work: () => Promise<{ readonly summary: string }>): Promise<void>;
  /** Reports what went wrong, so that it can be copied; "Try again" calls `retry`. */
  showProblem(error: unknown, retry: () => void): void;
  clearProblem(): void;
}

export function dialog(): Dialog {
  let isRunning = false;
  const watch = activityWatch(
    ({ activity }) => seen(activity),
    () => (isRunning ? runPollMs : undefined),
  );
  onClick('close', closeDialog);
  onClick('stop-sync', () => void stop());

  function seen(activity: ActivityView): void {
    if (isRunning && activity.kind === 'running') renderActivity(activity);
  }
  function setRunning(isOn: boolean): void {
    isRunning = isOn;
    // The run does not depend on the dialog, so closing is always allowed.
    setText('close', isOn ? 'Close and keep running' : 'Cancel');
    showContent(!isOn);
    // The button stays visible, so that a second press meant for it does not hit another one.
    const submit = element('submit', HTMLElement);
    if (isOn) submit.setAttribute('aria-disabled', 'true');
    else submit.removeAttribute('aria-disabled');
    if (!isOn) renderActivity({ kind: 'idle', lastEndedMs: 0 });
  }
  async function stop(): Promise<void> {
    const stopButton = element('stop-sync', HTMLElement);
    if (stopButton.getAttribute('aria-disabled') === 'true') return;
    stopButton.setAttribute('aria-disabled', 'true');
    try {
      seen((await ask('stopSync')).activity);
    } catch (error) {
      stopButton.removeAttribute('aria-disabled');
      showProblem(error, () => void stop());
    }
  }
  async function run(title: string, work: () => Promise<{ readonly summary: string }>): Promise<void> {
    if (isRunning) return;
    clearProblem();
    setRunning(true);
    renderActivity(startingActivity(title));
    watch.start();
    try {
      const { summary } = await work();
      setRunning(false);
      showResult(summary);
    } catch (error) {
      setRunning(false);
      showProblem(error, () => void run(title, work));
    }
  }
  return { run, showProblem, clearProblem };
}

/** Everything there is to read and to choose before the run. */
function showContent(isShown: boolean): void {
  show('content', isShown);
  const scope = document.getElementById('scope');
  if (scope !== null) scope.hidden = !isShown;
}

function showResult(summary: string): void {
  showContent(false);
  setText('heading', 'Result');
  show('submit', false);
  setText('result', summary);
  setText('close', 'Close');
  element('close', HTMLButtonElement).focus();
}

/** If one of the box's buttons has the focus, the focus moves to the heading instead of leaving the dialog. */
function clearProblem(): void {
  const hasFocus = element('problem', HTMLElement).contains(document.activeElement);
  show('problem', false);
  if (hasFocus) element('heading', HTMLElement).focus();
}

function showProblem(error: unknown, retry: () => void): void {
  const box = element('problem', HTMLElement);
  fillProblemBox(box, problemText(error), { before: [button('Try again', retry)] });
}

/** Which rows are chosen in the dialog. */
export function chosenScope(): 'all' | 'selected' {
  return element('rows-selected', HTMLInputElement).checked ? 'selected' : 'all';
}
