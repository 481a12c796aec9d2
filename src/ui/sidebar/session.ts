import type { SidebarState } from '../server-functions.ts';
import { page } from './page.ts';
import { renderSchedule } from './sync-part.ts';
import type { LocalState } from './view-model.ts';

/** What this open sidebar knows; the page shows it after every change. */
export interface Session {
  /** Undefined until the server has answered once. */
  state(): SidebarState | undefined;
  local(): LocalState;
  /** What the server has said last. */
  take(state: SidebarState): void;
  change(local: Partial<LocalState>): void;
  /** While somebody is typing a schedule, the server's is not put over it. */
  keepTypedSchedule(isKept: boolean): void;
}

export function session(): Session {
  const thePage = page();
  let state: SidebarState | undefined;
  let local: LocalState = { isEditingClient: false, wait: { kind: 'none' } };
  let isScheduleTyped = false;

  function render(): void {
    if (state === undefined) return;
    thePage.render(state, local);
    if (!isScheduleTyped) renderSchedule(state);
  }
  return {
    state: () => state,
    local: () => local,
    take(next) {
      if (isConsentOver(next)) local = { ...local, wait: { kind: 'none' } };
      state = next;
      render();
    },
    change(next) {
      local = { ...local, ...next };
      render();
    },
    keepTypedSchedule(isKept) {
      isScheduleTyped = isKept;
    },
  };
}

/** Whoever went to Keap's page has come back from it, whatever they decided there. */
function isConsentOver({ connection }: SidebarState): boolean {
  return !connection.isConsenting;
}
