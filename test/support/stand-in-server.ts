import { countsBy } from '../../src/sync/plan/preview-counts.ts';
import type {
  ColumnView,
  CompareView,
  CredentialKind,
  PreviewView,
  ScheduleView,
  ServerAnswer,
  ServerFunctionName,
  ServerFunctions,
  SheetScheduleView,
  SidebarState,
} from '../../src/ui/api.ts';

/** A server for the sidebar that fulfills the contract and nothing else; the real one has its own tests. */
export interface StandInServer {
  state: SidebarState;
  /** The calls, in order. */
  readonly asked: (readonly [name: string, ...args: unknown[]])[];
  /** The next call of this name gets this reply; after several calls of this, one each in their order. */
  answerNext(name: ServerFunctionName, reply: StandInReply): void;
  /** Calls of this name wait until the returned function is called. */
  hold(name: ServerFunctionName): () => void;
  reply(name: string, args: readonly unknown[]): Promise<StandInReply>;
  /** A function of the menu, which opens a dialog and returns nothing. */
  openDialog(name: string): Promise<StandInReply>;
}

/** A `failure` is an error of Google itself, without an answer of ours. */
export type StandInReply =
  | { readonly answer: ServerAnswer<unknown> | null }
  | { readonly failure: { readonly name: string; readonly message: string } };

export const consentAddress = 'https://accounts.infusionsoft.com/app/oauth/authorize?client_id=demo&state=';

export function standInServer(initial: Partial<SidebarState> = {}): StandInServer {
  const prepared = new Map<string, StandInReply[]>();
  const held = new Map<string, Promise<void>>();
  const server: StandInServer = {
    state: { ...notConnected, ...initial },
    asked: [],
    answerNext: (name, reply) => prepared.set(name, [...(prepared.get(name) ?? []), reply]),
    hold(name) {
      let release = () => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      held.set(name, gate);
      return () => {
        held.delete(name);
        release();
      };
    },
    async reply(name, args) {
      server.asked.push([name, ...args]);
      await held.get(name);
      const reply = prepared.get(name)?.shift();
      return reply ?? { answer: { kind: 'ok', value: value(functionsOf(server), name, args) } };
    },
    async openDialog(name) {
      server.asked.push([name]);
      return { answer: null };
    },
  };
  return server;
}

function functionsOf(server: StandInServer): ServerFunctions {
  const change = (change: Partial<SidebarState>) => {
    server.state = { ...server.state, ...change };
    return server.state;
  };
  const done = (summary: string, next: Partial<SidebarState> = {}) => ({ summary, state: change(next) });
  const connected = (credential: CredentialKind) =>
    done('Connected to app123.', { connection: { ...connections.connected, credential } });
  const synced = () => {
    const summary = '42 synced, 1 failed, 17 unchanged.';
    return done(summary, { lastRun: { sentence: summary, hasFailedRows: true, undo: 'this sync' } });
  };
  return {
    loadState: () => server.state,
    saveClient: ({ clientId }) => change({ clientId, hasClientSecret: true }),
    beginConsent() {
      const { kind } = server.state.connection;
      const connection = kind === 'not-connected' ? connections.connecting : server.state.connection;
      change({ connection: { ...connection, isConsenting: true } });
      const times = server.asked.filter(([name]) => name === 'beginConsent').length;
      return { url: `${consentAddress}${times}` };
    },
    connectKey: () => connected('key'),
    connectLegacyKey: () => connected('legacy-key'),
    testConnection: () => done('The connection works. Keap account: app123 (Jane Doe).'),
    acceptAccount: () => connected('oauth'),
    keepAccount: () => done('Nothing was changed.', { connection: connections.connected }),
    takeOver: () => done('The scheduled sync is yours.', { owner: { kind: 'me', sentence: '' } }),
    disconnect: () =>
      done('Disconnected.', {
        connection: connections['not-connected'],
        clientId: '',
        hasClientSecret: false,
      }),
    saveSchedule: ({ forSheetId: _id, ...input }) => {
      const { schedule, sheet } = server.state;
      const { sheets, ...before } = schedule;
      const saved = ofSheet({ ...before, ...input, sheetName: sheet.name }, sheet.id);
      const others = sheets.filter(({ id }) => id !== sheet.id);
      return change({ schedule: { ...saved, sheets: [...saved.sheets, ...others] } });
    },
    openSheet: ({ sheetId }) => {
      const { name = '' } = server.state.schedule.sheets.find(({ id }) => id === sheetId) ?? {};
      return change({ sheet: { ...server.state.sheet, id: sheetId, name } });
    },
    saveAlertAddress: ({ mailTo }) => change({ schedule: { ...server.state.schedule, mailTo } }),
    sendTestEmail: ({ mailTo }) => ({ summary: `A test email is on its way to ${mailTo}.` }),
    saveColumns: () => server.state,
    loadCustomFields: () => server.state,
    saveApi: ({ choice }) => change({ api: { ...server.state.api, choice } }),
    preview: () => preview,
    syncPlan: () => ({ ...synced(), failedRows: [] }),
    answerBrake: () => done('30 synced.', { brake: { ...server.state.brake, asked: '', questions: [] } }),
    saveBrake: ({ maxAtOnce }) => change({ brake: { ...server.state.brake, maxAtOnce } }),
    syncNow: synced,
    activity: () => ({ activity: server.state.activity, sheetId: server.state.sheet.id }),
    stopSync: () => ({ summary: 'The run stops.', activity: server.state.activity }),
    previewUndo: () => ({
      choices: [],
      run: '',
      sentence: 'There is nothing to undo.',
      changes: [],
      kept: [],
    }),
    undoRun: () => done('Undone.'),
    fetchContacts: () => done('3 cells filled.'),
    compare: () => comparison,
    applyChoices: () => done('1 cell taken from Keap. 1 synced, 0 unchanged.'),
    showFailedRows({ from, step }) {
      const lines = [3, 55, 90];
      const place = (lines.indexOf(from) + step + lines.length) % lines.length;
      const line = lines[from === 0 ? 0 : place] ?? 0;
      return { summary: `Row ${line}, ${lines.indexOf(line) + 1} of 3: No.`, line, count: 3 };
    },
    showLog: () => ({ summary: 'The log is open.' }),
  };
}

