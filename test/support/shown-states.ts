import type { Page } from 'playwright-core';
import type { BrowserPage } from '../../build/browser-page.ts';
import { missingText } from '../../src/permission-texts.ts';
import type {
  ActivityView,
  ColumnView,
  CompareView,
  PreviewView,
  SheetView,
  SidebarState,
  UndoView,
} from '../../src/ui/api.ts';
import { connectedState, connections, countedOf, ofSheet, type StandInServer } from './stand-in-server.ts';

/** A state of one of the pages, which is tested and photographed. */
export interface ShownState {
  /** Also the file name of its picture. */
  readonly name: string;
  readonly page: BrowserPage;
  readonly state?: Partial<SidebarState>;
  /** Prepares the server's answers. */
  readonly given?: (server: StandInServer) => void;
  /** Leads from the open page to the state. */
  readonly come: (page: Page) => Promise<void>;
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const reads = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const ok = (value: unknown) => ({ answer: { kind: 'ok', value } }) as const;

/** Opens this section and closes the others. */
async function openSection(page: Page, section: 'connection' | 'columns' | 'sync'): Promise<void> {
  await page.locator('#connection').waitFor();
  await page.evaluate(
    `for (const id of ['connection', 'columns', 'sync']) document.getElementById(id).open = id === '${section}'`,
  );
}

const client = { clientId: 'demo-client', hasClientSecret: true };

const details = [
  { label: 'Account', text: 'app123' },
  { label: 'Connected since', text: '23 November 2026, 14:06' },
  { label: 'Last renewed', text: '30 November 2026, 06:12' },
  { label: 'Next renewal', text: 'by 1 December 2026, 06:12' },
];

const column = (
  letter: string,
  header: string,
  kind: string,
  more: Partial<ColumnView> = {},
): ColumnView => ({
  letter,
  header,
  kind,
  isChosen: false,
  blankClears: false,
  canBlankClear: !['id', 'opt-out', 'opt-in', 'none'].includes(kind),
  note: '',
  suggestion: '',
  ...more,
});

const sheet: SheetView = {
  id: 0,
  name: 'Contacts',
  headerLine: 1,
  missingIds: 'leave' as const,
  unknownTags: 'leave' as const,
  hasLinks: false,
  fillable: [],
  linkNote: '',
  columns: [
    column('A', 'Contact ID', 'id'),
    column('B', 'E-mail', 'Email'),
    column('C', 'First name', 'FirstName'),
    column('D', 'Opt-out reason', 'opt-out'),
    column('E', 'Colour', 'none', {
      note: 'This header is not recognized, so this column is not sent. If it is a field in Keap, choose it here. For a custom field, use its API name as the header, for example _ShirtSize.',
    }),
  ],
  kinds: [
    { value: 'none', label: 'Not sent', group: '', note: '' },
    { value: 'id', label: 'Contact ID', group: 'Contact', note: '' },
    { value: 'FirstName', label: 'First name', group: 'Contact', note: '' },
    { value: 'LastName', label: 'Last name', group: 'Contact', note: '' },
    { value: 'opt-out', label: 'Opt-out reason', group: 'Opting in and out', note: '' },
    { value: 'opt-in', label: 'Opt-in reason', group: 'Opting in and out', note: '' },
    { value: 'Email', label: 'Email', group: 'Email and phone', note: '' },
    { value: 'Phone1', label: 'Phone 1', group: 'Email and phone', note: '' },
  ],
  problem: '',
  note: '',
};

const withCustomFields: Pick<SheetView, 'columns' | 'kinds'> = {
  columns: [
    column('A', 'Contact ID', 'id'),
    column('B', 'Shirt size', '_ShirtSize', { isChosen: true }),
    column('C', 'Colour', 'none', {
      note: 'This header is the label of the custom field _Colour in Keap. The column is not sent until you choose the field here and save.',
      suggestion: '_Colour',
    }),
  ],
  kinds: [
    ...sheet.kinds,
    {
      ...{ value: '_Colour', label: 'Colour', group: 'Custom fields' },
      note: '_Colour, dropdown: Red, Green, Blue',
    },
    {
      ...{ value: '_ShirtSize', label: 'Shirt size', group: 'Custom fields' },
      note: '_ShirtSize, one of several options: S, M, L, XL',
    },
  ],
};

const connected: Partial<SidebarState> = {
  ...connectedState,
  connection: {
    ...connections.connected,
    details,
    sentence:
      'Connected to app123 since 23 November 2026, 14:06. The connection is renewed automatically every day.',
  },
  owner: { kind: 'me', sentence: '' },
  sheet,
};

const scheduledDaily: Omit<SidebarState['schedule'], 'sheets'> = {
  isOn: true,
  hours: [6],
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  usage: '',
  mailsOn: true,
  mailTo: 'jane@example.com',
  timeZone: 'Europe/Berlin',
  sheetName: 'Contacts',
  nextRun: 'tomorrow at 06:00 or up to an hour later',
};

const scheduled: Partial<SidebarState> = {
  ...connected,
  schedule: ofSheet(scheduledDaily),
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
  sentence:
    "Keap's limit for today is used up. It continues automatically, but not before tomorrow at 01:00.",
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
  sentence:
    "6 contacts would change, including 1 opt-out (can't be undone) and 1 contact with fields that empty cells clear; 2 rows need attention; 4,992 are unchanged. Hidden rows are included.",
  contacts: 6,
  unchanged: 4992,
  problems: 2,
  optOutWarning: "1 contact would be opted out of marketing email. This can't be undone.",
  questions: [],
  changes: [
    change(1042, 'Email', 'jane.old@example.com', 'jane@example.com'),
    change(1042, 'First name', 'Jayne', 'Jane'),
    change(1043, 'Email', 'sam@example.org', 'sam.smith@example.org'),
    change(1051, 'Opt status', 'Opted in', 'Opted out: asked by phone'),
    change(1060, 'Phone 1', '(555) 010-2030', ''),
    change(1061, 'City', '', 'Springfield'),
    change(1077, 'Company', 'Old & Sons', 'New & Daughters <Ltd>'),
  ],
  moreContacts: 0,
  counted: countedOf(6),
  problemRows: [
    { line: 17, contact: '12a', reason: '"12a" is not a contact id. Ids are whole numbers.' },
    { line: 45, contact: '1090', reason: '"lee.example.com" is not a valid email address. Correct it.' },
  ],
  cost: 'About 8 requests to Keap, less than a minute.',
  plan: 'plan-1',
};

const undo: UndoView = {
  choices: [
    { run: 'run-1', title: 'Scheduled sync, 30 November 2026, 06:03: 5 values of 4 contacts' },
    { run: 'run-0', title: 'Sync selected rows, 29 November 2026, 17:40: 1 value of 1 contact' },
  ],
  run: 'run-1',
  sentence:
    '3 values of 2 contacts would be restored to what they were before the sync of 30 November 2026, 06:03. 2 values will not be restored; the reasons are listed below.',
  changes: [
    change(1042, 'Email', 'jane@example.com', 'jane.old@example.com'),
    change(1042, 'First name', 'Jane', 'Jayne'),
    change(1060, 'Phone 1', '', '(555) 010-2030'),
  ],
  kept: [
    {
      contact: '1043',
      field: 'Email',
      reason: 'Someone has changed this since, so it stays as it is.',
    },
    {
      contact: '1051',
      field: 'Opt status',
      reason:
        'An opt-out cannot be undone from here: Keap lets only the contact opt in again, through a form or a link.',
    },
  ],
};

const comparison: CompareView = {
  sheetName: 'Contacts',
  sentence:
    "3 values of 2 contacts differ in Keap; 96 contacts match. Keap returned no values for 1 contact; see below. Not compared: 2 rows have changes that haven't been sent yet.",
  differences: [
    difference([3], 1042, 'Email', 'jane@example.com', 'jane.doe@example.com'),
    difference([3], 1042, 'Phone 1', '(555) 010-2030', ''),
    { ...difference([7, 12], 1060, 'City', 'Phoenix', 'Tucson'), canTake: false },
  ],
  unread: [{ line: 9, contact: '99999', reason: 'Keap has no contact with this id.' }],
  moreContacts: 0,
  counted: { lastId: 1060, compared: 99, contacts: 2, values: 3, unread: 1 },
};

function difference(
  lines: readonly number[],
  contact: number,
  field: string,
  inSheet: string,
  inKeap: string,
) {
  const key = `${contact} ${field}`;
  return { lines, contact: String(contact), field, inSheet, inKeap, key, canTake: true };
}

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
    come: (page) => openSection(page, 'connection'),
  }),
);

