/** What the handle of the simulated Keap and its process say to each other. */
import type { SimulatedContact } from './contacts.ts';
import type { SimulatedUser } from './directory.ts';
import type { BreakRule } from './fault.ts';
import type { SimulatedKeapOptions } from './keap.ts';
import type { OptChange, OptEntry } from './opt-book.ts';
import type { OptEvent, OptStatus } from './opt-status.ts';
import type { RecordedRequest } from './record.ts';
import type { SimulatedTag, TagEvent } from './tag-book.ts';
import type { Client } from './tokens.ts';

/** What the handle can ask of the process: each name with what goes there and what comes back. */
export interface Commands {
  contacts: { readonly params: null; readonly result: SimulatedContact[] };
  putContact: { readonly params: SimulatedContact; readonly result: null };
  editContact: { readonly params: SimulatedContact; readonly result: null };
  deleteContact: { readonly params: number; readonly result: null };
  deleteField: { readonly params: string; readonly result: null };
  relabelField: { readonly params: { readonly name: string; readonly label: string }; readonly result: null };
  setUsers: { readonly params: readonly SimulatedUser[]; readonly result: null };
  optEntry: { readonly params: string; readonly result: OptEntry };
  optEntries: { readonly params: null; readonly result: { [address: string]: OptEntry } };
  setOpt: {
    readonly params: { readonly address: string; readonly status: OptStatus };
    readonly result: null;
  };
  optEvent: {
    readonly params: { readonly address: string; readonly event: OptEvent };
    readonly result: null;
  };
  tagHistory: { readonly params: null; readonly result: readonly TagEvent[] };
  allTags: { readonly params: null; readonly result: readonly SimulatedTag[] };
  addTag: { readonly params: SimulatedTag; readonly result: null };
  deleteTag: { readonly params: number; readonly result: null };
  changeTag: { readonly params: TagEvent; readonly result: null };
  optHistory: { readonly params: null; readonly result: OptChange[] };
  requests: { readonly params: null; readonly result: RecordedRequest[] };
  counts: { readonly params: null; readonly result: { [what: string]: number } };
  takeViolations: { readonly params: null; readonly result: string[] };
  forgetRequests: { readonly params: null; readonly result: null };
  tokenCounts: {
    readonly params: null;
    readonly result: { readonly refreshes: number; readonly grants: number };
  };
  setClient: { readonly params: Client; readonly result: null };
  expireAccessTokens: { readonly params: null; readonly result: null };
  revokeAll: { readonly params: null; readonly result: null };
  break: { readonly params: BreakRule; readonly result: null };
  mend: { readonly params: null; readonly result: null };
  setTime: { readonly params: number; readonly result: null };
}

export type CommandName = keyof Commands;

/** What goes from the handle of a Keap to the process, which plays many: begin, commands, end. */
export type Order = { readonly keap: number } & (
  | { readonly kind: 'begin'; readonly options: SimulatedKeapOptions }
  | {
      readonly kind: 'command';
      readonly id: number;
      readonly name: CommandName;
      readonly params: Commands[CommandName]['params'];
    }
  | { readonly kind: 'end' }
);

/** What comes from the process to the handle of a Keap: where it listens or why it cannot, a reply to each command, the end. */
export type Message = { readonly keap: number } & (
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'unable'; readonly problem: string }
  | { readonly kind: 'done'; readonly id: number; readonly result: Commands[CommandName]['result'] }
  | { readonly kind: 'refused'; readonly id: number; readonly problem: string }
  | { readonly kind: 'ended' }
);