/** A schedule that is the one of this sheet. */
export function ofSheet(
  schedule: Omit<ScheduleView, 'sheets'>,
  id = 0,
  also: Pick<SheetScheduleView, 'fill' | 'compares'> = { compares: false },
): ScheduleView {
  const { sheetName: name, isOn, hours, weekdays, nextRun } = schedule;
  const sheet = { id, name, isDeleted: false, isOn, hours, weekdays, nextRun, ...also };
  return { ...schedule, sheets: name === '' ? [] : [sheet] };
}

/** What a preview has counted that has compared so many contacts. */
export const countedOf = (compared: number): PreviewView['counted'] => ({
  ...countsBy(() => 0),
  ...{ compared, changing: compared, unchanged: 17, problemRows: 1, calls: 2 * compared },
});

const preview: PreviewView = {
  sheetName: 'Contacts',
  sentence: '1 contact would change; 1 row needs attention; 17 are unchanged.',
  contacts: 1,
  unchanged: 17,
  problems: 1,
  optOutWarning: '',
  questions: [],
  changes: [{ contact: '1001', field: 'Email', from: 'old@example.com', to: 'new@example.com' }],
  moreContacts: 0,
  problemRows: [{ line: 5, contact: '12a', reason: '"12a" is not a contact id.' }],
  cost: '2 requests to Keap, less than a minute.',
  plan: 'plan-1',
  counted: countedOf(1),
};

const comparison: CompareView = {
  sheetName: 'Contacts',
  sentence: '2 values of 1 contact differ in Keap; 98 contacts match.',
  differences: [
    {
      ...{ lines: [2], contact: '1001', field: 'Email', key: 'key-1', canTake: true },
      ...{ inSheet: 'sheet@example.com', inKeap: 'keap@example.com' },
    },
    {
      ...{ lines: [2], contact: '1001', field: 'Company', key: 'key-2', canTake: true },
      ...{ inSheet: 'Sheet Ltd', inKeap: '' },
    },
  ],
  unread: [],
  moreContacts: 0,
  counted: { lastId: 1001, compared: 99, contacts: 1, values: 2, unread: 0 },
};

function value(functions: ServerFunctions, name: string, args: readonly unknown[]): unknown {
  const entry = Object.entries(functions).find(([known]) => known === name);
  if (entry === undefined) throw new Error(`The contract has no "${name}".`);
  return entry[1](...args);
}

const rest = {
  credential: 'oauth',
  details: [],
  warning: '',
  isConsenting: false,
  isClientUnknown: false,
} as const;

