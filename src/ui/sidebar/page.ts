import type { SidebarState } from '../api.ts';
import type { ColumnsSection } from './columns-section.ts';
import { renderConnection } from './connection-section.ts';
import { element, setText, show } from './element.ts';
import { renderApiChoice, renderSchedule, renderSync } from './sync-section.ts';
import { type Badge, type LocalState, type Part, type View, viewOf } from './view-model.ts';

const parts: readonly Part[] = ['connection', 'columns', 'sync'];

/** The page as a whole: what is open, what is blue, and what is said aloud. */
export interface Page {
  /** A form that somebody is typing in keeps what is typed. */
  render(state: SidebarState, local: LocalState, isTyped: (form: TypedForm) => boolean): void;
}

/** A form that somebody may be typing in. */
export type TypedForm = 'schedule' | 'columns' | 'api';

export function page(columns: ColumnsSection): Page {
  let shown: { readonly key: string; readonly primary: string; readonly kind: string } | undefined;
  return {
    render(state, local, isTyped) {
      const view = viewOf(state, local);
      const { kind } = state.connection;
      const focused = document.activeElement;
      const focusedPart = focused?.closest('details');
      for (const part of parts) show(part, true);
      show('first-load', false);
      renderConnection(state, local, view);
      columns.render(state, isTyped('columns'));
      renderSync(state, view);
      if (!isTyped('schedule')) renderSchedule(state);
      if (!isTyped('api')) renderApiChoice(state);
      renderBadges(view);
      // Only when something has changed: what the user has opened or closed stays so.
      const key = JSON.stringify([view.step, kind, view.open]);
      if (key !== shown?.key) openParts(view.open);
      if (view.primary !== shown?.primary) markPrimary(shown?.primary, view.primary);
      if (shown !== undefined && kind !== shown.kind) say(state.connection.sentence);
      if (focused && focusedPart) rescueFocus(focused, focusedPart);
      shown = { key, primary: view.primary, kind };
    },
  };
}

/** For those who cannot see what has changed. */
export function say(text: string): void {
  setText('spoken', text);
}

function renderBadges(view: View): void {
  for (const part of parts) {
    const { text, tone }: Badge = view[part].badge;
    const badge = element(`${part}-badge`, HTMLElement);
    badge.textContent = text;
    badge.dataset.tone = tone;
  }
}

function openParts(open: readonly Part[]): void {
  for (const part of parts) {
    const details = element(part, HTMLDetailsElement);
    // What has just been done there is still to be read.
    const hasNews = details.querySelector('.done:not(:empty)') !== null;
    details.open = open.includes(part) || hasNews;
  }
}

/** The focus does not vanish with what is hidden: it goes to the heading of the same part. */
function rescueFocus(before: Element, part: HTMLDetailsElement): void {
  const isGone = !part.open || before.getClientRects().length === 0;
  if (isGone) part.querySelector('summary')?.focus();
}

function markPrimary(before: string | undefined, now: string): void {
  if (before !== undefined) element(before, HTMLElement).classList.remove('primary');
  element(now, HTMLElement).classList.add('primary');
}
