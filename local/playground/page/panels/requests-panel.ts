import type { KeapRequest } from '../../protocol.ts';
import { element } from '../element.ts';
import type { Panel, Surroundings } from '../inspector.ts';
import { pretty } from './pretty.ts';

/** More than these nobody reads; the first ones are taken out of the page then. */
const maxShown = 500;

/** What came to Keap, newest first, and what it answered. Secrets are masked by the simulated Keap. */
export function requestsPanel({ server, doing, momentText }: Surroundings): Panel {
  const count = element('p', { className: 'dim' });
  const list = element('div', { className: 'requests' });
  let known = 0;
  let asking: Promise<void> | undefined;
  async function more(): Promise<void> {
    const requests = await server.order('keapRequests', { from: known });
    known += requests.length;
    count.textContent =
      known === 0 ? 'Keap has not been asked anything yet.' : `${known} requests, newest first.`;
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
          status === 0 ? 'cut off' : String(status),
        ),
        ` ${what} `,
        element('span', { className: 'dim' }, momentText(atMs)),
      ),
      body,
    );
    details.addEventListener('toggle', () => {
      if (!details.open || body.children.length > 0) return;
      doing(
        server.order('keapRequest', { index }).then(({ asked, answered }) => {
          body.replaceChildren(
            element('p', {}, `${method} https://${host}${path}`),
            element('pre', {}, pretty(asked) || 'No body.'),
            element('p', {}, 'The answer'),
            element('pre', {}, pretty(answered) || 'No answer came.'),
          );
        }),
      );
    });
    return details;
  }
  return {
    title: 'Requests',
    content: element('div', {}, count, list),
    /** One at a time, or the same requests would be shown twice. */
    async refresh() {
      asking ??= more().finally(() => {
        asking = undefined;
      });
      await asking;
    },
    take(change) {
      if (change.world === undefined) return;
      known = 0;
      list.replaceChildren();
    },
  };
}
