/** Draws the page as a whole: which sections are open, which button is blue, and what screen readers hear. */
import type { SidebarState } from '../api.ts';
import { element, setText, show } from '../browser/element.ts';
import { renderBrakeLimit, renderBrakeQuestions } from './brake-section.ts';
import type { ColumnsSection } from './columns-section.ts';
import { renderConnection } from './connection-section.ts';
import type { LocalState } from './connection-steps.ts';
import { renderApiChoice, renderSchedule, renderSync } from './sync-section.ts';
import { type Badge, type Section, type View, viewOf } from './view-model.ts';

const sections: readonly Section[] = ['connection', 'columns', 'sync'];

export interface Page {
  /** A form that someone is typing in keeps what is typed. */
  render(state: SidebarState, local: LocalState, isTyped: (form: TypedForm) => boolean): void;
}

/** A form that someone may be typing in. */
export type TypedForm = 'schedule' | 'columns' | 'brake' | 'api';

export function page(columns: ColumnsSection): Page {
  let shown: { readonly key: string; readonly primary: string; readonly kind: string } | undefined;
  return {
    render(state, local, isTyped) {
      const view = viewOf(state, local);
      const { kind } = view.connection;
      const focused = document.activeElement;
      const focusedSection = focused?.closest('details');
      for (const section of sections) show(section, true);
      show('first-load', false);
      renderPermissions(state);
      renderConnection(state, local, view);
      columns.render(state, isTyped('columns'));
      renderSync(state, view);
      if (!isTyped('schedule')) renderSchedule(state);
      renderBrakeQuestions(state);
      if (!isTyped('brake')) renderBrakeLimit(state);
      if (!isTyped('api')) renderApiChoice(state);
      renderBadges(view);
      // Only after a change: sections that the user has opened or closed stay that way.
      const key = JSON.stringify([view.step, kind, view.open]);
      if (key !== shown?.key) openSections(view.open);
      if (view.primary !== shown?.primary) markPrimary(shown?.primary, view.primary);
      if (shown !== undefined && kind !== shown.kind) announce(view.connection.sentence);
      if (focused && focusedSection) rescueFocus(focused, focusedSection);
      shown = { key, primary: view.primary, kind };
    },
  };
}

/** Tells screen readers what has changed. */
export function announce(text: string): void {
  setText('announcement', text);
}

/** Google asks for them in a page of its own; the sidebar reads the state again when the person comes back. */
function renderPermissions({ permissions: { sentence, url } }: SidebarState): void {
  show('permissions', sentence !== '');
  setText('permissions-sentence', sentence);
  show('permissions-link', url !== '');
  element('permissions-link', HTMLAnchorElement).href = url;
}

function renderBadges(view: View): void {
  for (const section of sections) {
    const { text, tone }: Badge = view[section].badge;
    const badge = element(`${section}-badge`, HTMLElement);
    badge.textContent = text;
    badge.dataset.tone = tone;
  }
}

function openSections(open: readonly Section[]): void {
  for (const section of sections) {
    const details = element(section, HTMLDetailsElement);
    // A result that was just shown there still has to be read.
    const hasResult = details.querySelector('.result:not(:empty)') !== null;
    details.open = open.includes(section) || hasResult;
  }
}

/** When the focused element disappears, the focus moves to the heading of the same section. */
function rescueFocus(focused: Element, section: HTMLDetailsElement): void {
  // What was drawn again has taken the focus over already.
  if (!focused.isConnected && section.open && section.contains(document.activeElement)) return;
  const isGone = !section.open || focused.getClientRects().length === 0;
  if (isGone) section.querySelector('summary')?.focus();
}

function markPrimary(before: string | undefined, now: string): void {
  if (before !== undefined) element(before, HTMLElement).classList.remove('primary');
  element(now, HTMLElement).classList.add('primary');
}
