import type { KeapContact } from '../../protocol.ts';
import { button, element } from '../element.ts';
import type { Panel, Surroundings } from '../inspector.ts';

const pageSize = 100;

/** The contacts as Keap has them, and whether their addresses may be mailed. */
export function keapPanel({ server, doing }: Surroundings): Panel {
  const search = element('input', {
    type: 'search',
    placeholder: 'Search contacts',
    ariaLabel: 'Search contacts',
  });
  const count = element('p', { className: 'dim' });
  const list = element('div', { className: 'contacts' });
  const more = button('Next 100', () => turn(pageSize));
  const back = button('Back', () => turn(-pageSize));
  let from = 0;
  const turn = (step: number) => {
    from = Math.max(0, from + step);
    doing(refresh());
  };
  search.addEventListener('input', () => {
    from = 0;
    doing(refresh());
  });
  async function refresh(): Promise<void> {
    const { count: all, contacts } = await server.order('keapContacts', { search: search.value, from });
    count.textContent =
      all === 0
        ? 'No contacts.'
        : `Contacts ${from + 1} to ${from + contacts.length} of ${all}, as Keap has them now.`;
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
  const name = [FirstName, LastName].filter((part) => part !== undefined).join(' ');
  const rest = Object.entries(others).map(([field, value]) => `${field}: ${value}`);
  return element(
    'div',
    { className: 'contact' },
    element('strong', {}, `${id} ${name}`.trim()),
    element(
      'div',
      {},
      Email ?? 'no address ',
      ' ',
      element('span', { className: `badge ${optStatus}` }, optStatus.replaceAll('-', ' ')),
    ),
    element('div', { className: 'dim' }, rest.join(' · ')),
  );
}
