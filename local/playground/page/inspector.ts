/** Shows in tabs beside the sheet what is hidden in reality: Keap, requests, runs, emails and faults. */
import type { Change } from '../protocol.ts';
import { button } from './element.ts';
import { faultsPanel } from './panels/faults-panel.ts';
import { keapPanel } from './panels/keap-panel.ts';
import { mailPanel } from './panels/mail-panel.ts';
import type { Panel, PanelContext } from './panels/panel.ts';
import { requestsPanel } from './panels/requests-panel.ts';
import { runsPanel } from './panels/runs-panel.ts';
import { suggestionsPanel } from './panels/suggestions-panel.ts';

export interface Inspector {
  take(change: Change): void;
}

/** The shortest time between two refreshes, in milliseconds. */
const refreshEveryMs = 500;

export function openInspector(tabs: HTMLElement, container: HTMLElement, context: PanelContext): Inspector {
  const panels: readonly Panel[] = [
    suggestionsPanel(context),
    keapPanel(context),
    requestsPanel(context),
    runsPanel(context),
    mailPanel(context),
    faultsPanel(context),
  ];
  let [front] = panels;
  let timer: number | undefined;
  const refreshSoon = () => {
    if (timer !== undefined) return;
    timer = window.setTimeout(() => {
      timer = undefined;
      if (front?.refresh !== undefined) context.reportFailure(front.refresh());
    }, refreshEveryMs);
  };
  const heads = panels.map((panel) => {
    const head = button(panel.title, () => show(panel));
    head.role = 'tab';
    return head;
  });
  function show(panel: Panel): void {
    front = panel;
    container.replaceChildren(panel.content);
    container.scrollTop = 0;
    container.ariaLabel = panel.title;
    panels.forEach((one, index) => {
      const head = heads[index];
      if (head === undefined) return;
      head.ariaSelected = String(one === panel);
      head.tabIndex = one === panel ? 0 : -1;
    });
    if (panel.refresh !== undefined) context.reportFailure(panel.refresh());
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
