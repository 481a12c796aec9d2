/** The executions as Google's list shows them, including those still running. */
import type { Execution, Onlooker, RunningExecution } from '../appsscript/apps-script.ts';
import type { ServiceCall } from '../appsscript/execution.ts';
import type { CallsView, ExecutionView } from './protocol.ts';

export interface ExecutionViews {
  readonly onlooker: Required<Pick<Onlooker, 'started' | 'called' | 'ended'>>;
  /** Those that have changed since the last call. */
  since(): ExecutionView[];
  /** The latest ones, in the order of their start. */
  all(): ExecutionView[];
}

/** One simulated day has 24 executions; older ones are dropped. */
const maxKept = 300;

const startedBy: Readonly<Record<Execution['as'], string>> = {
  menu: 'Menu',
  sidebar: 'Sidebar or dialog',
  trigger: 'Clock trigger',
  open: 'Document opened',
  callback: 'Redirect from Keap',
};

export function executionViews(nowMs: () => number): ExecutionViews {
  const running = new Map<number, { readonly execution: RunningExecution; readonly calls: ServiceCall[] }>();
  const ended: ExecutionView[] = [];
  const changed = new Set<number>();
  const all = () =>
    [
      ...ended,
      ...[...running.values()].map(({ execution, calls }) => runningView(execution, calls, nowMs())),
    ].sort((one, other) => one.id - other.id);
  return {
    onlooker: {
      started(execution) {
        running.set(execution.id, { execution, calls: [] });
        changed.add(execution.id);
      },
      called({ id }, call) {
        running.get(id)?.calls.push(call);
        changed.add(id);
      },
      ended(execution) {
        running.delete(execution.id);
        changed.add(execution.id);
        ended.push(endedView(execution));
        if (ended.length > maxKept) ended.shift();
      },
    },
    all,
    since() {
      const views = all().filter(({ id }) => changed.has(id));
      changed.clear();
      return views;
    },
  };
}

function runningView(
  execution: RunningExecution,
  calls: readonly ServiceCall[],
  nowMs: number,
): ExecutionView {
  const { id, functionName, as, startedMs } = execution;
  return {
    id,
    functionName,
    startedBy: startedBy[as],
    startedMs,
    durationMs: nowMs - startedMs,
    calls: summed(calls),
    ending: 'running',
    reason: '',
    logs: [],
  };
}

function endedView(execution: Execution): ExecutionView {
  const { id, functionName, as, startedMs, durationMs, calls, logs, kind } = execution;
  return {
    id,
    functionName,
    startedBy: startedBy[as],
    startedMs,
    durationMs,
    calls: summed(calls),
    ending: kind,
    reason: reasonOf(execution),
    logs,
  };
}

function reasonOf(execution: Execution): string {
  switch (execution.kind) {
    case 'completed':
      return '';
    case 'failed':
      return `${execution.error.name}: ${execution.error.message}`;
    case 'killed':
      return execution.reason;
  }
}

function summed(calls: readonly ServiceCall[]): CallsView[] {
  const sums = new Map<string, { count: number; tookMs: number }>();
  for (const { service, method, tookMs } of calls) {
    const name = `${service}.${method}`;
    const sum = sums.get(name) ?? { count: 0, tookMs: 0 };
    sums.set(name, { count: sum.count + 1, tookMs: sum.tookMs + tookMs });
  }
  return [...sums]
    .map(([name, sum]) => ({ name, ...sum }))
    .sort((one, other) => other.tookMs - one.tookMs || other.count - one.count);
}
