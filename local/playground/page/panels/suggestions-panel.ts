/** The panel "Try this": three things to try first. */
import { button, element } from '../element.ts';
import type { Panel, PanelContext } from './panel.ts';

const hourMs = 3_600_000;
/** In the middle of the sample's first sync. */
const killAtCall = 60;

export function suggestionsPanel({
  server,
  reportFailure,
  pressMenu,
  notify,
  reloadSidebar,
}: PanelContext): Panel {
  const actions = {
    connect: () =>
      reportFailure(
        server.send('connect', null).then(({ problem }) => {
          if (problem !== '') throw new Error(problem);
          reloadSidebar();
          notify('The sheet is connected to the simulated Keap, as if you had allowed access there.');
        }),
      ),
    kill: () =>
      reportFailure(
        server
          .send('kill', { atCall: killAtCall })
          .then(() => notify(`The next execution that gets to service call ${killAtCall} is killed there.`)),
      ),
    hour: () => reportFailure(server.send('pass', { ms: hourMs })),
    day: () => reportFailure(server.send('pass', { ms: 24 * hourMs })),
    revoke: () =>
      reportFailure(
        server
          .send('fault', { action: 'revoke-tokens', isOn: true })
          .then(() => notify('Keap no longer accepts any of the tokens.')),
      ),
  };
  const content = element(
    'div',
    { className: 'suggestions' },
    element('h2', {}, 'Three things to try'),
    element(
      'p',
      {},
      'Everything here is simulated: the spreadsheet, Google and Keap. Nothing leaves this machine.',
    ),
    suggestion(
      '1. Sync this sheet',
      [
        'Open the sidebar and connect it to Keap: it guides you, and a simulated Keap answers. Enter the client id “simulated-client-id” and the client secret “simulated-client-secret”, or press “Connect for me”. Then sync, and look at the columns that appear on the right of the sheet.',
      ],
      [
        button('Open the sidebar', () => pressMenu('Sync contacts > Connection and schedule')),
        button('Connect for me', actions.connect),
        button('Sync now', () => pressMenu('Sync contacts > Sync now')),
      ],
    ),
    suggestion(
      '2. Interrupt a sync',
      [
        'Google may end a script at any time. Set up an interruption, change a few cells and sync: some rows say Waiting. Sync again, or let an hour pass if the scheduled sync is on: the remaining rows are synced, and nothing is sent twice.',
      ],
      [
        button('Interrupt the next sync', actions.kill),
        button('Sync now', () => pressMenu('Sync contacts > Sync now')),
        button('+ 1 hour', actions.hour),
      ],
    ),
    suggestion(
      '3. Let days pass',
      [
        'Turn on “Sync on a schedule” in the sidebar, enter an email address for alerts (nothing is really sent), and save the schedule. Then edit three cells and move the clock forward by a day. Under Requests, you see that of all contacts, only these three are updated, and any that failed the day before. Then revoke access in Keap and let another day pass: one email asks you to connect again, and no more follow.',
      ],
      [button('+ 1 day', actions.day), button('Revoke access in Keap', actions.revoke)],
    ),
  );
  return { title: 'Try this', content, take() {} };
}

function suggestion(
  heading: string,
  sentences: readonly string[],
  buttons: readonly HTMLElement[],
): HTMLElement {
  return element(
    'section',
    { className: 'card' },
    element('h3', {}, heading),
    ...sentences.map((sentence) => element('p', {}, sentence)),
    element('div', { className: 'buttons' }, ...buttons),
  );
}
