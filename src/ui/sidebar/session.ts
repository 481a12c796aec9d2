import type { ActivityView, SidebarState } from '../api.ts';
import { beginningOf } from './activity-section.ts';
import { activityWatch, lookAtRunMs, lookForRunMs } from './activity-watch.ts';
import { ask } from './client.ts';
import { type ColumnsSection, columnsSection } from './columns-section.ts';
import { page, type TypedForm } from './page.ts';
import { isConnected, type LocalState } from './view-model.ts';

/** What this open sidebar knows; the page shows it after every change. */
export interface Session {
  readonly columns: ColumnsSection;
  /** Undefined until the server has answered once. */
  state(): SidebarState | undefined;
  local(): LocalState;
  /** What the server has said last. */
  take(state: SidebarState): void;
  change(local: Partial<LocalState>): void;
  /** Somebody has typed in this form: the server's values are not put over theirs. */
  typed(form: TypedForm): void;
  /** They are, after all. */
  forgetTyped(form: TypedForm): void;
  /** To be called with what is sent; the function it gives, once that is saved, lets go of nothing typed since. */
  saving(form: TypedForm): () => void;
  /** A run has been started here: it is looked at until it is over. */
  watchRun(title: string): void;
  endRun(): void;
  /** What there was to see right after somebody has asked a run to stop. */
  stopAsked(activity: ActivityView): void;
}

export function session(): Session {
  const columns = columnsSection();
  const thePage = page(columns);
  const typed = new Map<TypedForm, number>();
  const watch = activityWatch(seen, nextLookMs);
  let state: SidebarState | undefined;
  let local: LocalState = { isEditingClient: false, way: 'oauth', wait: { kind: 'none' } };
  let isRunHere = false;

  /** Without a connection nothing can run but what somebody else has begun, and that will be seen later. */
  function nextLookMs(): number | undefined {
    if (state === undefined) return undefined;
    if (isRunHere || state.activity.kind === 'running') return lookAtRunMs;
    return isConnected(state) || state.activity.kind === 'waiting' ? lookForRunMs : undefined;
  }
  function render(): void {
    if (state !== undefined) thePage.render(state, local, (form) => typed.has(form));
  }
  function take(next: SidebarState): void {
    if (isConsentOver(next)) local = { ...local, wait: { kind: 'none' } };
    state = next;
    render();
    watch.start();
  }
  /** A run that was started elsewhere has left its words on the server. */
  function seen(activity: ActivityView): void {
    // Before the run has told of itself there is nothing to see of it.
    if (state === undefined || (isRunHere && activity.kind !== 'running')) return;
    const hasEnded = state.activity.kind === 'running' && activity.kind !== 'running';
    const isGone = state.activity.kind === 'waiting' && activity.kind === 'idle';
    take({ ...state, activity });
    if ((hasEnded || isGone) && !isRunHere) void ask('loadState').then(take, () => {});
  }
  return {
    columns,
    state: () => state,
    local: () => local,
    take,
    change(next) {
      local = { ...local, ...next };
      render();
    },
    typed(form) {
      typed.set(form, (typed.get(form) ?? 0) + 1);
    },
    forgetTyped(form) {
      typed.delete(form);
    },
    saving(form) {
      const sent = typed.get(form);
      return () => {
        if (typed.get(form) === sent) typed.delete(form);
      };
    },
    watchRun(title) {
      isRunHere = true;
      if (state !== undefined) take({ ...state, activity: beginningOf(title) });
    },
    endRun() {
      isRunHere = false;
    },
    stopAsked(activity) {
      if (state?.activity.kind === 'running' && activity.kind !== 'running' && isRunHere) {
        // It has not told of itself yet, and stops as soon as it does.
        take({ ...state, activity: { ...state.activity, isStopping: true } });
      } else {
        seen(activity);
      }
    },
  };
}

/** Whoever went to Keap's page has come back from it, whatever they decided there. */
function isConsentOver({ connection }: SidebarState): boolean {
  return !connection.isConsenting;
}