/** Texts of about the same length as the server's. */
export const connections: {
  readonly [Kind in SidebarState['connection']['kind']]: SidebarState['connection'] & { readonly kind: Kind };
} = {
  'not-connected': {
    ...rest,
    kind: 'not-connected',
    sentence: 'This spreadsheet is not connected to Keap yet.',
    nextStep: 'Enter the client id and secret of your Keap app, then connect.',
  },
  connecting: {
    ...rest,
    kind: 'connecting',
    sentence: "Waiting since 23 November 2026, 14:05 for you to allow access on Keap's page.",
    nextStep: "Allow access on Keap's page, or start again.",
    isConsenting: true,
  },
  connected: {
    ...rest,
    kind: 'connected',
    sentence:
      'Connected to app123 since 23 November 2026, 14:06. The connection is renewed automatically every day.',
    nextStep: '',
  },
  'renewal-failing': {
    ...rest,
    kind: 'renewal-failing',
    sentence: 'Keap has not renewed the connection to app123 since 23 November 2026, 14:06.',
    nextStep: 'You do not need to do anything. The add-on tries again every hour.',
  },
  'client-refused': {
    ...rest,
    kind: 'client-refused',
    sentence: 'Keap has not renewed the connection to app123 since 23 November 2026, 14:06.',
    nextStep:
      'Keap no longer accepts the client id and secret. Compare them with your app at keys.developer.keap.com, then save them again.',
  },
  'reconnect-needed': {
    ...rest,
    kind: 'reconnect-needed',
    sentence: 'Keap refused to renew the connection to app123 on 23 November 2026, 14:06.',
    nextStep: 'Connect again.',
  },
  'key-refused': {
    ...rest,
    kind: 'key-refused',
    sentence: 'Keap rejected the key for app123 on 23 November 2026, 14:06.',
    nextStep: 'Test the connection. If Keap still rejects the key, disconnect and connect with a new one.',
    credential: 'key',
  },
  'other-account': {
    ...rest,
    kind: 'other-account',
    sentence: 'You allowed access to the Keap account app456, but this sheet was synced to app123.',
    nextStep: 'Keep app123, or switch to app456. If you switch, every row is sent again, to that account.',
  },
  'copied-rows': {
    ...rest,
    kind: 'copied-rows',
    sentence:
      'Rows of this sheet were synced to app123 from another spreadsheet. This spreadsheet is a copy, or the rows were pasted here.',
    nextStep:
      'If both spreadsheets are synced to app123, they change the same contacts. Disconnect here, or sync from this spreadsheet too.',
  },
  'foreign-account': {
    ...rest,
    kind: 'foreign-account',
    sentence: 'You are connected to app123, but this sheet now belongs to app456.',
    nextStep:
      'Disconnect and connect to app456, or switch this sheet to app123. If you switch, every row is sent again, to that account.',
  },
  damaged: {
    ...rest,
    kind: 'damaged',
    sentence: 'The stored connection to Keap is damaged.',
    nextStep: 'Connect again.',
  },
};

const notConnected: SidebarState = {
  connection: connections['not-connected'],
  redirectUri:
    'https://script.google.com/macros/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnop/usercallback',
  owner: { kind: 'nobody', sentence: '' },
  permissions: { sentence: '', url: '' },
  background: { sentence: '', problem: '' },
  clientId: '',
  hasClientSecret: false,
  legacyApplication: '',
  schedule: {
    isOn: false,
    hours: [6],
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    usage: '',
    mailsOn: true,
    mailTo: 'jane@example.com',
    timeZone: 'Europe/Berlin',
    sheetName: '',
    nextRun: '',
    sheets: [],
  },
  sheet: {
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
      column('B', 'E-Mail', 'Email'),
      column('C', 'Opt-out reason', 'opt-out'),
      column('D', 'Notes', 'none'),
      column('E', 'Colour', 'none'),
    ],
    kinds: [
      { value: 'none', label: 'Not sent', group: '', note: '' },
      { value: 'id', label: 'Contact ID', group: 'Contact', note: '' },
      { value: 'opt-out', label: 'Opt-out reason', group: 'Opting in and out', note: '' },
      { value: 'Email', label: 'Email', group: 'Email and phone', note: '' },
      { value: 'FirstName', label: 'First name', group: 'Contact', note: '' },
    ],
    problem: '',
    note: '',
  },
  activity: { kind: 'idle', lastEndedMs: 0 },
  api: { choice: 'automatic', sentence: '', banner: '' },
  brake: { sheetId: 0, asked: '', questions: [], maxAtOnce: 25 },
  lastRun: { sentence: '', hasFailedRows: false, undo: '' },
  hasLog: false,
};

function column(letter: string, header: string, kind: string): ColumnView {
  const canBlankClear = kind === 'Email';
  return {
    letter,
    header,
    kind,
    isChosen: false,
    blankClears: false,
    canBlankClear,
    note: '',
    suggestion: '',
  };
}

/** A client is saved, and access to Keap is allowed. */
export const connectedState: Partial<SidebarState> = {
  connection: connections.connected,
  clientId: 'demo-client',
  hasClientSecret: true,
};
