import type {
  ServerAnswer,
  ServerFunctionName,
  ServerFunctions,
  SidebarState,
} from '../../src/ui/server-functions.ts';

/** A server for the sidebar that keeps to the contract and to nothing else; the real one has its own tests. */
export interface StandInServer {
  state: SidebarState;
  /** What was asked, in order. */
  readonly asked: (readonly [name: string, ...args: unknown[]])[];
  /** The next question of this name is answered so. */
  answerNext(name: ServerFunctionName, reply: StandInReply): void;
  /** Questions of this name wait until the returned function is called. */
  hold(name: ServerFunctionName): () => void;
  reply(name: string, args: readonly unknown[]): Promise<StandInReply>;
}

/** Google itself fails by an error, after which nothing of ours was heard. */
export type StandInReply =
  | { readonly answer: ServerAnswer<unknown> | null }
  | { readonly failure: { readonly name: string; readonly message: string } };

export const consentAddress = 'https://accounts.infusionsoft.com/app/oauth/authorize?client_id=demo&state=';

export function standInServer(initial: Partial<SidebarState> = {}): StandInServer {
  const prepared = new Map<string, StandInReply>();
  const held = new Map<string, Promise<void>>();
  const server: StandInServer = {
    state: { ...notConnected, ...initial },
    asked: [],
    answerNext: (name, reply) => prepared.set(name, reply),
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
      const reply = prepared.get(name);
      prepared.delete(name);
      return reply ?? { answer: { kind: 'ok', value: value(functionsOf(server), name, args) } };
    },
  };
  return server;
}

function functionsOf(server: StandInServer): ServerFunctions {
  const change = (change: Partial<SidebarState>) => {
    server.state = { ...server.state, ...change };
    return server.state;
  };
  return {
    loadState: () => server.state,
    saveClient: ({ clientId }) => change({ clientId, hasClientSecret: true }),
    beginConsent() {
      const { kind } = server.state.connection;
      if (kind === 'not-connected') change({ connection: connections.connecting });
      const times = server.asked.filter(([name]) => name === 'beginConsent').length;
      return { url: `${consentAddress}${times}` };
    },
    disconnect: () =>
      change({ connection: connections['not-connected'], clientId: '', hasClientSecret: false }),
    saveSchedule: (input) => change({ schedule: { ...server.state.schedule, ...input } }),
    syncNow() {
      const summary = '42 synced, 1 failed, 17 unchanged.';
      return { summary, state: change({ lastRun: summary }) };
    },
  };
}

function value(functions: ServerFunctions, name: string, args: readonly unknown[]): unknown {
  const entry = Object.entries(functions).find(([known]) => known === name);
  if (entry === undefined) throw new Error(`The contract has no "${name}".`);
  return entry[1](...args);
}

/** Words of about the length that the server's have. */
export const connections: {
  readonly [Kind in SidebarState['connection']['kind']]: SidebarState['connection'] & { readonly kind: Kind };
} = {
  'not-connected': {
    kind: 'not-connected',
    sentence: 'This document is not connected to Keap yet.',
    nextStep: 'Enter the client id and secret of your Keap app, then connect.',
  },
  connecting: {
    kind: 'connecting',
    sentence: "Waiting since 23 November 2026, 14:05 for you to agree on Keap's page.",
    nextStep: 'Agree on the page that the link has opened, or connect again.',
  },
  connected: {
    kind: 'connected',
    sentence:
      'Connected to app123 since 23 November 2026, 14:06. The token was last renewed on 23 November 2026, 14:06, and renews itself every day.',
    nextStep: '',
  },
  'renewal-failing': {
    kind: 'renewal-failing',
    sentence: 'Keap has not renewed the connection to app123 since 23 November 2026, 14:06.',
    nextStep: 'You need not do anything: every hour tries again.',
  },
  'client-refused': {
    kind: 'client-refused',
    sentence: 'Keap has not renewed the connection to app123 since 23 November 2026, 14:06.',
    nextStep: 'Keap does not know the client id and secret any more. Compare them, and save them again.',
  },
  'reconnect-needed': {
    kind: 'reconnect-needed',
    sentence: 'Keap has refused to renew the connection to app123 since 23 November 2026, 14:06.',
    nextStep: 'Connect again.',
  },
  damaged: {
    kind: 'damaged',
    sentence: 'The stored connection to Keap is damaged.',
    nextStep: 'Connect again.',
  },
};

const notConnected: SidebarState = {
  connection: connections['not-connected'],
  redirectUri:
    'https://script.google.com/macros/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefghijklmnop/usercallback',
  clientId: '',
  hasClientSecret: false,
  schedule: { isOn: false, hour: 6, mailTo: '', timeZone: 'Europe/Berlin' },
  sheet: {
    name: 'Contacts',
    columns: [
      { header: 'Contact ID', meaning: 'Contact id' },
      { header: 'E-Mail', meaning: 'Email' },
      { header: 'Opt-out reason', meaning: 'Opt-out reason' },
    ],
    ignored: ['Notes', 'Colour'],
    problem: '',
  },
  lastRun: '',
};

/** A client is saved, and Keap has agreed. */
export const connectedState: Partial<SidebarState> = {
  connection: connections.connected,
  clientId: 'demo-client',
  hasClientSecret: true,
};