/** Every state, in about the order in which a user sees them. */
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
    come: (page) => reads(page, 'Nothing has been synced yet.'),
  },
  { name: 'connection', page: 'sidebar', state: connected, come: (page) => openSection(page, 'connection') },
  ...connectionStates,
  {
    name: 'somebody-else',
    page: 'sidebar',
    state: {
      ...scheduled,
      owner: {
        kind: 'somebody-else',
        sentence:
          "The scheduled sync of this spreadsheet has been using someone else's connection to app123 since 23 November 2026, 14:06. You can still sync manually with your own connection.",
      },
    },
    async come(page) {
      await page.locator('#connection').waitFor();
      await page.evaluate("document.getElementById('take-over').closest('details').open = true");
      await page.locator('#take-over').click();
    },
  },
  {
    name: 'no-alert-address',
    page: 'sidebar',
    state: { ...scheduled, schedule: ofSheet({ ...scheduledDaily, mailTo: '' }) },
    come: (page) => reads(page, /who should be told/),
  },
  {
    name: 'permission-missing',
    page: 'sidebar',
    state: {
      ...connected,
      permissions: {
        sentence: missingText(['script.send_mail']),
        url: 'https://accounts.google.com/o/oauth2/auth',
      },
    },
    async come(page) {
      await page.locator('#permissions').waitFor();
    },
  },
  {
    name: 'disconnect',
    page: 'sidebar',
    state: connected,
    async come(page) {
      await openSection(page, 'connection');
      await press(page, 'Disconnect');
    },
  },
  { name: 'columns', page: 'sidebar', state: connected, come: (page) => openSection(page, 'columns') },
  {
    name: 'custom-fields',
    page: 'sidebar',
    state: { ...connected, sheet: { ...sheet, ...withCustomFields } },
    async come(page) {
      await openSection(page, 'columns');
      await reads(page, 'one of several options');
      await page.getByRole('button', { name: /Use the field/ }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'narrow-filter',
    page: 'sidebar',
    state: {
      ...connected,
      sheet: {
        ...sheet,
        note: 'The filter of this sheet covers columns A to D and leaves out columns that begin with "Keap". Sorting by it separates rows from their statuses until the next sync. Remove the filter, select all columns, and create it again.',
      },
    },
    async come(page) {
      await openSection(page, 'columns');
      await reads(page, /^The filter of this sheet covers columns A to D/);
    },
  },
  {
    name: 'blank-clears',
    page: 'sidebar',
    state: connected,
    async come(page) {
      await openSection(page, 'columns');
      await page.getByLabel('Empty cells clear the field in Keap').locator('visible=true').first().click();
      await page.locator('#clear-question').waitFor();
    },
  },
  {
    name: 'no-contact-ids',
    page: 'sidebar',
    state: { ...connected, sheet: noIds },
    come: (page) => openSection(page, 'columns'),
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
    come: (page) => reads(page, /continues automatically/),
  },
  {
    name: 'schedule',
    page: 'sidebar',
    state: {
      ...scheduled,
      sheet: {
        ...sheet,
        fillable: [
          { name: 'Email', header: 'E-mail' },
          { name: 'FirstName', header: 'First name' },
          { name: 'Opt status', header: 'Opt status' },
        ],
      },
      schedule: ofSheet(
        {
          ...scheduledDaily,
          hours: [8, 12, 17],
          weekdays: [1, 2, 3, 4, 5],
          nextRun: 'today at 17:00 or up to an hour later',
          usage:
            "The last scheduled sync took 51 seconds. At 3 a day, that's about 3 minutes. Google lets scheduled runs take 90 minutes a day together (6 hours with Google Workspace).",
        },
        sheet.id,
        { fill: { when: 'after', columns: ['Opt status'], overwrite: true }, compares: true },
      ),
    },
    come: (page) => reads(page, /today at 17:00/),
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
          advice:
            'Keap is not responding. Nothing is lost: rows that have not been sent yet say Waiting, and the next run sends them.',
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
        sentence: 'Using XML-RPC only.',
        banner:
          'Keap ends XML-RPC on 31 December 2026, and this spreadsheet uses nothing else. After that day, nothing will be synced.',
      },
    },
    come: (page) => reads(page, 'this spreadsheet uses nothing else'),
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
    come: (page) => reads(page, '6 contacts would change'),
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
          sentence:
            '0 contacts would change; 0 rows need attention; 5,000 are unchanged. Hidden rows are included.',
          contacts: 0,
          changes: [],
          moreContacts: 0,
          problems: 0,
          problemRows: [],
          cost: 'No requests to Keap.',
        }),
      ),
    come: (page) => reads(page, '0 contacts would change'),
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
          advice: 'Another sync of this spreadsheet is running. Wait until it has ended, then start again.',
        },
      }),
    come: async (page) => await page.getByRole('alert').waitFor(),
  },
  {
    name: 'undo',
    page: 'undo',
    given: (server) => server.answerNext('previewUndo', ok(undo)),
    come: (page) => reads(page, '3 values of 2 contacts'),
  },
  { name: 'undo-nothing', page: 'undo', come: (page) => reads(page, 'There is nothing to undo.') },
  {
    name: 'compare',
    page: 'compare',
    given: (server) => server.answerNext('compare', ok(comparison)),
    come: async (page) => {
      await reads(page, '3 values of 2 contacts');
      await page.getByRole('button', { name: "Send the sheet's value" }).click();
    },
  },
  {
    name: 'compare-nothing',
    page: 'compare',
    given: (server) =>
      server.answerNext(
        'compare',
        ok({ ...comparison, differences: [], unread: [], sentence: 'No differences: 99 contacts match.' }),
      ),
    come: (page) => reads(page, 'No differences: 99 contacts match.'),
  },
  { name: 'fill-in', page: 'fill-in', come: (page) => page.getByLabel('Selected rows').check() },
  {
    name: 'fill-in-overwrite',
    page: 'fill-in',
    async come(page) {
      await page.getByLabel(/Also overwrite cells/).click();
      await page.locator('#overwrite-question').waitFor();
    },
  },
];
