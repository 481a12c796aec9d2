import type { ActivityView } from '../api.ts';
import { beginningOf, renderActivity } from '../sidebar/activity-section.ts';
import { activityWatch, lookAtRunMs } from '../sidebar/activity-watch.ts';
import { ask, closeDialog } from '../sidebar/client.ts';
import { copy } from '../sidebar/copy.ts';
import { element, onClick, setText, show } from '../sidebar/element.ts';

/** What every dialog of ours can do: one deed at a time, its progress, its problem, and its end. */
export interface Dialog {
  /**
   * Runs what takes long, with progress and a button to stop it, and ends with its words in the place of
   * everything else. A second press while it runs does nothing.
   */
  act(title: string, work: () => Promise<{ readonly summary: string }>): Promise<void>;
  /** Tells what went wrong, to be copied; `again` is what "Try again" does. */
  tellProblem(error: unknown, again: () => void): void;
  clearProblem(): void;
  isActing(): boolean;
}

export function dialog(): Dialog {
  let isActing = false;
  const watch = activityWatch(seen, () => (isActing ? lookAtRunMs : undefined));
  onClick('close', closeDialog);
  onClick('stop-sync', () => void stop());

  function seen(activity: ActivityView): void {
    if (isActing && activity.kind === 'running') renderActivity(activity);
  }
  function setActing(isOn: boolean): void {
    isActing = isOn;
    // The run goes on whether or not somebody looks on, so closing is always allowed.
    setText('close', isOn ? 'Close and let it go on' : 'Cancel');
    showQuestion(!isOn);
    // It keeps its place: a second press meant for it must not meet another button.
    const act = element('act', HTMLElement);
    if (isOn) act.setAttribute('aria-disabled', 'true');
    else act.removeAttribute('aria-disabled');
    if (!isOn) renderActivity({ kind: 'idle' });
  }
  async function stop(): Promise<void> {
    const button = element('stop-sync', HTMLElement);
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      seen((await ask('stopSync')).activity);
    } catch (error) {
      button.removeAttribute('aria-disabled');
      tellProblem(error, () => void stop());
    }
  }
  const it: Dialog = {
    isActing: () => isActing,
    async act(title, work) {
      if (isActing) return;
      it.clearProblem();
      setActing(true);
      renderActivity(beginningOf(title));
      watch.start();
      try {
        const { summary } = await work();
        setActing(false);
        end(title, summary);
      } catch (error) {
        setActing(false);
        it.tellProblem(error, () => void it.act(title, work));
      }
    },
    tellProblem,
    clearProblem,
  };
  return it;
}

/** What there is to read and to choose before anything is done. */
function showQuestion(isShown: boolean): void {
  show('content', isShown);
  const rows = document.getElementById('rows-of');
  if (rows !== null) rows.hidden = !isShown;
}

function end(title: string, summary: string): void {
  showQuestion(false);
  setText('heading', title);
  show('act', false);
  setText('done', summary);
  setText('close', 'Close');
  element('close', HTMLButtonElement).focus();
}

/** Whoever has pressed a button in it keeps their place in the dialog. */
function clearProblem(): void {
  const isInside = element('problem', HTMLElement).contains(document.activeElement);
  show('problem', false);
  if (isInside) element('heading', HTMLElement).focus();
}

function tellProblem(error: unknown, again: () => void): void {
  const text = error instanceof Error ? error.message : String(error);
  const box = element('problem', HTMLElement);
  const words = document.createElement('p');
  words.setAttribute('role', 'alert');
  const actions = document.createElement('div');
  actions.className = 'actions';
  const copyButton = button('Copy', () => void copy(text, copyButton));
  actions.append(button('Try again', again), copyButton);
  box.replaceChildren(words, actions);
  box.hidden = false;
  // An alert speaks when its text changes, not when it comes with its text.
  words.textContent = text;
}

function button(label: string, press: () => void): HTMLButtonElement {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
  made.addEventListener('click', press);
  return made;
}

/** Fills a table's body; everything from a sheet or from Keap is text. */
export function fillTable(id: string, rows: readonly (readonly string[])[]): void {
  const lines = rows.map((texts) => {
    const line = document.createElement('tr');
    for (const text of texts) {
      line.append(Object.assign(document.createElement('td'), { textContent: text }));
    }
    return line;
  });
  element(id, HTMLElement).replaceChildren(...lines);
}

/** Which rows the user has chosen in the dialog. */
export function chosenScope(): 'all' | 'selected' {
  return element('rows-selected', HTMLInputElement).checked ? 'selected' : 'all';
}
