import { type BrownoutKind, brownoutKinds } from '../../../keap/brownout.ts';
import type { FaultName, FaultsView } from '../../protocol.ts';
import { button, element } from '../element.ts';
import type { Panel, Surroundings } from '../inspector.ts';
import { pendingSettings } from '../pending-settings.ts';

const faults: readonly { readonly name: FaultName; readonly label: string; readonly says: string }[] = [
  {
    name: 'throttle',
    label: 'Keap throttles every call',
    says: 'Each call of the API is answered with 429, too many requests.',
  },
  {
    name: 'brownout',
    label: 'XML-RPC is switched off',
    says: 'As on the days of Keap’s brownouts, and from 31 December 2026 on.',
  },
  {
    name: 'outage',
    label: 'Keap is down',
    says: 'Whatever is asked, over either API, is answered with 503.',
  },
];

/** What XML-RPC may answer while it is out; Keap does not say, so the add-on has to know all of them. */
const answers: Readonly<Record<BrownoutKind, string>> = {
  gone: '410, gone',
  forbidden: '403 in JSON',
  'not-found': '404 in HTML',
  unavailable: '503 in HTML',
  page: 'an HTML page',
  'json-fault': 'a fault in JSON',
  empty: 'an empty answer',
  silence: 'nothing at all',
};

/** Switches that break things, each of which the add-on must survive. */
export function faultsPanel({ server, doing }: Surroundings): Panel {
  const own = pendingSettings(show);
  const set = (order: Promise<null>) => doing(own.during(order));
  const boxes = new Map(faults.map(({ name }) => [name, element('input', { type: 'checkbox' })]));
  for (const [deed, box] of boxes) {
    box.addEventListener('change', () => set(server.order('fault', { deed, isOn: box.checked })));
  }
  const answer = element(
    'select',
    {},
    ...brownoutKinds.map((kind) => element('option', { value: kind }, answers[kind])),
  );
  answer.addEventListener('change', () => {
    const kind = brownoutKinds.find((one) => one === answer.value);
    if (kind !== undefined) set(server.order('brownout', { kind }));
  });
  const whatXmlRpcAnswers = element('label', { className: 'detail' }, 'It then answers with ', answer);
  const said = element('p', { className: 'dim', role: 'status' });
  const once = (label: string, deed: 'expire-token' | 'revoke-tokens', done: string) =>
    button(label, () =>
      doing(
        server.order('fault', { deed, isOn: true }).then(() => {
          said.textContent = done;
        }),
      ),
    );
  const call = element('input', { type: 'number', min: '1', max: '100000', value: '60' });
  const armed = element('p', { role: 'status' });
  const arm = (atCall: number) => doing(server.order('kill', { atCall }));
  const spare = button('Spare it', () => arm(0));
  const content = element(
    'div',
    {},
    element('h2', {}, 'Keap'),
    ...faults.flatMap(({ name, label, says }) => [
      element(
        'label',
        { className: 'switch' },
        boxes.get(name) ?? '',
        element('span', {}, element('strong', {}, label), element('br'), says),
      ),
      ...(name === 'brownout' ? [whatXmlRpcAnswers] : []),
    ]),
    element('h2', {}, 'The connection'),
    element(
      'div',
      { className: 'buttons' },
      once('Expire the access token', 'expire-token', 'The access token is dead. The next call renews it.'),
      once(
        'Revoke the access',
        'revoke-tokens',
        'Every token is dead, as when somebody removes the app in Keap. Connect again to mend it.',
      ),
    ),
    said,
    element('h2', {}, 'Google'),
    element(
      'p',
      {},
      'Google may end an execution between any two service calls. The next one that comes so far is killed:',
    ),
    element(
      'div',
      { className: 'buttons' },
      element('label', {}, 'at its service call ', call),
      button('Kill it', () => arm(Number(call.value))),
      spare,
    ),
    armed,
  );
  function show({ faults: on, brownoutKind, killAt }: FaultsView): void {
    answer.value = brownoutKind;
    for (const [name, box] of boxes) box.checked = on.includes(name);
    armed.textContent =
      killAt === undefined
        ? ''
        : `Armed: the next execution that comes to its service call ${killAt} is killed there.`;
    spare.disabled = killAt === undefined;
  }
  return {
    title: 'Trouble',
    content,
    take({ trouble, world }) {
      if (world !== undefined) said.textContent = '';
      if (trouble !== undefined) own.take(trouble);
    },
  };
}
