/** The panel "Faults": switches that break things, each of which the add-on must survive. */
import { type BrownoutKind, brownoutKinds } from '../../../keap/brownout.ts';
import type { FaultName, FaultsView } from '../../protocol.ts';
import { button, element } from '../element.ts';
import { pendingSettings } from '../pending-settings.ts';
import type { Panel, PanelContext } from './panel.ts';

const faults: readonly { readonly name: FaultName; readonly label: string; readonly effect: string }[] = [
  {
    name: 'throttle',
    label: 'Keap throttles all calls',
    effect: 'Every API call is answered with 429 (too many requests).',
  },
  {
    name: 'brownout',
    label: 'XML-RPC is switched off',
    effect: 'As on the days of Keap’s brownouts, and after 31 December 2026.',
  },
  {
    name: 'outage',
    label: 'Keap is down',
    effect: 'Every call of both APIs is answered with 503.',
  },
];

/** Keap does not say how XML-RPC will answer once it is switched off, so the add-on has to handle all of these. */
const answers: Readonly<Record<BrownoutKind, string>> = {
  gone: '410, gone',
  forbidden: '403 in JSON',
  'not-found': '404 in HTML',
  unavailable: '503 in HTML',
  page: 'an HTML page',
  'json-fault': 'a fault in JSON',
  empty: 'an empty answer',
  silence: 'no answer at all',
};

export function faultsPanel({ server, reportFailure }: PanelContext): Panel {
  const pending = pendingSettings(show);
  const set = (command: Promise<null>) => reportFailure(pending.during(command));
  const boxes = new Map(faults.map(({ name }) => [name, element('input', { type: 'checkbox' })]));
  for (const [action, box] of boxes) {
    box.addEventListener('change', () => set(server.send('fault', { action, isOn: box.checked })));
  }
  const answer = element(
    'select',
    {},
    ...brownoutKinds.map((kind) => element('option', { value: kind }, answers[kind])),
  );
  answer.addEventListener('change', () => {
    const kind = brownoutKinds.find((one) => one === answer.value);
    if (kind !== undefined) set(server.send('brownout', { kind }));
  });
  const brownoutAnswer = element('label', { className: 'detail' }, 'It answers with ', answer);
  const result = element('p', { className: 'dim', role: 'status' });
  const once = (label: string, action: 'expire-token' | 'revoke-tokens', text: string) =>
    button(label, () =>
      reportFailure(
        server.send('fault', { action, isOn: true }).then(() => {
          result.textContent = text;
        }),
      ),
    );
  const call = element('input', { type: 'number', min: '1', max: '100000', value: '60' });
  const armed = element('p', { role: 'status' });
  const arm = (atCall: number) => reportFailure(server.send('kill', { atCall }));
  const disarm = button('Cancel', () => arm(0));
  const content = element(
    'div',
    {},
    element('h2', {}, 'Keap'),
    ...faults.flatMap(({ name, label, effect }) => [
      element(
        'label',
        { className: 'switch' },
        boxes.get(name) ?? '',
        element('span', {}, element('strong', {}, label), element('br'), effect),
      ),
      ...(name === 'brownout' ? [brownoutAnswer] : []),
    ]),
    element('h2', {}, 'The connection'),
    element(
      'div',
      { className: 'buttons' },
      once(
        'Expire the access token',
        'expire-token',
        'The access token has expired. The next call renews it.',
      ),
      once(
        'Revoke access',
        'revoke-tokens',
        'All tokens are revoked, as when someone removes the app in Keap. Connect again to fix this.',
      ),
    ),
    result,
    element('h2', {}, 'Google'),
    element(
      'p',
      {},
      'Google may end an execution between any two service calls. Kill the next execution that gets to:',
    ),
    element(
      'div',
      { className: 'buttons' },
      element('label', {}, 'service call ', call),
      button('Kill', () => arm(Number(call.value))),
      disarm,
    ),
    armed,
  );
  function show({ active, brownoutKind, killAt }: FaultsView): void {
    answer.value = brownoutKind;
    for (const [name, box] of boxes) box.checked = active.includes(name);
    armed.textContent =
      killAt === undefined ? '' : `The next execution that gets to service call ${killAt} is killed there.`;
    disarm.disabled = killAt === undefined;
  }
  return {
    title: 'Faults',
    content,
    take({ faults: view, world }) {
      if (world !== undefined) result.textContent = '';
      if (view !== undefined) pending.take(view);
    },
  };
}
