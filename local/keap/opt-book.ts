/** The opt status of every address and the history of its changes. */
import {
  isOptedOut,
  type OptCause,
  type OptEvent,
  type OptStatus,
  optEvents,
  optMeanings,
} from './opt-status.ts';

export interface OptEntry {
  readonly status: OptStatus;
  readonly reason: string;
  readonly changedMs: number;
}

/** One line of an address's history: a change, or a program's wish that Keap did not follow (`from` equals `to`). */
export interface OptChange {
  readonly atMs: number;
  /** In lower case. */
  readonly address: string;
  /** `unknown` where Keap had never heard of the address. */
  readonly from: OptStatus | 'unknown';
  readonly to: OptStatus;
  readonly cause: OptCause;
  /** What happened, where it was no program. */
  readonly event?: OptEvent;
  /** What a program asked for. */
  readonly wish?: 'in' | 'out';
  readonly api?: Api;
  readonly reason: string;
}

export type Api = 'XML-RPC' | 'REST v2';

/** What a program asks for. */
export interface OptWish {
  readonly address: string;
  readonly wish: 'in' | 'out';
  readonly reason: string;
  readonly api: Api;
}

/** Who writes a contact: a program, or somebody who works in Keap. */
export type Writer = 'api' | 'staff';

/** The status belongs to the address and not to the contact; case does not count. */
export interface OptBook {
  entry(address: string): OptEntry;
  /** All addresses whose status was ever changed, in lower case. */
  entries(): Record<string, OptEntry>;
  /** All addresses that Keap has ever heard of, in lower case, with when it first did. */
  known(): ReadonlyMap<string, number>;
  /** An address is written to a contact; the status of a known one stays as it is. */
  meet(address: string, writer: Writer, nowMs: number): void;
  /** Sets a status as a test wants it. */
  set(address: string, status: OptStatus, nowMs: number): void;
  happen(address: string, event: OptEvent, nowMs: number): void;
  /** Opts in or out as Keap lets a program; false where it is so already or may not be. */
  follow(wish: OptWish, nowMs: number): boolean;
  /** In order. */
  history(): OptChange[];
}

export interface OptBookOptions {
  /** The status that an opt-out by a program leaves. */
  readonly apiOptOut: OptStatus;
  /** The status of an address that Keap first heard of by a program. */
  readonly newApiAddress: OptStatus;
}

export function optBook({ apiOptOut, newApiAddress }: OptBookOptions): OptBook {
  const entries = new Map<string, OptEntry>();
  const met = new Map<string, { readonly writer: Writer; readonly atMs: number }>();
  const history: OptChange[] = [];
  const keyOf = (address: string) => address.trim().toLowerCase();
  const entry = (address: string): OptEntry => {
    const known = entries.get(keyOf(address));
    if (known !== undefined) return known;
    const first = met.get(keyOf(address));
    const status = first?.writer === 'api' ? newApiAddress : 'unconfirmed';
    return { status, reason: '', changedMs: first?.atMs ?? 0 };
  };
  const isKnown = (address: string) => entries.has(keyOf(address)) || met.has(keyOf(address));
  const change = (
    address: string,
    to: OptStatus,
    atMs: number,
    why: Omit<OptChange, 'address' | 'from' | 'to' | 'atMs'>,
  ) => {
    const from = isKnown(address) ? entry(address).status : 'unknown';
    history.push({ atMs, address: keyOf(address), from, to, ...why });
    if (!met.has(keyOf(address)))
      met.set(keyOf(address), { writer: why.cause === 'api' ? 'api' : 'staff', atMs });
    if (from !== to || why.wish === undefined)
      entries.set(keyOf(address), { status: to, reason: why.reason, changedMs: atMs });
  };
  return {
    entry,
    entries: () => Object.fromEntries(entries),
    known: () => new Map([...met].map(([address, { atMs }]) => [address, atMs])),
    meet(address, writer, atMs) {
      if (keyOf(address) === '' || isKnown(address)) return;
      met.set(keyOf(address), { writer, atMs });
      if (writer === 'staff') return;
      const { status: to } = entry(address);
      history.push({ atMs, address: keyOf(address), from: 'unknown', to, cause: 'api', reason: '' });
    },
    set: (address, status, nowMs) => change(address, status, nowMs, { cause: 'test', reason: '' }),
    happen(address, event, nowMs) {
      const { cause, to } = optEvents[event];
      change(address, to, nowMs, { cause, event, reason: '' });
    },
    follow({ address, wish, reason, api }, nowMs) {
      if (!address.includes('@')) return false;
      const { status } = entry(address);
      const { canOptIn, isOut } = optMeanings[status];
      const isFollowed = wish === 'in' ? canOptIn : !isOut;
      const wished = wish === 'in' ? 'single-opt-in' : apiOptOut;
      change(address, isFollowed ? wished : status, nowMs, { cause: 'api', wish, api, reason });
      return isFollowed;
    },
    history: () => history,
  };
}

/**
 * Where a program asked Keap to opt in an address that had opted out, whether Keap did or not: what a standing check
 * expects to be empty.
 */
export function optInsAgainstOptOut(history: readonly OptChange[]): OptChange[] {
  return history.filter(({ wish, from }) => wish === 'in' && from !== 'unknown' && isOptedOut(from));
}
