import { element } from '../element.ts';
import type { Panel, Surroundings } from '../inspector.ts';

/** The mails that the script has sent; here they go nowhere else. */
export function mailPanel({ momentText }: Surroundings): Panel {
  const none = element('p', { className: 'dim' }, 'No mail has been sent.');
  const list = element('div');
  return {
    title: 'Mail',
    content: element('div', {}, none, list),
    take(change) {
      if (change.world !== undefined) list.replaceChildren();
      for (const { to, subject, body, sentMs } of change.mails ?? []) {
        list.prepend(
          element(
            'section',
            { className: 'card' },
            element('h3', {}, subject),
            element('p', { className: 'dim' }, `To ${to}, ${momentText(sentMs)}`),
            element('pre', { className: 'prose' }, body),
          ),
        );
      }
      none.hidden = list.children.length > 0;
    },
  };
}
