/** The panel "Requests": what Keap received, newest first, and its answers; the simulated Keap masks secrets. */
import type { KeapRequest } from '../../protocol.ts';
import { element } from '../element.ts';
import type { Panel, PanelContext } from './panel.ts';
import { prettyText } from './pretty-text.ts';

/** The oldest requests beyond this number are removed from the page. */
const maxShown = 500;

export function requestsPanel({ server, reportFailure, momentText }: PanelContext): Panel {
  const count = element('p', { className: 'dim' });
  const list = element('div', { className: 'requests' });
  let loaded = 0;
  let loading: Promise<void> | undefined;
  async function loadMore(): Promise<void> {
    const requests = await server.send('keapRequests', { from: loaded });
    loaded += requests.length;
    count.textContent =
      loaded === 0 ? 'Keap has not received any requests yet.' : `${loaded} requests, newest first.`;
    list.prepend(...requests.slice(-maxShown).reverse().map(requestElement));
    while (list.children.length > maxShown) list.lastElementChild?.remove();
  }
  function requestElement({ index, atMs, method, host, path, what, status }: KeapRequest): HTMLElement {
    const body = element('div', { className: 'exchange' });
    const isBad = status === 0 || status >= 400;
    const details = element(
      'details',
      { className: 'request' },
      element(
        'summary',
        {},
        element(
          'span',
          { className: isBad ? 'badge bad' : 'badge' },
          status === 0 ? 'no answer' : String(status),
        ),
        ` ${what} `,
        element('span', { className: 'dim' }, momentText(atMs)),
      ),
      body,
    );
    details.addEventListener('toggle', () => {
      if (!details.open || body.children.length > 0) return;
      reportFailure(
        server.send('keapRequest', { index }).then(({ asked, answered }) => {
          body.replaceChildren(
            element('p', {}, `${method} https://${host}${path}`),
            element('pre', {}, prettyText(asked) || 'No body'),
            element('p', {}, 'Response'),
            element('pre', {}, prettyText(answered) || 'No response'),
          );
        }),
      );
    });
    return details;
  }
  return {
    title: 'Requests',
    content: element('div', {}, count, list),
    /** One load at a time, because two would show the same requests twice. */
    async refresh() {
      loading ??= loadMore().finally(() => {
        loading = undefined;
      });
      await loading;
    },
    take(change) {
      if (change.world === undefined) return;
      loaded = 0;
      list.replaceChildren();
    },
  };
}
