import type { Change } from '../protocol.ts';
import { button } from './element.ts';
import type { Link } from './link.ts';
import { faultsPanel } from './panels/faults-panel.ts';
import { keapPanel } from './panels/keap-panel.ts';
import { mailPanel } from './panels/mail-panel.ts';
import { requestsPanel } from './panels/requests-panel.ts';
import { runsPanel } from './panels/runs-panel.ts';
import { suggestionsPanel } from './panels/suggestions-panel.ts';

/** What one cannot see in reality, in tabs beside the sheet. */
export interface Inspector {
  take(change: Change): void;
}

/** What stands behind one tab. */
export interface Panel {
  readonly title: string;
  readonly content: HTMLElement;
  take(change: Change): void;
  /** It has come to the front, or something may have changed while it is there. */
  refresh?(): Promise<void>;
}

/** Where the panels may go with what they want done. */
export interface Surroundings {
  readonly server: Link;
  /** Says what went wrong with it, where something did. */
  doing(work: Promise<unknown>): void;
  pressMenu(path: string): void;
  /** Says it in passing, as a toast. */
  tell(sentence: string): void;
  momentText(ms: number): string;
}

/** As often as Keap is asked at most, in milliseconds. */
const refreshEveryMs = 500;

export function openInspector(tabs: HTMLElement, place: HTMLElement, around: Surroundings): Inspector {
  const panels: readonly Panel[] = [
    suggestionsPanel(around),
    keapPanel(around),
    requestsPanel(around),
    runsPanel(around),
    mailPanel(around),
    faultsPanel(around),
  ];
  let [front] = panels;
  let timer: number | undefined;
  const refreshSoon = () => {
    if (timer !== undefined) return;
    timer = window.setTimeout(() => {
      timer = undefined;
      if (front?.refresh !== undefined) around.doing(front.refresh());
    }, refreshEveryMs);
  };
  const heads = panels.map((panel) => {
    const head = button(panel.title, () => show(panel));
    head.role = 'tab';
    return head;
  });
  function show(panel: Panel): void {
    front = panel;
    place.replaceChildren(panel.content);
    place.ariaLabel = panel.title;
    panels.forEach((one, index) => {
      const head = heads[index];
      if (head === undefined) return;
      head.ariaSelected = String(one === panel);
      head.tabIndex = one === panel ? 0 : -1;
    });
    if (panel.refresh !== undefined) around.doing(panel.refresh());
  }
  tabs.append(...heads);
  tabs.addEventListener('keydown', ({ key }) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const at = front === undefined ? 0 : panels.indexOf(front);
    const next = (at + step + panels.length) % panels.length;
    const panel = panels[next];
    if (step === 0 || panel === undefined) return;
    show(panel);
    heads[next]?.focus();
  });
  if (front !== undefined) show(front);
  return {
    take(change) {
      for (const panel of panels) panel.take(change);
      refreshSoon();
    },
  };
}
