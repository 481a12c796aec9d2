/** The panel "Emails": what the script has sent; nothing leaves this machine. */
import { element } from '../element.ts';
import type { Panel, PanelContext } from './panel.ts';

export function mailPanel({ momentText }: PanelContext): Panel {
  const none = element('p', { className: 'dim' }, 'No emails have been sent.');
  const list = element('div');
  return {
    title: 'Emails',
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
