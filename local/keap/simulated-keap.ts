/** The handle of a simulated Keap that runs in another process. */

import type { CommandName, Commands } from './command.ts';
import type { SimulatedContact } from './contacts.ts';
import type { SimulatedUser } from './directory.ts';
import type { BreakRule } from './fault.ts';
import type { SimulatedKeapOptions } from './keap.ts';
import { playedKeap } from './keap-process.ts';
import { behaviorIn } from './open-questions.ts';
import type { OptChange, OptEntry } from './opt-book.ts';
import type { OptEvent, OptStatus } from './opt-status.ts';
import type { RecordedRequest } from './record.ts';
import type { SimulatedTag, TagEvent } from './tag-book.ts';
import type { Client } from './tokens.ts';

/**
 * What a test or a visitor can see of a simulated Keap in another process, and do to it. Its time is the latest that came by a request's
 * header `x-simulated-time` or by `setTime`, in milliseconds since 1970, or the real one until then.
 */
export interface SimulatedKeap {
  /** `http://127.0.0.1:PORT`; it answers by the Host header, as the real hosts do. */
  readonly origin: string;
  /** Sends every host of Keap to it. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Ordered by id. */
  contacts(): Promise<SimulatedContact[]>;
  optEntry(address: string): Promise<OptEntry>;
  /** Those of all addresses whose status was ever changed, by address in lower case. */
  optEntries(): Promise<Record<string, OptEntry>>;
  /**
   * Every change of every opt status in order, and every wish of a program, with who caused it; see
   * `optInsAgainstOptOut` and `isOptedOut` for what a standing check wants to know.
   */
  optHistory(): Promise<OptChange[]>;
  /** Every request in order, secrets masked. */
  requests(): Promise<RecordedRequest[]>;
  forgetRequests(): Promise<void>;
  /**
   * What broke Keap's contract of REST v2 since this was asked last: a mistake of the program that sent it. Values that
   * a user may have typed, a name too long for instance, are refused and not listed.
   */
  violations(): Promise<string[]>;
  /** How many requests of each kind came, by `what`. */
  counts(): Promise<Record<string, number>>;
  tokenCounts(): Promise<{ readonly refreshes: number; readonly grants: number }>;
  /** Puts a contact there, instead of the one that has its id. Rejects fields that Keap does not have. */
  putContact(contact: SimulatedContact): Promise<void>;
  /** Sets the fields named and no other, as somebody does in Keap itself; an empty text empties the field. */
  editContact(id: number, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Somebody deletes a contact in Keap. Rejects an id that Keap does not have. */
  deleteContact(id: number): Promise<void>;
  /** Somebody deletes a custom field in Keap, with its values. Rejects a name that Keap does not have. */
  deleteField(name: string): Promise<void>;
  /** Somebody gives a custom field another label; its name stays. Rejects a name that Keap does not have. */
  relabelField(name: string, label: string): Promise<void>;
  /** Somebody adds, renames or removes users in Keap. */
  setUsers(users: readonly SimulatedUser[]): Promise<void>;
  setOpt(address: string, status: OptStatus): Promise<void>;
  /** What happens to an address without an API: the person unsubscribes, staff opts out, an email bounces. */
  optEvent(address: string, event: OptEvent): Promise<void>;
  /** Every tag that a contact got or lost, in order, with who caused it: an automation may start at each. */
  tagHistory(): Promise<readonly TagEvent[]>;
  /** The account's tags, in the order of their ids. */
  allTags(): Promise<readonly SimulatedTag[]>;
  /** Somebody makes a tag in Keap. */
  addTag(tag: SimulatedTag): Promise<void>;
  /** Somebody deletes a tag in Keap. */
  deleteTag(id: number): Promise<void>;
  /** Somebody, or an automation, applies or removes a tag in Keap. */
  changeTag(event: TagEvent): Promise<void>;
  /** Prepares a fault; `mend` takes all of them away. */
  break(rule: BreakRule): Promise<void>;
  mend(): Promise<void>;
  /** Registers another client, whose tokens stay: the old one is refused until it is registered again. */
  setClient(client: Client): Promise<void>;
  expireAccessTokens(): Promise<void>;
  /** Revokes every pair, as when somebody revokes the app in Keap. */
  revokeAll(): Promise<void>;
  /** Time never goes back: an earlier one than it knows is ignored. */
  setTime(ms: number): Promise<void>;
  /** Rejects if there are `violations` that nobody has asked for. */
  stop(): Promise<void>;
}

/** Rejects with a sentence for options that make no Keap. */
export async function startSimulatedKeap(options: SimulatedKeapOptions = {}): Promise<SimulatedKeap> {
  const { begin, ask, isOver, end } = playedKeap();
  const origin = `http://127.0.0.1:${await begin({ ...options, behavior: { ...behaviorIn(process.env), ...options.behavior } })}`;
  const order = async <Name extends CommandName>(name: Name, params: Commands[Name]['params']) => {
    await ask(name, params);
  };
  return {
    origin,
    hosts: {
      'accounts.infusionsoft.com': origin,
      'api.infusionsoft.com': origin,
      'api.keap.com': origin,
      '*.infusionsoft.com': origin,
    },
    contacts: () => ask('contacts', null),
    optEntry: (address) => ask('optEntry', address),
    optEntries: () => ask('optEntries', null),
    requests: () => ask('requests', null),
    forgetRequests: () => order('forgetRequests', null),
    counts: () => ask('counts', null),
    tokenCounts: () => ask('tokenCounts', null),
    putContact: (contact) => order('putContact', contact),
    editContact: (id, fields) => order('editContact', { id, fields }),
    deleteContact: (id) => order('deleteContact', id),
    setUsers: (users) => order('setUsers', users),
    deleteField: (name) => order('deleteField', name),
    relabelField: (name, label) => order('relabelField', { name, label }),
    optEvent: (address, event) => order('optEvent', { address, event }),
    optHistory: () => ask('optHistory', null),
    tagHistory: () => ask('tagHistory', null),
    allTags: () => ask('allTags', null),
    addTag: (tag) => order('addTag', tag),
    deleteTag: (id) => order('deleteTag', id),
    changeTag: (event) => order('changeTag', event),
    setOpt: (address, status) => order('setOpt', { address, status }),
    break: (rule) => order('break', rule),
    mend: () => order('mend', null),
    setClient: (client) => order('setClient', client),
    expireAccessTokens: () => order('expireAccessTokens', null),
    revokeAll: () => order('revokeAll', null),
    setTime: (ms) => order('setTime', ms),
    violations: () => ask('takeViolations', null),
    async stop() {
      const violations = isOver() ? [] : await ask('takeViolations', null);
      await end();
      if (violations.length > 0) {
        throw new Error(`The contract of Keap's REST API was broken:\n${violations.join('\n')}`);
      }
    },
  };
}
