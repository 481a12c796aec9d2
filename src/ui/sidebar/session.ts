/** What this open sidebar knows: the server's state, and what only the browser has. */
import type { ActivityView, NowView, SidebarState } from '../api.ts';
import { startingActivity } from '../browser/activity-section.ts';
import { activityWatch, idlePollMs, runPollMs } from '../browser/activity-watch.ts';
import { ask } from '../browser/client.ts';
import { type ColumnsSection, columnsSection } from './columns-section.ts';
import { isConnected, type LocalState } from './connection-steps.ts';
import { page, type TypedForm } from './page.ts';

/** Draws the page again after every change. */
export interface Session {
  readonly columns: ColumnsSection;
  /** Undefined until the server has answered once. */
  state(): SidebarState | undefined;
  local(): LocalState;
  /** Takes over what the server has sent. */
  take(state: SidebarState): void;
  change(local: Partial<LocalState>): void;
  /** Marks a form as being typed in, so that the server's values don't replace what is typed. */
  markTyped(form: TypedForm): void;
  /** Lets the server's values replace what is typed. */
  discardTyped(form: TypedForm): void;
  /** Call it when a form is sent. The function it gives, called once that is saved, keeps what was typed in between. */
  beginSave(form: TypedForm): () => void;
  /** A run was started here: it is polled until it is over. */
  watchRun(title: string): void;
  endRun(): void;
  /** Takes over what the server has sent right after someone pressed Stop. */
  takeStopped(activity: ActivityView): void;
}

export function session(): Session {
  const columns = columnsSection();
  const thePage = page(columns);
  const typed = new Map<TypedForm, number>();
  const watch = activityWatch(notice, nextPollMs);
  let state: SidebarState | undefined;
  let local: LocalState = { isEditingClient: false, method: 'oauth', wait: { kind: 'none' } };
  let isRunHere = false;

  /** Without a connection, only someone else's run can be in progress, and that may be noticed later. */
  function nextPollMs(): number | undefined {
    if (state === undefined) return undefined;
    if (isRunHere || state.activity.kind === 'running') return runPollMs;
    return isConnected(state) || state.activity.kind === 'waiting' ? idlePollMs : undefined;
  }
  function render(): void {
    if (state !== undefined) thePage.render(state, local, (form) => typed.has(form));
  }
  function take(next: SidebarState): void {
    if (!next.connection.isConsenting) local = { ...local, wait: { kind: 'none' } };
    state = next;
    render();
    watch.start();
  }
  function notice({ activity, sheetId }: NowView): void {
    const isOther = state !== undefined && state.sheet.id !== sheetId;
    seen(activity);
    // What somebody is typing about the columns of the former sheet stays in view.
    if (isOther && !isRunHere && !typed.has('columns')) void ask('loadState').then(take, () => {});
  }
  function seen(activity: ActivityView): void {
    // Until the run started here reports its progress, the server knows nothing about it.
    if (state === undefined || (isRunHere && activity.kind !== 'running')) return;
    const hasNews = hasRunEnded(state.activity, activity);
    take({ ...state, activity });
    // A run that was started elsewhere has left its result on the server.
    if (hasNews && !isRunHere) void ask('loadState').then(take, () => {});
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
    markTyped(form) {
      typed.set(form, (typed.get(form) ?? 0) + 1);
    },
    discardTyped(form) {
      typed.delete(form);
    },
    beginSave(form) {
      const sent = typed.get(form);
      return () => {
        if (typed.get(form) === sent) typed.delete(form);
      };
    },
    watchRun(title) {
      isRunHere = true;
      if (state !== undefined) take({ ...state, activity: startingActivity(title) });
    },
    endRun() {
      isRunHere = false;
    },
    takeStopped(activity) {
      if (state?.activity.kind === 'running' && activity.kind !== 'running' && isRunHere) {
        // The run has not reported its progress yet, and stops as soon as it does.
        take({ ...state, activity: { ...state.activity, isStopping: true } });
      } else {
        seen(activity);
      }
    },
  };
}

/** Whether a run has ended between two polls, even if it also started between them. */
function hasRunEnded(before: ActivityView, now: ActivityView): boolean {
  if (before.kind === 'running') return now.kind !== 'running';
  if (now.kind !== 'idle') return false;
  return before.kind === 'waiting' || before.lastEndedMs !== now.lastEndedMs;
}
