import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { OptEntry, OptStatus, SimulatedContact } from './contacts.ts';
import type { SimulatedKeapOptions } from './keap.ts';
import type { RecordedRequest } from './record.ts';
import type { BreakRule } from './trouble.ts';

/** What the handle asks of the process. */
export type Command =
  | { readonly kind: 'contacts' | 'optEntries' | 'requests' | 'forgetRequests' | 'tokenCounts' }
  | { readonly kind: 'mend' | 'expireAccessTokens' | 'revokeAll' }
  | { readonly kind: 'optEntry'; readonly address: string }
  | { readonly kind: 'putContact'; readonly contact: SimulatedContact }
  | { readonly kind: 'setOpt'; readonly address: string; readonly status: OptStatus }
  | { readonly kind: 'break'; readonly rule: BreakRule };

/** A simulated Keap in a process of its own, and what a test or a visitor may see of it and do to it. */
export interface SimulatedKeap {
  /** `http://127.0.0.1:PORT`; it answers by the Host header, as the real hosts do. */
  readonly origin: string;
  /** What leads every host of Keap to it. */
  readonly hosts: Readonly<Record<string, string>>;
  contacts(): Promise<SimulatedContact[]>;
  optEntry(address: string): Promise<OptEntry>;
  optEntries(): Promise<Record<string, OptEntry>>;
  /** Every request in order, secrets masked. */
  requests(): Promise<RecordedRequest[]>;
  forgetRequests(): Promise<void>;
  /** How many requests of each kind came, by `what`. */
  counts(): Promise<Record<string, number>>;
  tokenCounts(): Promise<{ readonly refreshes: number; readonly grants: number }>;
  putContact(contact: SimulatedContact): Promise<void>;
  setOpt(address: string, status: OptStatus): Promise<void>;
  /** Prepares a trouble; `mend` takes all of them away. */
  break(rule: BreakRule): Promise<void>;
  mend(): Promise<void>;
  expireAccessTokens(): Promise<void>;
  /** Every pair is dead, as when somebody revokes the app in Keap. */
  revokeAll(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSimulatedKeap(options: SimulatedKeapOptions = {}): Promise<SimulatedKeap> {
  const child = fork(path.join(import.meta.dirname, 'server.ts'), [JSON.stringify(options)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    serialization: 'advanced',
  });
  const origin = `http://127.0.0.1:${await portOf(child)}`;
  const ask = asker(child);
  const requests = () => ask<RecordedRequest[]>({ kind: 'requests' });
  return {
    origin,
    hosts: {
      'accounts.infusionsoft.com': origin,
      'api.infusionsoft.com': origin,
      'api.keap.com': origin,
      '*.infusionsoft.com': origin,
    },
    requests,
    contacts: () => ask({ kind: 'contacts' }),
    optEntry: (address) => ask({ kind: 'optEntry', address }),
    optEntries: () => ask({ kind: 'optEntries' }),
    forgetRequests: () => ask({ kind: 'forgetRequests' }),
    async counts() {
      const counts: Record<string, number> = {};
      for (const { what } of await requests()) counts[what] = (counts[what] ?? 0) + 1;
      return counts;
    },
    tokenCounts: () => ask({ kind: 'tokenCounts' }),
    putContact: (contact) => ask({ kind: 'putContact', contact }),
    setOpt: (address, status) => ask({ kind: 'setOpt', address, status }),
    break: (rule) => ask({ kind: 'break', rule }),
    mend: () => ask({ kind: 'mend' }),
    expireAccessTokens: () => ask({ kind: 'expireAccessTokens' }),
    revokeAll: () => ask({ kind: 'revokeAll' }),
    stop: () => stop(child),
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', ({ port }: { port: number }) => resolve(port));
    child.once('exit', (code) =>
      reject(new Error(`The simulated Keap ended with code ${code} before it began.`)),
    );
  });
}

function asker(child: ChildProcess): <Answer>(command: Command) => Promise<Answer> {
  const waiting = new Map<number, (value: unknown) => void>();
  let next = 0;
  child.on('message', ({ id, value }: { id: number; value: unknown }) => {
    waiting.get(id)?.(value);
    waiting.delete(id);
  });
  return <Answer>(command: Command) =>
    new Promise<Answer>((resolve) => {
      const id = next++;
      waiting.set(id, (value) => resolve(value as Answer));
      child.send({ id, command });
    });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}
