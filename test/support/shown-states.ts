import type { Page } from 'playwright-core';
import type { BrowserPage } from '../../build/browser-page.ts';
import type {
  ActivityView,
  ColumnView,
  PreviewView,
  SheetView,
  SidebarState,
  UndoView,
} from '../../src/ui/api.ts';
import { connectedState, connections, type StandInServer } from './stand-in-server.ts';

/** Something that people may come to see, by which the pages are tested and pictures of them are taken. */
export interface ShownState {
  /** Also the name of its picture. */
  readonly name: string;
  readonly page: BrowserPage;
  readonly state?: Partial<SidebarState>;
  /** What the server is to answer or to keep waiting. */
  readonly given?: (server: StandInServer) => void;
  /** From the open page to the state; ends when it is there. */
  readonly come: (page: Page) => Promise<void>;
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const reads = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const ok = (value: unknown) => ({ answer: { kind: 'ok', value } }) as const;

/** Opens this part and no other. */
async function openPart(page: Page, part: 'connection' | 'columns' | 'sync'): Promise<void> {
  await page.locator('#connection').waitFor();
  await page.evaluate(
    `for (const id of ['connection', 'columns', 'sync']) document.getElementById(id).open = id === '${part}'`,
  );
}

const client = { clientId: 'demo-client', hasClientSecret: true };

const details = [
  { label: 'Account', text: 'app123' },
  { label: 'Connected since', text: '23 November 2026, 14:06' },
  { label: 'Token renewed', text: '30 November 2026, 06:12' },
  { label: 'Next renewal', text: 'by 1 December 2026, 06:12' },
];

const column = (
  letter: string,
  header: string,
  meaning: string,
  more: Partial<ColumnView> = {},
): ColumnView => ({
  letter,
  header,
  meaning,
  isChosen: false,
  blankClears: false,
  canBlankClear: !['id', 'opt-out', 'opt-in', 'none'].includes(meaning),
  note: '',
  ...more,
});

const sheet: SheetView = {
  id: 0,
  name: 'Contacts',
  headerLine: 1,
  columns: [
    column('A', 'Contact ID', 'id'),
    column('B', 'E-mail', 'Email'),
    column('C', 'First name', 'FirstName'),
    column('D', 'Opt-out reason', 'opt-out'),
    column('E', 'Colour', 'none', { note: 'Keap has no field of this name, so it is not sent.' }),
  ],
  meanings: [
    { value: 'none', label: 'Not sent', group: '' },
    { value: 'id', label: 'Contact ID', group: 'Contact' },
    { value: 'FirstName', label: 'First name', group: 'Contact' },
    { value: 'LastName', label: 'Last name', group: 'Contact' },
    { value: 'opt-out', label: 'Opt-out reason', group: 'Opting in and out' },
    { value: 'opt-in', label: 'Opt-in reason', group: 'Opting in and out' },
    { value: 'Email', label: 'Email', group: 'Email and phone' },
    { value: 'Phone1', label: 'Phone 1', group: 'Email and phone' },
  ],
  problem: '',
};

const connected: Partial<SidebarState> = {
  ...connectedState,
  connection: {
    ...connections.connected,
    details,
    sentence: 'Connected to app123 since 23 November 2026, 14:06. The token renews itself every day.',
  },
  owner: { kind: 'me', sentence: '' },
  sheet,
};

const scheduled: Partial<SidebarState> = {
  ...connected,
  schedule: {
    isOn: true,
    hour: 6,
    mailsOn: true,
    mailTo: 'jane@example.com',
    timeZone: 'Europe/Berlin',
    sheetName: 'Contacts',
    nextRun: '1 December 2026, 06:00',
  },
  lastRun: {
    sentence: '30 November 2026, 06:03: 212 synced, 2 failed, 4,786 unchanged.',
    hasFailedRows: true,
    undo: 'the sync of 30 November, 06:03',
  },
  hasLog: true,
};

const running: ActivityView = {
  kind: 'running',
  title: 'Syncing "Contacts"',
  done: 1250,
  total: 5000,
  failed: 3,
  calls: 2510,
  minutesLeft: 4,
  isStopping: false,
};

const waitingRun: ActivityView = {
  kind: 'waiting',
  title: 'Syncing "Contacts"',
  sentence: "Keap's limit for today is used up. It goes on by itself on 1 December 2026, 01:00.",
  left: 1850,
};

const noIds: SheetView = {
  ...sheet,
  columns: [column('A', 'Number', 'none'), column('B', 'E-mail', 'Email')],
  problem: 'No column of "Contacts" holds contact ids. Choose the one that does, or name it "Contact ID".',
};

const change = (id: number, field: string, from: string, to: string) => ({
  contact: String(id),
  field,
  from,
  to,
});

const preview: PreviewView = {
  sheetName: 'Contacts',
  sentence: '248 contacts would change, 2 rows need you, 4,750 are unchanged.',
  contacts: 248,
  unchanged: 4750,
  problems: 2,
  changes: [
    change(1042, 'Email', 'jane.old@example.com', 'jane@example.com'),
    change(1042, 'First name', 'Jayne', 'Jane'),
    change(1043, 'Email', 'sam@example.org', 'sam.smith@example.org'),
    change(1051, 'Opt status', 'Opted in', 'Opted out: asked by phone'),
    change(1060, 'Phone 1', '(555) 010-2030', ''),
    change(1061, 'City', '', 'Springfield'),
    change(1077, 'Company', 'Old & Sons', 'New & Daughters <Ltd>'),
  ],
  moreContacts: 242,
  problemRows: [
    { line: 17, contact: '12a', reason: '"12a" is no contact id. Ids are whole numbers.' },
    { line: 45, contact: '1090', reason: '"lee.example.com" is no email address. Correct it.' },
  ],
  cost: '496 requests to Keap, about 2 minutes.',
  plan: 'plan-1',
};

const undo: UndoView = {
  run: 'run-1',
  sentence: 'The sync of 30 November, 06:03 changed 5 values; 3 of them would be set back.',
  changes: [
    change(1042, 'Email', 'jane@example.com', 'jane.old@example.com'),
    change(1042, 'First name', 'Jane', 'Jayne'),
    change(1060, 'Phone 1', '', '(555) 010-2030'),
  ],
  moreChanges: 0,
  left: [
    {
      contact: '1043',
      field: 'Email',
      reason: 'Somebody has changed it in Keap since: it is "s.smith@example.org" now.',
    },
    {
      contact: '1051',
      field: 'Opt status',
      reason: 'Keap lets nobody but the contact take back an opt-out.',
    },
  ],
};

const connectionStates = (
  [
    'renewal-failing',
    'client-refused',
    'reconnect-needed',
    'key-refused',
    'other-account',
    'foreign-account',
    'damaged',
  ] as const
).map(
  (kind): ShownState => ({
    name: `connection-${kind}`,
    page: 'sidebar',
    state: { ...client, sheet, connection: connections[kind] },
    come: (page) => openPart(page, 'connection'),
  }),
);

/** All that there is to see, in about the order in which a user would. */
export const shownStates: readonly ShownState[] = [
  { name: 'first-run', page: 'sidebar', come: (page) => reads(page, 'How do you want to connect?') },
  {
    name: 'connect-by-key',
    page: 'sidebar',
    come: (page) => page.getByLabel('Personal access token or service account key').first().check(),
  },
  {
    name: 'consent-link',
    page: 'sidebar',
    state: client,
    async come(page) {
      await press(page, 'Connect to Keap');
      await page.getByRole('link', { name: 'Open Keap to allow access' }).waitFor();
    },
  },
  {
    name: 'connected',
    page: 'sidebar',
    state: connected,
    come: (page) => reads(page, 'Nothing was synced yet.'),
  },
  { name: 'connection', page: 'sidebar', state: connected, come: (page) => openPart(page, 'connection') },
  ...connectionStates,
  {
    name: 'somebody-else',
    page: 'sidebar',
    state: {
      ...scheduled,
      owner: {
        kind: 'somebody-else',
        sentence:
          'The daily sync of this document runs with the connection of somebody else, to app123, since 23 November 2026, 14:06. You can sync by hand with a connection of your own.',
      },
    },
    async come(page) {
      await page.locator('#connection').waitFor();
      await page.evaluate("document.getElementById('take-over').closest('details').open = true");
      await page.locator('#take-over').click();
    },
  },
  {
    name: 'disconnect',
    page: 'sidebar',
    state: connected,
    async come(page) {
      await openPart(page, 'connection');
      await press(page, 'Disconnect');
    },
  },
  { name: 'columns', page: 'sidebar', state: connected, come: (page) => openPart(page, 'columns') },
  {
    name: 'blank-clears',
    page: 'sidebar',
    state: connected,
    async come(page) {
      await openPart(page, 'columns');
      await page.getByLabel('An empty cell empties the field').locator('visible=true').first().click();
      await page.locator('#clear-question').waitFor();
    },
  },
  {
    name: 'no-contact-ids',
    page: 'sidebar',
    state: { ...connected, sheet: noIds },
    come: (page) => openPart(page, 'columns'),
  },
  {
    name: 'running',
    page: 'sidebar',
    state: { ...scheduled, activity: running },
    come: (page) => reads(page, 'Syncing "Contacts"'),
  },
  {
    name: 'stopping',
    page: 'sidebar',
    state: { ...scheduled, activity: { ...running, isStopping: true } },
    come: (page) => reads(page, 'Stopping…'),
  },
  {
    name: 'waiting',
    page: 'sidebar',
    state: { ...scheduled, activity: waitingRun },
    come: (page) => reads(page, /goes on by itself/),
  },
  { name: 'synced', page: 'sidebar', state: scheduled, come: (page) => reads(page, /212 synced/) },
  {
    name: 'problem',
    page: 'sidebar',
    state: scheduled,
    given: (server) =>
      server.answerNext('syncNow', {
        answer: {
          kind: 'problem',
          advice: 'Keap does not answer at the moment. Nothing is lost: the next hour tries again by itself.',
        },
      }),
    async come(page) {
      await press(page, 'Sync now');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'xml-rpc-banner',
    page: 'sidebar',
    state: {
      ...scheduled,
      api: {
        choice: 'xml-rpc',
        sentence: 'Using XML-RPC alone.',
        banner:
          'Keap ends XML-RPC on 31 December 2026, and this document uses nothing else: after that day nothing would be synced.',
      },
    },
    come: (page) => reads(page, 'this document uses nothing else'),
  },
  {
    name: 'cannot-load',
    page: 'sidebar',
    given: (server) =>
      server.answerNext('loadState', { failure: { name: 'ScriptError', message: 'PERMISSION_DENIED' } }),
    come: async (page) => await page.getByRole('alert').waitFor(),
  },
  {
    name: 'preview',
    page: 'preview',
    given: (server) => server.answerNext('preview', ok(preview)),
    come: (page) => reads(page, '248 contacts would change'),
  },
  {
    name: 'preview-reading',
    page: 'preview',
    given: (server) => void server.hold('preview'),
    come: (page) => reads(page, /Reading/),
  },
  {
    name: 'preview-nothing',
    page: 'preview',
    given: (server) =>
      server.answerNext(
        'preview',
        ok({
          ...preview,
          sentence: 'Nothing would change: all 5,000 contacts are as in the sheet.',
          contacts: 0,
          changes: [],
          moreContacts: 0,
          problems: 0,
          problemRows: [],
          cost: '',
        }),
      ),
    come: (page) => reads(page, 'Nothing would change'),
  },
  {
    name: 'preview-running',
    page: 'preview',
    given(server) {
      server.answerNext('preview', ok(preview));
      server.hold('syncPlan');
      server.state = { ...server.state, activity: running };
    },
    async come(page) {
      await press(page, 'Sync now');
      await page.clock.runFor(4_000);
      await reads(page, /1,250 of 5,000/);
    },
  },
  {
    name: 'preview-done',
    page: 'preview',
    given: (server) => server.answerNext('preview', ok(preview)),
    async come(page) {
      await press(page, 'Sync now');
      await reads(page, '42 synced');
    },
  },
  {
    name: 'preview-problem',
    page: 'preview',
    given: (server) =>
      server.answerNext('preview', {
        answer: {
          kind: 'problem',
          advice: 'Another sync is running. Wait until it has ended, then try again.',
        },
      }),
    come: async (page) => await page.getByRole('alert').waitFor(),
  },
  {
    name: 'undo',
    page: 'undo',
    given: (server) => server.answerNext('previewUndo', ok(undo)),
    come: (page) => reads(page, 'changed 5 values'),
  },
  { name: 'undo-nothing', page: 'undo', come: (page) => reads(page, 'There is nothing to undo.') },
  { name: 'fill-in', page: 'fill-in', come: (page) => page.getByLabel('Selected rows').check() },
  {
    name: 'fill-in-overwrite',
    page: 'fill-in',
    async come(page) {
      await page.getByLabel(/Overwrite filled cells/).click();
      await page.locator('#overwrite-question').waitFor();
    },
  },
];
