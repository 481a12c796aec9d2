/** The panel "Runs": triggers, and executions with the cost of their service calls. */
import type { ExecutionView, TriggerView } from '../../protocol.ts';
import { element } from '../element.ts';
import type { Panel, PanelContext } from './panel.ts';

const limitMs = 6 * 60 * 1000;
const maxShown = 100;

export function runsPanel({ momentText }: PanelContext): Panel {
  const triggers = element('div');
  const list = element('div', { className: 'runs' });
  const shown = new Map<number, HTMLElement>();
  const put = (view: ExecutionView) => {
    const old = shown.get(view.id);
    const made = executionElement(view, momentText, old?.querySelector('details')?.open === true);
    shown.set(view.id, made);
    if (old === undefined) list.prepend(made);
    else old.replaceWith(made);
    const [oldest] = shown.keys();
    if (shown.size <= maxShown || oldest === undefined) return;
    shown.get(oldest)?.remove();
    shown.delete(oldest);
  };
  return {
    title: 'Runs',
    content: element(
      'div',
      {},
      element('h2', {}, 'Triggers'),
      triggers,
      element('h2', {}, 'Executions'),
      element('p', { className: 'dim' }, 'Newest first. Google ends an execution after six minutes.'),
      list,
    ),
    take(change) {
      if (change.world !== undefined) {
        shown.clear();
        list.replaceChildren();
      }
      if (change.triggers !== undefined) {
        triggers.replaceChildren(...triggerElements(change.triggers, momentText));
      }
      for (const view of change.executions ?? []) put(view);
    },
  };
}

function triggerElements(views: readonly TriggerView[], momentText: (ms: number) => string): HTMLElement[] {
  if (views.length === 0) return [element('p', { className: 'dim' }, 'No triggers')];
  return views.map(({ functionName, everyMs, nextMs }) => {
    const interval = everyMs === undefined ? 'once' : `every ${durationText(everyMs)}`;
    const next = nextMs === undefined ? 'has fired' : `next ${momentText(nextMs)}`;
    return element('p', {}, element('strong', {}, functionName), ` ${interval}, ${next}`);
  });
}

function executionElement(
  { functionName, startedBy, startedMs, durationMs, calls, ending, reason, logs }: ExecutionView,
  momentText: (ms: number) => string,
  isOpen: boolean,
): HTMLElement {
  const count = calls.reduce((sum, one) => sum + one.count, 0);
  const bar = element('meter', { min: 0, max: limitMs, high: limitMs * 0.75, value: durationMs });
  bar.ariaLabel = 'Share of the six-minute limit';
  const table = element(
    'table',
    {},
    element('tr', {}, ...['Service call', 'Count', 'Time'].map((head) => element('th', {}, head))),
    ...calls.map(({ name, count: times, tookMs }) =>
      element(
        'tr',
        {},
        ...[name, String(times), durationText(tookMs)].map((cell) => element('td', {}, cell)),
      ),
    ),
  );
  const details = element(
    'details',
    { open: isOpen },
    element('summary', {}, `${count} service calls, ${durationText(durationMs)} of 6 minutes`),
    table,
    ...(logs.length === 0 ? [] : [element('p', {}, 'Log'), element('pre', {}, logs.join('\n'))]),
  );
  return element(
    'div',
    { className: 'run' },
    element(
      'div',
      {},
      element('strong', {}, functionName),
      ' ',
      element('span', { className: `badge ${ending}` }, ending),
    ),
    element('div', { className: 'dim' }, `${startedBy}, ${momentText(startedMs)}`),
    ...(reason === '' ? [] : [element('div', { className: 'bad' }, reason)]),
    bar,
    details,
  );
}

/** For instance `80 ms`, `2.5 s`, `3 min 20 s`, `1 h`. */
function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
