/** The panel "Keap": the contacts as Keap has them, and the opt status of their addresses. */
import type { KeapContact } from '../../protocol.ts';
import { button, element } from '../element.ts';
import type { Panel, PanelContext } from './panel.ts';

const pageSize = 100;

export function keapPanel({ server, reportFailure }: PanelContext): Panel {
  const search = element('input', {
    type: 'search',
    placeholder: 'Search contacts',
    ariaLabel: 'Search contacts',
  });
  const count = element('p', { className: 'dim' });
  const list = element('div', { className: 'contacts' });
  const more = button('Next 100', () => turnPage(pageSize));
  const back = button('Previous 100', () => turnPage(-pageSize));
  let from = 0;
  const turnPage = (step: number) => {
    from = Math.max(0, from + step);
    reportFailure(refresh());
  };
  search.addEventListener('input', () => {
    from = 0;
    reportFailure(refresh());
  });
  async function refresh(): Promise<void> {
    const { count: all, contacts } = await server.send('keapContacts', { search: search.value, from });
    count.textContent =
      all === 0
        ? 'No contacts.'
        : `Contacts ${from + 1} to ${from + contacts.length} of ${all}, as they are in Keap now.`;
    list.replaceChildren(...contacts.map(contactElement));
    more.hidden = from + contacts.length >= all;
    back.hidden = from === 0;
  }
  const content = element(
    'div',
    {},
    search,
    count,
    list,
    element('div', { className: 'buttons' }, back, more),
  );
  return {
    title: 'Keap',
    content,
    refresh,
    take(change) {
      if (change.world !== undefined) from = 0;
    },
  };
}

function contactElement({ id, fields, optStatus }: KeapContact): HTMLElement {
  const { Email, FirstName, LastName, ...others } = fields;
  const name = [FirstName, LastName].filter((text) => text !== undefined).join(' ');
  const rest = Object.entries(others).map(([field, value]) => `${field}: ${value}`);
  return element(
    'div',
    { className: 'contact' },
    element('strong', {}, `${id} ${name}`.trim()),
    element(
      'div',
      {},
      Email ?? 'no email address ',
      ' ',
      element('span', { className: `badge ${optStatus}` }, optStatus.replaceAll('-', ' ')),
    ),
    element('div', { className: 'dim' }, rest.join(' · ')),
  );
}
