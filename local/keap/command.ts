/** What the handle of the simulated Keap and its process say to each other. */
import type { SimulatedContact } from './contacts.ts';
import type { BreakRule } from './fault.ts';
import type { OptChange, OptEntry } from './opt-book.ts';
import type { OptEvent, OptStatus } from './opt-status.ts';
import type { RecordedRequest } from './record.ts';
import type { Client } from './tokens.ts';

/** What the handle may ask of the process: each name with what goes there and what comes back. */
export interface Commands {
  contacts: { readonly asks: null; readonly gives: SimulatedContact[] };
  putContact: { readonly asks: SimulatedContact; readonly gives: null };
  editContact: { readonly asks: SimulatedContact; readonly gives: null };
  deleteContact: { readonly asks: number; readonly gives: null };
  deleteField: { readonly asks: string; readonly gives: null };
  optEntry: { readonly asks: string; readonly gives: OptEntry };
  optEntries: { readonly asks: null; readonly gives: { [address: string]: OptEntry } };
  setOpt: { readonly asks: { readonly address: string; readonly status: OptStatus }; readonly gives: null };
  optEvent: { readonly asks: { readonly address: string; readonly event: OptEvent }; readonly gives: null };
  optHistory: { readonly asks: null; readonly gives: OptChange[] };
  requests: { readonly asks: null; readonly gives: RecordedRequest[] };
  counts: { readonly asks: null; readonly gives: { [what: string]: number } };
  takeViolations: { readonly asks: null; readonly gives: string[] };
  forgetRequests: { readonly asks: null; readonly gives: null };
  tokenCounts: {
    readonly asks: null;
    readonly gives: { readonly refreshes: number; readonly grants: number };
  };
  setClient: { readonly asks: Client; readonly gives: null };
  expireAccessTokens: { readonly asks: null; readonly gives: null };
  revokeAll: { readonly asks: null; readonly gives: null };
  break: { readonly asks: BreakRule; readonly gives: null };
  mend: { readonly asks: null; readonly gives: null };
  setTime: { readonly asks: number; readonly gives: null };
}

export type CommandName = keyof Commands;

/** What goes from the handle to the process. */
export interface Order {
  readonly id: number;
  readonly name: CommandName;
  readonly asks: Commands[CommandName]['asks'];
}

/** What comes from the process to the handle: first where it listens, or why it does not, then a reply to each order. */
export type Message =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'unable'; readonly problem: string }
  | { readonly kind: 'done'; readonly id: number; readonly gives: Commands[CommandName]['gives'] }
  | { readonly kind: 'refused'; readonly id: number; readonly problem: string };
