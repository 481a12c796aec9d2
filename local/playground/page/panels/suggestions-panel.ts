import { button, element } from '../element.ts';
import type { Panel, Surroundings } from '../inspector.ts';

const hourMs = 3_600_000;
/** In the midst of the sample's first sync. */
const killAtCall = 60;

/** Three things to try first. */
export function suggestionsPanel({ server, doing, pressMenu, tell }: Surroundings): Panel {
  const order = {
    connect: () =>
      doing(
        server.order('connect', null).then(({ problem }) => {
          if (problem !== '') throw new Error(problem);
          tell('The sheet is connected to the simulated Keap, as if you had agreed there.');
        }),
      ),
    kill: () =>
      doing(
        server
          .order('kill', { atCall: killAtCall })
          .then(() =>
            tell(`The next execution that comes to its service call ${killAtCall} is killed there.`),
          ),
      ),
    hour: () => doing(server.order('pass', { ms: hourMs })),
    day: () => doing(server.order('pass', { ms: 24 * hourMs })),
    revoke: () =>
      doing(
        server
          .order('fault', { deed: 'revoke-tokens', isOn: true })
          .then(() => tell('Keap takes none of the tokens any more.')),
      ),
  };
  const content = element(
    'div',
    { className: 'suggestions' },
    element('h2', {}, 'Three things to try'),
    element(
      'p',
      {},
      'Everything here is simulated: the spreadsheet, Google’s side and Keap’s side. Nothing you do leaves this machine.',
    ),
    suggestion(
      '1. Sync this sheet',
      [
        'Open the sidebar and connect it to Keap: it tells you what to do, and a simulated Keap answers. Then sync, and read the columns that appear at the right of the sheet.',
      ],
      [
        button('Open the sidebar', () => pressMenu('Sync contacts > Connection and schedule')),
        button('Connect for me', order.connect),
        button('Sync now', () => pressMenu('Sync contacts > Sync now')),
      ],
    ),
    suggestion(
      '2. Pull the plug in the middle',
      [
        'Google may end a script at any moment. Prepare that, change a few cells, sync, and see some rows say Waiting. Sync again, or let an hour pass when the daily sync is on: the rest is done, and nothing twice.',
      ],
      [
        button('Kill the next sync', order.kill),
        button('Sync now', () => pressMenu('Sync contacts > Sync now')),
        button('+ 1 hour', order.hour),
      ],
    ),
    suggestion(
      '3. Let days go by',
      [
        'Switch on “Sync every day” in the sidebar, edit three cells, and move the clock by a day: under Requests you see that only these three contacts cost calls. Then revoke the access at Keap and let another day pass: you get one mail, and no more.',
      ],
      [button('+ 1 day', order.day), button('Revoke the access at Keap', order.revoke)],
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
